package projects

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Create adds a project to the ledger. Errors: 403, 409 code_taken, 422.
func (s *Service) Create(ctx context.Context, d Draft) (ProjectDetail, error) {
	actor, scope := s.caller(ctx, auth.PermProjectsCreate)
	row, members := d.row(s.clock.Now().UnixMilli(), s.clock.Today()), d.sorted()
	if scope.IsNone() {
		return ProjectDetail{}, httpapi.Forbidden()
	}
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return s.enter(ctx, tx, &row, members, scope, actor.UserID)
	})
	if err != nil {
		return ProjectDetail{}, err
	}
	return s.Get(ctx, row.ID, schedule.Date{})
}

// Edit changes a project; version is the one the caller saw. When lead unit or leader change, milestones and reports follow in
// the same transaction. Errors: 404, 403, 412 with the current project, 409 plan_frozen or
// plan_proposed for what belongs to the plan, 422.
func (s *Service) Edit(ctx context.Context, id, version int64, p Patch) (ProjectDetail, error) {
	actor, readable := s.caller(ctx, auth.PermProjectsRead)
	row, err := s.store.one(ctx, id, readable, s.clock.Today())
	if err != nil {
		return ProjectDetail{}, problem(err)
	}
	may := s.policy.Scope(actor, auth.PermProjectsEdit)
	if !may.Allows(scopeRow(row.ProjectRow)) {
		return ProjectDetail{}, httpapi.Forbidden()
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := s.lockVersion(ctx, tx, id, version, may)
		if err != nil {
			return err
		}
		return s.edit(ctx, tx, before, p, actor.UserID)
	})
	if err != nil {
		return ProjectDetail{}, err
	}
	return s.Get(ctx, id, schedule.Date{})
}

// edit writes what the patch changes on the locked row; nothing to change leaves no trace.
func (s *Service) edit(ctx context.Context, tx *gorm.DB, before ProjectRow, p Patch, by int64) error {
	was, err := s.membership(ctx, before.ID)
	if err != nil {
		return err
	}
	after, is := p.apply(before).cycleFrom(before, s.clock.Today()).entered(before, s.clock.Today()), p.membership(was)
	if len(changes(before, after)) == 0 && was.equal(is) {
		return nil
	}
	if err := s.check(ctx, tx, before, after, is); err != nil {
		return err
	}
	if touchesPlan(before, after) {
		if err := s.holdDraft(ctx, tx, before.PlanYear); err != nil {
			return err
		}
	}
	if after, err = s.store.write(ctx, tx, before, after, was, is, by); err != nil {
		return err
	}
	if before.LeadDepartmentID != after.LeadDepartmentID || plain(before.LeaderPostID) != plain(after.LeaderPostID) {
		if err := s.followers.FollowProject(ctx, tx, after.ID, after.LeadDepartmentID, after.LeaderPostID, by); err != nil {
			return err
		}
	}
	if before.ReportCycle != after.ReportCycle {
		if err := s.followers.FollowCycle(ctx, tx, after.ID, after.ReportCycle, after.CycleSince, by); err != nil {
			return err
		}
	}
	old, now := traces(before, after, was, is)
	return s.audit.Record(ctx, tx, audit.Event{Action: "project.edit", Entity: "project", EntityID: after.ID, Before: old, After: now})
}

// cycleFrom notes the day from which the project is reported in another cycle: nothing is missing of the time before.
func (p ProjectRow) cycleFrom(before ProjectRow, today schedule.Date) ProjectRow {
	if p.ReportCycle != before.ReportCycle {
		p.CycleSince = today
	}
	return p
}

func (s *Service) membership(ctx context.Context, id int64) (Membership, error) {
	p, err := s.store.partsOf(ctx, []int64{id})
	return p.membership(id), err
}

// check lists everything wrong with a project: by itself, and with what it refers to.
func (s *Service) check(ctx context.Context, tx *gorm.DB, before, row ProjectRow, m Membership) error {
	faults := row.faults(s.clock.Today())
	if row.LeaderPostID != nil && plain(before.LeaderPostID) != plain(row.LeaderPostID) { // one named earlier may stay
		more, err := s.leaderFaults(ctx, *row.LeaderPostID)
		if err != nil {
			return err
		}
		faults = append(faults, more...)
	}
	closed, err := s.closedFaults(ctx, tx, before, row, m)
	if err != nil {
		return err
	}
	faults = append(faults, closed...)
	for _, look := range []func(context.Context, *gorm.DB, ProjectRow, Membership) ([]Fault, error){s.unitFaults, s.listFaults, s.parentFaults} {
		more, err := look(ctx, tx, row, m)
		if err != nil {
			return err
		}
		faults = append(faults, more...)
	}
	if len(faults) > 0 {
		return invalid(faults)
	}
	return nil
}

func (s *Service) unitFaults(ctx context.Context, _ *gorm.DB, row ProjectRow, m Membership) ([]Fault, error) {
	departments, err := s.directory.Departments(ctx, append([]int64{row.LeadDepartmentID}, m.CoDepartmentIDs...))
	if err != nil {
		return nil, err
	}
	var out []Fault
	if _, ok := departments[row.LeadDepartmentID]; !ok {
		out = append(out, Fault{"leadDepartmentId", "department_unknown"})
	}
	for i, id := range m.CoDepartmentIDs {
		field := fmt.Sprintf("coDepartmentIds[%d]", i)
		if _, ok := departments[id]; !ok {
			out = append(out, Fault{field, "department_unknown"})
		}
		if id == row.LeadDepartmentID {
			out = append(out, Fault{field, "lead_is_co"})
		}
	}
	return out, nil
}

// leaderFaults: a post without the role of a leader sees nothing of its line, so that nobody would look after the project.
func (s *Service) leaderFaults(ctx context.Context, postID int64) ([]Fault, error) {
	posts, err := s.directory.Posts(ctx, []int64{postID})
	if err != nil {
		return nil, err
	}
	if _, ok := posts[postID]; !ok {
		return []Fault{{"leaderPostId", "post_unknown"}}, nil
	}
	leaders, err := s.directory.LeaderPosts(ctx, []int64{postID})
	if err != nil || len(leaders) > 0 {
		return nil, err
	}
	return []Fault{{"leaderPostId", "post_no_leader"}}, nil
}

func (s *Service) listFaults(_ context.Context, tx *gorm.DB, _ ProjectRow, m Membership) ([]Fault, error) {
	known, err := knownLists(tx, m.Lists)
	var out []Fault
	for i, code := range m.Lists {
		if !slices.Contains(known, code) {
			out = append(out, Fault{fmt.Sprintf("lists[%d]", i), "list_unknown"})
		}
	}
	return out, err
}

func (s *Service) parentFaults(_ context.Context, tx *gorm.DB, row ProjectRow, _ Membership) ([]Fault, error) {
	if row.ParentID == nil || *row.ParentID == row.ID {
		return nil, nil
	}
	above, err := s.store.ancestors(tx, *row.ParentID)
	if errors.Is(err, database.ErrNotFound) {
		return []Fault{{"parentId", "parent_unknown"}}, nil
	}
	if row.ID != 0 && slices.Contains(above, row.ID) {
		return []Fault{{"parentId", "parent_circle"}}, err
	}
	return nil, err
}

// trace is a state of a project in the audit: its version and the fields that moved.
type trace struct {
	Version int64             `json:"version"`
	Fields  map[string]string `json:"fields,omitempty"`
	Note    string            `json:"note,omitempty"`
}

func traces(before, after ProjectRow, was, is Membership) (old, now trace) {
	old, now = trace{Version: before.Version, Fields: map[string]string{}}, trace{Version: after.Version, Fields: map[string]string{}}
	set := func(field string, from, to any) {
		old.Fields[field], now.Fields[field] = words(from), words(to)
	}
	if before.Version == 0 {
		set("code", "", after.Code)
	}
	for _, c := range changes(before, after) {
		set(c.field, c.from, c.value)
	}
	if !slices.Equal(was.CoDepartmentIDs, is.CoDepartmentIDs) {
		set("coDepartmentIds", was.CoDepartmentIDs, is.CoDepartmentIDs)
	}
	if !slices.Equal(was.Lists, is.Lists) {
		set("lists", was.Lists, is.Lists)
	}
	return old, now
}

// words writes a value as people read it; absent is empty.
func words(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// DefineList names a list projects can be in, or renames it; for loaders.
func (s *Service) DefineList(ctx context.Context, code, name string, sort int) error {
	if _, scope := s.caller(ctx, auth.PermProjectsCreate); scope.IsNone() {
		return httpapi.Forbidden()
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		done := tx.Exec("UPDATE lists SET name = ?, sort = ?, version = version + 1 WHERE code = ?", name, sort, code)
		if done.Error == nil && done.RowsAffected == 0 {
			done = tx.Exec("INSERT INTO lists (code, name, sort) VALUES (?, ?, ?)", code, name, sort)
		}
		if done.Error != nil {
			return database.Translate(done.Error)
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "list.define", Entity: "list", After: ListRef{Code: code, Name: name}})
	})
}
