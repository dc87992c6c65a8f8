package milestones

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// What stands in the way of carrying a milestone over.
const (
	BlockPending = "report_pending" // a report or a claim waits for its decision
	BlockRunning = "still_running"  // it is due this year and its day has not passed
)

// NodeCandidate is an unfinished milestone of a plan, as whoever carries the plan over needs it, in plain types.
type NodeCandidate struct {
	ID               int64
	ProjectID        int64
	Name             string
	Ordinal          int
	Weight           int
	Key              bool
	Firmness         schedule.Firmness
	DeadlineWords    string
	Precision        string
	LeadDepartmentID int64
	Baseline         schedule.Date
	Approved         schedule.Date
	Forecast         schedule.Date
	Suspended        schedule.Date
	Changes          int
	ProgressBp       *int
	ProgressOn       schedule.Date
	LastNote         string
	// Proposed is the day it is promised for in the next plan unless another is given.
	Proposed schedule.Date
	// Blocked says what stands in the way; empty: nothing.
	Blocked string
}

// NodeOrder is what the next plan promises otherwise than proposed; zero parts stay as proposed.
type NodeOrder struct {
	ID     int64
	Due    schedule.Date
	Words  string
	Weight int
}

// NodeCarried is a milestone and the one that goes on with it.
type NodeCarried struct {
	From, To int64
	Due      schedule.Date
}

// NodeSkipped is a milestone that could not be carried over yet.
type NodeSkipped struct {
	ID   int64
	Name string
	Code string
}

// unfinished says whether the milestone is still to be carried over from the plan of the year.
func (m MilestoneRow) unfinished(year int) bool {
	return m.PlanYear == year && !m.Done() && !m.Carried() && m.ExitedOn.IsZero()
}

// blocked says what stands in the way of carrying the milestone over on the day. Before the year is over only what has
// missed its day, or is due later than the year, goes on: the rest may still keep its word.
func (m MilestoneRow) blocked(today schedule.Date) string {
	due := m.Due()
	switch {
	case !m.PendingOn.IsZero() || !m.ClaimedOn.IsZero():
		return BlockPending
	case today.Year() <= m.PlanYear && due.Year() == m.PlanYear && !due.Before(today):
		return BlockRunning
	}
	return ""
}

// rolledOver is the day a promise is proposed for in the plan of the year: the same day of that year, 29 February becomes
// the 28th; what is due in it or later stays.
func rolledOver(due schedule.Date, year int) schedule.Date {
	if due.IsZero() || due.Year() >= year {
		return due
	}
	return due.InYear(year)
}

// CarryCandidates returns the unfinished milestones of the plan of a year that the actor may read, by project and place.
func (s *Service) CarryCandidates(ctx context.Context, year int) ([]NodeCandidate, error) {
	_, scope := s.caller(ctx, auth.PermMilestonesRead)
	rows, err := s.store.unfinished(ctx, year, scope)
	if err != nil {
		return nil, err
	}
	today, out := s.clock.Today(), make([]NodeCandidate, 0, len(rows))
	for _, m := range rows {
		out = append(out, NodeCandidate{
			ID: m.ID, ProjectID: m.ProjectID, Name: m.Name, Ordinal: m.Ordinal, Weight: m.Weight, Key: m.Key, Firmness: m.Firmness,
			DeadlineWords: m.DeadlineWords, Precision: m.Precision, LeadDepartmentID: m.LeadDepartmentID,
			Baseline: m.Baseline, Approved: m.Due(), Forecast: m.Forecast, Suspended: m.SuspendedOn, Changes: m.Changes,
			ProgressBp: m.ProgressBp, ProgressOn: m.ProgressOn, LastNote: m.LastNote,
			Proposed: rolledOver(m.Due(), year+1), Blocked: m.blocked(today),
		})
	}
	return out, nil
}

func (s *Store) unfinished(ctx context.Context, year int, scope auth.Scope) ([]MilestoneRow, error) {
	t, c := s.at(s.clock.Today()), &clauses{}
	t.recorded(c)
	c.add("m.plan_year = ? AND m.carried_on IS NULL AND m.exited_on IS NULL AND NOT (m.verified = 1 AND m.reached_on IS NOT NULL)", year)
	t.scope(c, scope)
	var rows []MilestoneRow
	err := s.db.Read(ctx).Raw("SELECT m.* FROM "+t.from()+" WHERE "+c.String()+" ORDER BY m.project_id, m.ordinal, m.id", c.args...).Scan(&rows).Error
	return rows, database.Translate(err)
}

// CarryNodes carries every unfinished milestone of a project over from the plan of a year to the next one, in the
// transaction of the carry-over: a new row with a new promise goes on, the old one keeps its dates, its lamp and its
// history and is never edited again. An order names what is promised otherwise than proposed; the faults of orders are
// named by their place (milestones[0].due). What is carried already is left as it is.
func (s *Service) CarryNodes(ctx context.Context, tx *gorm.DB, projectID int64, year int, orders []NodeOrder, by int64) (done []NodeCarried, skipped []NodeSkipped, err error) {
	project, err := s.store.lockProject(tx, projectID)
	if err != nil {
		return nil, nil, err
	}
	rows, err := milestonesOfProject(tx, projectID)
	if err != nil {
		return nil, nil, err
	}
	asked, faults := placed(orders), []httpapi.FieldError{}
	today := s.clock.Today()
	for _, before := range rows {
		at, named := asked[before.ID]
		delete(asked, before.ID)
		if !before.unfinished(year) {
			continue
		}
		if code := before.blocked(today); code != "" {
			skipped = append(skipped, NodeSkipped{ID: before.ID, Name: before.Name, Code: code})
			continue
		}
		var order NodeOrder
		if named {
			order = orders[at]
		}
		after, wrong := before.goOn(order, project, year+1)
		if len(wrong) > 0 {
			faults = append(faults, orderFaults(at, wrong)...)
			continue
		}
		to, err := s.carry(ctx, tx, before, after, by)
		if err != nil {
			return nil, nil, err
		}
		done = append(done, NodeCarried{From: before.ID, To: to, Due: after.Approved})
	}
	for _, at := range asked { // an order for what is not there
		faults = append(faults, orderFaults(at, []Fault{{"id", "not_unfinished"}})...)
	}
	if len(faults) > 0 {
		return nil, nil, httpapi.Invalid(faults...)
	}
	return done, skipped, nil
}

// placed finds the place of each order.
func placed(orders []NodeOrder) map[int64]int {
	out := make(map[int64]int, len(orders))
	for i, o := range orders {
		out[o.ID] = i
	}
	return out
}

func orderFaults(at int, faults []Fault) []httpapi.FieldError {
	var out []httpapi.FieldError
	for _, f := range faults {
		t := faultText(f.Code)
		out = append(out, httpapi.Fault(fmt.Sprintf("milestones[%d].%s", at, f.Field), f.Code, t.zh, t.en))
	}
	return out
}

// goOn is the milestone that goes on with an unfinished one in the plan of the year: a new promise, and where the work
// stands. What was reported, changed and sent back stays with the old one.
func (m MilestoneRow) goOn(o NodeOrder, p projectRow, year int) (MilestoneRow, []Fault) {
	words, precision, weight := m.DeadlineWords, m.Precision, m.Weight
	due := rolledOver(m.Due(), year)
	if o.Words != "" {
		words = o.Words
	}
	switch {
	case !o.Due.IsZero():
		due, precision = o.Due, string(schedule.PrecisionDay)
	case o.Words != "":
		read, err := schedule.ParseDeadline(o.Words, year)
		if err != nil {
			return m, []Fault{{"words", "deadline_unknown"}}
		}
		due, precision = read.Date, string(read.Precision)
	}
	if o.Weight != 0 {
		weight = o.Weight
	}
	next := MilestoneRow{
		Columns: nodefacts.Columns{
			Key: m.Key, Firmness: m.Firmness, PlannedStart: m.PlannedStart, Baseline: due, Approved: due, Forecast: m.Forecast,
			SuspendedOn: m.SuspendedOn, Listed: m.Listed, LastReportMonth: m.LastReportMonth,
			ReportCycle: p.ReportCycle, CycleSince: p.CycleSince, LastPeriodTo: m.LastPeriodTo, LastReportOn: m.LastReportOn,
		},
		ProjectID: m.ProjectID, PlanYear: year, LeadDepartmentID: p.LeadDepartmentID, LeaderPostID: p.LeaderPostID, Ordinal: m.Ordinal,
		Name: m.Name, Stage: m.Stage, Weight: weight, DeadlineWords: words, Precision: precision, ProgressBp: m.ProgressBp,
		ProgressOn: m.ProgressOn, LastNote: m.LastNote, ContactName: m.ContactName, ContactPhone: m.ContactPhone,
		Words: m.Words, Note: m.Note, Sample: m.Sample, CarriedFrom: &m.ID,
	}
	faults := next.planFaults()
	if !due.IsZero() && due.Year() < year {
		faults = append(faults, Fault{"due", "due_before_plan"})
	}
	return next, faults
}

// carry writes the successor and closes the old row.
func (s *Service) carry(ctx context.Context, tx *gorm.DB, before, next MilestoneRow, by int64) (int64, error) {
	next.CreatedAt = s.clock.Now().UnixMilli()
	next = next.derive(s.book.RuleSet())
	if err := s.insert(ctx, tx, &next, by); err != nil {
		return 0, err
	}
	after := before
	after.CarriedTo, after.CarriedOn = &next.ID, s.clock.Today()
	_, err := s.change(ctx, tx, "milestone.carry", before, after.derive(s.book.RuleSet()), by, "")
	return next.ID, err
}

// carryBack opens the milestone again that a removed one went on with, so that no promise is lost with a draft.
func (s *Service) carryBack(ctx context.Context, tx *gorm.DB, removed MilestoneRow, by int64) error {
	if removed.CarriedFrom == nil {
		return nil
	}
	before, err := lock[MilestoneRow](tx, *removed.CarriedFrom)
	if err != nil {
		return err
	}
	after := before
	after.CarriedTo, after.CarriedOn = nil, schedule.Date{}
	_, err = s.change(ctx, tx, "milestone.carryBack", before, after.derive(s.book.RuleSet()), by, "")
	return err
}
