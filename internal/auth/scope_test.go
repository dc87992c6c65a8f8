package auth_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"
	"pgregory.net/rapid"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

const (
	scopeUnits  = 4
	scopePosts  = 4
	scopePeople = 3
	scopeRows   = 60
)

// scopeColumns reads the rows of the property test: projects stand for every table with a lead, a leader and co-units;
// the author of a row is kept in contact_name, whether it is published in sample.
func scopeColumns() auth.Columns {
	return auth.Columns{
		Lead: "p.lead_department_id", Leader: "p.leader_post_id", Owner: "CAST(p.contact_name AS UNSIGNED)",
		CoExists:  "EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = p.id AND u.department_id IN (%s))",
		Published: "p.sample = 1",
	}
}

// TestListedEqualsAllowed: for random people and rows, a row is in the list exactly when it may be read by itself, on
// every dialect and for every permission of the shipped policy and for scopes no role has today.
func TestListedEqualsAllowed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		columns := scopeColumns()
		if db.Dialect() == database.SQLite {
			columns.Owner = "CAST(p.contact_name AS INTEGER)"
		}
		rules := policy(t)
		checked := 0
		rapid.Check(t, func(rt *rapid.T) {
			rows := drawRows(rt)
			store(rt, db, rows)
			actor := drawActor(rt)
			scopes := []auth.Scope{drawScope(rt), {}, {All: true}}
			for _, permission := range auth.Permissions() {
				scopes = append(scopes, rules.Scope(actor, permission))
			}
			for _, scope := range scopes {
				var want []int64
				for id, row := range rows {
					if scope.Allows(row) {
						want = append(want, int64(id+1))
					}
				}
				got := list(rt, db, scope, columns)
				if !slices.Equal(got, want) {
					rt.Fatalf("scope %+v: listed %v, allowed %v", scope, got, want)
				}
				if scope.IsNone() && len(got) > 0 {
					rt.Fatalf("an empty scope lists %v", got)
				}
				checked += len(rows)
			}
		})
		t.Logf("%d decisions, listed = allowed in each", checked)
	})
}

func drawRows(t *rapid.T) []auth.Row {
	rows := make([]auth.Row, rapid.IntRange(1, scopeRows).Draw(t, "rows"))
	for i := range rows {
		rows[i] = auth.Row{
			LeadDepartmentID: int64(rapid.IntRange(1, scopeUnits).Draw(t, "lead")),
			LeaderPostID:     int64(rapid.IntRange(0, scopePosts).Draw(t, "leader")),
			OwnerID:          int64(rapid.IntRange(0, scopePeople).Draw(t, "owner")),
			Published:        rapid.Bool().Draw(t, "published"),
		}
		for unit := int64(1); unit <= scopeUnits; unit++ {
			if rapid.IntRange(0, 3).Draw(t, "co") == 0 {
				rows[i].CoDepartmentIDs = append(rows[i].CoDepartmentIDs, unit)
			}
		}
	}
	return rows
}

func drawActor(t *rapid.T) *auth.Actor {
	actor := &auth.Actor{UserID: int64(rapid.IntRange(1, scopePeople).Draw(t, "user"))}
	for range rapid.IntRange(0, 3).Draw(t, "posts") {
		actor.Roles = append(actor.Roles, auth.RoleHeld{
			Role:         rapid.SampledFrom(auth.Roles()).Draw(t, "role"),
			PostID:       int64(rapid.IntRange(1, scopePosts).Draw(t, "post")),
			DepartmentID: int64(rapid.IntRange(0, scopeUnits).Draw(t, "unit")),
		})
	}
	return actor
}

func drawScope(t *rapid.T) auth.Scope {
	ids := func(name string, most int) []int64 {
		return rapid.SliceOfN(rapid.Int64Range(0, int64(most)), 0, 3).Draw(t, name)
	}
	return auth.Scope{Lead: ids("leadScope", scopeUnits), Involved: ids("involvedScope", scopeUnits), Lines: ids("lineScope", scopePosts),
		Own: int64(rapid.IntRange(0, scopePeople).Draw(t, "ownScope")), Published: rapid.IntRange(0, 3).Draw(t, "publishedScope") == 0}
}

// store replaces the rows of the tables the property test borrows.
func store(t *rapid.T, db *database.DB, rows []auth.Row) {
	err := db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
		statements := []string{"DELETE FROM project_units", "DELETE FROM projects"}
		var units, projects []string
		for unit := 1; unit <= scopeUnits; unit++ {
			statements = append(statements, fmt.Sprintf("INSERT %s INTO departments (id, code, name, short_name) VALUES (%d, 'u%d', 'u', 'u')", ignore(db), unit, unit))
		}
		for post := 1; post <= scopePosts; post++ {
			statements = append(statements, fmt.Sprintf("INSERT %s INTO posts (id, code, name) VALUES (%d, 'p%d', 'p')", ignore(db), post, post))
		}
		for i, row := range rows {
			leader := "NULL"
			if row.LeaderPostID != 0 {
				leader = id(row.LeaderPostID)
			}
			published := 0
			if row.Published {
				published = 1
			}
			projects = append(projects, fmt.Sprintf("(%d, 'c%d', 'n', %d, %s, '%d', %d, 2017, 0)", i+1, i, row.LeadDepartmentID, leader, row.OwnerID, published))
			for _, unit := range row.CoDepartmentIDs {
				units = append(units, fmt.Sprintf("(%d, %d)", i+1, unit))
			}
		}
		statements = append(statements, "INSERT INTO projects (id, code, name, lead_department_id, leader_post_id, contact_name, sample, plan_year, created_at) VALUES "+strings.Join(projects, ", "))
		if len(units) > 0 {
			statements = append(statements, "INSERT INTO project_units (project_id, department_id) VALUES "+strings.Join(units, ", "))
		}
		for _, statement := range statements {
			if err := tx.Exec(statement).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func ignore(db *database.DB) string {
	if db.Dialect() == database.SQLite {
		return "OR IGNORE"
	}
	return "IGNORE"
}

func list(t *rapid.T, db *database.DB, scope auth.Scope, columns auth.Columns) []int64 {
	condition, args := scope.SQL(columns)
	var ids []int64
	// The second condition catches a scope that widens what stands beside it.
	err := db.Read(context.Background()).Table("projects p").Where("p.id > 0").Where(condition, args...).Order("p.id").Pluck("p.id", &ids).Error
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestEmptyColumnsNeverMatch(t *testing.T) {
	full := auth.Scope{Lead: []int64{1}, Involved: []int64{2}, Lines: []int64{3}, Own: 4, Published: true}
	if sql, args := full.SQL(auth.Columns{}); sql != "1=0" || len(args) != 0 {
		t.Errorf("%s %v", sql, args)
	}
	if sql, _ := (auth.Scope{}).SQL(scopeColumns()); sql != "1=0" {
		t.Errorf("the zero scope is %s", sql)
	}
	if (auth.Scope{Lead: []int64{0}}).Allows(auth.Row{}) {
		t.Error("no department matches no department")
	}
}
