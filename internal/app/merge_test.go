//go:build !race

// One caller after another: the race detector would see nothing and take four times as long. `make test-unwatched` runs these.
package app

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// TestDepartmentsAndPosts hands posts on and merges departments of one demonstration for each database. The order matters: the
// successors of the first step report in the third, and each merge leaves fewer departments.
func TestDepartmentsAndPosts(t *testing.T) {
	t.Parallel()
	eachProgram(t, true, func(t *testing.T, p *program) {
		for _, step := range []struct {
			name string
			test func(*testing.T, *program)
		}{
			{"a successor finds the work", successorFindsTheWork},
			{"co-units of a past day", recordedCoUnits},
			{"merged work goes on", mergedWorkGoesOn},
			{"a merge meets work", mergeMeetsWork},
			{"what a merge keeps", mergeKeeps},
		} {
			t.Run(step.name, func(t *testing.T) { step.test(t, p) })
		}
	})
}

// mergeKeeps merges departments, some chosen by chance, and after each merge looks at everything a merge must keep.
func mergeKeeps(t *testing.T, p *program) {
	p.clock.SetToday(schedule.MustDate("2017-10-10"))
	m := &merger{program: p, past: []string{"2017-06-30", "2017-10-09"}}
	m.staff(t)
	pairs := [][2]string{{"civil", "health"}, {"urban", "civil"}} // urban into a closed one: refused
	var parts []struct{ Co, Lead string }
	err := p.db.Read(t.Context()).Raw(`SELECT c.code AS co, d.code AS lead FROM project_units u JOIN projects p ON p.id = u.project_id
		JOIN departments c ON c.id = u.department_id JOIN departments d ON d.id = p.lead_department_id ORDER BY u.project_id, c.id`).Scan(&parts).Error
	if err != nil || len(parts) < 2 {
		t.Fatalf("%d parts of departments: %v", len(parts), err)
	}
	pairs = append(pairs, [2]string{parts[0].Co, parts[0].Lead}) // the part is gone: it leads
	for _, part := range slices.Backward(parts) {
		if part.Lead != parts[0].Co && part.Co != parts[0].Co {
			pairs = append(pairs, [2]string{part.Lead, part.Co}) // the other way round
			break
		}
	}
	pairs = append(pairs, [2]string{"urban", "hr"}, // on a past day a report of its node was waiting
		[2]string{m.codes[rand.IntN(len(m.codes))], m.codes[rand.IntN(len(m.codes))]})
	for _, pair := range pairs {
		m.merge(t, pair[0], pair[1])
	}
	m.noneMissed(t)
}

type merger struct {
	*program
	codes  []string // of the departments
	people []string // everybody whose rights are looked at
	past   []string
	serial int
}

// staff gives every department a reporter and a head who can sign in.
func (m *merger) staff(t *testing.T) {
	t.Helper()
	ctx := auth.AsSystem(t.Context())
	m.people = []string{"reporter.edu", "head.edu", "reporter.build", "supervisor", "leader.edu", "leader.chief", "auditor", "sysadmin", "secadmin", "auditadmin"}
	var posts []struct {
		ID         int64
		Code, Unit string
	}
	err := m.db.Read(t.Context()).Raw("SELECT p.id, p.code, d.code AS unit FROM posts p JOIN departments d ON d.id = p.department_id" +
		" JOIN grants g ON g.post_id = p.id AND g.role IN ('reporter', 'head') ORDER BY p.id").Scan(&posts).Error
	if err != nil {
		t.Fatal(err)
	}
	for _, post := range posts {
		username := "x." + post.Code
		user, err := m.rooms.auth.CreateUser(ctx, auth.NewUser{Username: username, Name: "某 " + post.Code, Password: demoWord})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.rooms.auth.Appoint(ctx, auth.NewHolder{PostID: post.ID, UserID: user.ID, From: m.clock.Today()}); err != nil {
			t.Fatal(err)
		}
		m.people = append(m.people, username)
		if !slices.Contains(m.codes, post.Unit) {
			m.codes = append(m.codes, post.Unit)
		}
	}
}

func (m *merger) merge(t *testing.T, fromCode, intoCode string) {
	t.Helper()
	from, into := m.department(t, fromCode), m.department(t, intoCode)
	before, sums := m.facts(t), m.sums(t)
	rights := m.rights(t, before)
	paths := m.pastPaths(t, from.ID)
	past := m.reads(t, paths)
	unitOf := m.units(t)
	decided := m.ids(t, "SELECT id FROM reports WHERE department_id = ? AND state NOT IN ('submitted', 'approved')", from.ID)
	m.serial++
	got := m.do(t, call{method: http.MethodPost, path: at("/departments/%d/merge", from.ID), as: "sysadmin", etag: etag(from.Version), key: at("merge-%d", m.serial),
		body: auth.MergeRequest{IntoID: into.ID}})
	if from.ID == into.ID || from.MergedInto != nil || into.Disabled {
		if got.status < 400 || got.status >= 500 {
			t.Fatalf("%s into %s: %d %s", fromCode, intoCode, got.status, got.body)
		}
		return
	}
	if got.status != http.StatusOK {
		t.Fatalf("%s into %s: %d %s", fromCode, intoCode, got.status, got.body)
	}
	var answer auth.DepartmentMerge
	got.into(t, &answer)
	after := m.facts(t)
	t.Logf("%s into %s: %+v", fromCode, intoCode, answer.Moved)
	if diff := cmp.Diff(sums, m.sums(t)); diff != "" {
		t.Errorf("%s into %s moved a total:\n%s", fromCode, intoCode, diff)
	}
	if diff := cmp.Diff(past, m.reads(t, paths)); diff != "" {
		t.Errorf("%s into %s changed a day of the past:\n%.3000s", fromCode, intoCode, diff)
	}
	m.checkRows(t, before, after, from.ID, into.ID, answer.Moved)
	m.checkRights(t, rights, m.rights(t, after), before, unitOf, from.ID, into.ID)
	if kept := m.ids(t, "SELECT id FROM reports WHERE department_id = ?", from.ID); !slices.Equal(kept, decided) {
		t.Errorf("%d decided reports carry the old department, want %d", len(kept), len(decided))
	}
}

// units are the departments of the posts each person holds.
func (m *merger) units(t *testing.T) map[string][]int64 {
	t.Helper()
	out := map[string][]int64{}
	for _, username := range m.people {
		actor, err := m.rooms.auth.Authenticate(t.Context(), m.token(t, username))
		if err != nil {
			t.Fatal(err)
		}
		out[username] = actor.DepartmentIDs()
	}
	return out
}
