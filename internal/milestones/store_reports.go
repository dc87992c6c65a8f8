package milestones

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// PlacedReport is a report with what stood before it: the newest confirmed report of the same item with a lower id.
type PlacedReport struct {
	ReportRow
	PrevProgressBp *int
	PrevValueMilli *int64
	PrevNote       string
	PrevOn         schedule.Date

	// Of figures of a project: its name, what it says today, and what was confirmed before.
	ProjectName                string
	NowDoneYuan, NowPaidYuan   *int64
	NowWorksStage              string
	NowStatEnteredOn           schedule.Date
	PrevDoneYuan, PrevPaidYuan *int64
	PrevWorksStage             string
	PrevStatEnteredOn          schedule.Date
}

const placedColumns = "r.*, prev.progress_bp AS prev_progress_bp, prev.value_milli AS prev_value_milli," +
	" prev.note AS prev_note, prev.recorded_on AS prev_on, prev.done_yuan AS prev_done_yuan, prev.paid_yuan AS prev_paid_yuan," +
	" COALESCE(prev.works_stage, '') AS prev_works_stage, prev.stat_entered_on AS prev_stat_entered_on, COALESCE(fp.name, '') AS project_name," +
	" fp.year_done_yuan AS now_done_yuan, fp.year_paid_yuan AS now_paid_yuan, COALESCE(fp.works_stage, '') AS now_works_stage," +
	" fp.stat_entered_on AS now_stat_entered_on"

// joinPrevious finds the confirmed report before r. Each kind has its own look-up, so that each has its index.
const joinPrevious = " LEFT JOIN reports prev ON prev.id = COALESCE(" +
	"(SELECT MAX(x.id) FROM reports x WHERE x.milestone_id = r.milestone_id AND x.state = 'confirmed' AND x.id < r.id)," +
	" (SELECT MAX(y.id) FROM reports y WHERE y.indicator_id = r.indicator_id AND y.state = 'confirmed' AND y.id < r.id)," +
	" (SELECT MAX(z.id) FROM reports z WHERE z.project_id = r.project_id AND z.state = 'confirmed' AND z.id < r.id))" +
	" LEFT JOIN projects fp ON fp.id = r.project_id"

func reportScope(scope auth.Scope) (string, []any) {
	return scope.SQL(auth.Columns{
		Lead: "r.lead_department_id", Leader: "r.leader_post_id", Owner: "r.author_id",
		CoExists: "EXISTS (SELECT 1 FROM project_units u WHERE u.project_id =" +
			" COALESCE(r.project_id, (SELECT cm.project_id FROM milestones cm WHERE cm.id = r.milestone_id)) AND u.department_id IN (%s))",
	})
}

// ReportFilter says which reports a list shows.
type ReportFilter struct {
	State      State
	Department int64
	Project    int64
	Milestone  int64
	Indicator  int64
	// FiguresOf limits the list to the figures of one project, Project to the reports of its milestones.
	FiguresOf int64
	// Desk limits the list to what waits for one person; nil: whatever the scope shows.
	Desk *Desk
}

// Desk is one person's share of the review: what they may approve and what they may confirm, never their own.
type Desk struct {
	UserID           int64
	Approve, Confirm auth.Scope
}

// where is the condition of the desk on reports r; the same as ReportRow.decidable within the scopes.
func (d Desk) where(c *clauses) {
	approve, args := deskScope(d.Approve)
	confirm, more := deskScope(d.Confirm)
	args = append(append(append(args, more...), d.UserID), d.UserID)
	c.add("((r.state = 'submitted' AND "+approve+" OR r.state = 'approved' AND "+confirm+") AND r.author_id <> ?"+
		" AND (r.approved_by IS NULL OR r.approved_by <> ?))", args...)
}

func deskScope(scope auth.Scope) (string, []any) {
	return scope.SQL(auth.Columns{Lead: "r.lead_department_id", Leader: "r.leader_post_id"})
}

func (f ReportFilter) where(scope auth.Scope) *clauses {
	c := &clauses{}
	part, args := reportScope(scope)
	c.add(part, args...)
	if f.State != "" {
		c.add("r.state = ?", string(f.State))
	}
	if f.Desk != nil {
		f.Desk.where(c)
	}
	if f.Department != 0 {
		c.add("r.lead_department_id = ?", f.Department)
	}
	if f.Project != 0 {
		c.add("r.milestone_id IN (SELECT pm.id FROM milestones pm WHERE pm.project_id = ?)", f.Project)
	}
	if f.FiguresOf != 0 {
		c.add("r.project_id = ?", f.FiguresOf)
	}
	if f.Milestone != 0 {
		c.add("r.milestone_id = ?", f.Milestone)
	}
	if f.Indicator != 0 {
		c.add("r.indicator_id = ?", f.Indicator)
	}
	return c
}

// oldestFirst: what waits for a decision is shown in the order it came in, what is history newest first.
func (f ReportFilter) oldestFirst() bool {
	return f.Desk != nil || f.State == Submitted || f.State == Approved
}

// reports returns one page after the id `after` (0: from the start) and whether there is more.
func (s *Store) reports(ctx context.Context, f ReportFilter, scope auth.Scope, after int64, limit int) ([]PlacedReport, bool, error) {
	c, order := f.where(scope), " ORDER BY r.id DESC"
	if f.oldestFirst() {
		order = " ORDER BY r.id"
	}
	switch {
	case after != 0 && f.oldestFirst():
		c.add("r.id > ?", after)
	case after != 0:
		c.add("r.id < ?", after)
	}
	var rows []PlacedReport
	err := database.Collect(s.db.Read(ctx).Raw("SELECT "+placedColumns+" FROM reports r"+joinPrevious+" WHERE "+c.String()+order+" LIMIT ?",
		append(c.args, limit+1)...), &rows)
	if err != nil {
		return nil, false, err
	}
	if len(rows) > limit {
		return rows[:limit], true, nil
	}
	return rows, false, nil
}

// countReports counts what a filter finds, up to countCap, and what waits on each level whatever state it asks for; one statement.
func (s *Store) countReports(ctx context.Context, f ReportFilter, scope auth.Scope) (total int, capped bool, waiting ReportCounts, err error) {
	all := f.where(scope)
	f.State = ""
	c := f.where(scope)
	c.add("r.state IN " + undecidedStates)
	err = s.db.Read(ctx).Raw("SELECT (SELECT COUNT(*) FROM (SELECT 1 AS one FROM reports r WHERE "+all.String()+" LIMIT ?) found),"+
		" COALESCE(SUM(CASE WHEN r.state = 'submitted' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN r.state = 'approved' THEN 1 ELSE 0 END), 0)"+
		" FROM reports r WHERE "+c.String(), append(append(all.args, countCap+1), c.args...)...).Row().Scan(&total, &waiting.Submitted, &waiting.Approved)
	capped = total > countCap
	return min(total, countCap), capped, waiting, database.Translate(err)
}

// report returns one report when the scope reaches it; database.ErrNotFound otherwise.
func (s *Store) report(ctx context.Context, id int64, scope auth.Scope) (PlacedReport, error) {
	part, args := reportScope(scope)
	var row PlacedReport
	done := s.db.Read(ctx).Raw("SELECT "+placedColumns+" FROM reports r"+joinPrevious+" WHERE r.id = ? AND "+part,
		append([]any{id}, args...)...).Scan(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, database.ErrNotFound
	}
	return row, database.Translate(done.Error)
}

// undecidedStates are the states of a report that waits for somebody.
const undecidedStates = "('submitted', 'approved')"

// undecided returns the reports of the milestones that waited for a decision on asOf, by milestone.
func (s *Store) undecided(ctx context.Context, milestoneIDs []int64, asOf schedule.Date) (map[int64]ReportRow, error) {
	out := make(map[int64]ReportRow)
	if len(milestoneIDs) == 0 {
		return out, nil
	}
	c := &clauses{}
	c.add("r.milestone_id IN ?", milestoneIDs)
	if s.at(asOf).live {
		c.add("r.state IN " + undecidedStates)
	} else {
		c.add("r.recorded_on <= ? AND (r.decided_on IS NULL OR r.decided_on > ?)", asOf, asOf)
	}
	var rows []ReportRow
	err := database.Collect(s.db.Read(ctx).Raw("SELECT r.* FROM reports r WHERE "+c.String()+" ORDER BY r.id", c.args...), &rows)
	for _, row := range rows {
		out[*row.MilestoneID] = row
	}
	return out, err
}

// hasUndecided says whether a report of the item waits for a decision. itemColumn is milestone_id, indicator_id or project_id.
func hasUndecided(tx *gorm.DB, itemColumn string, id int64) (bool, error) {
	var found int
	err := tx.Raw("SELECT COUNT(*) FROM reports WHERE "+itemColumn+" = ? AND state IN "+undecidedStates, id).Row().Scan(&found)
	return found > 0, database.Translate(err)
}

// trailLimit bounds how far back a withdrawal counts 无变化; five years of monthly reports.
const trailLimit = 60

// earlierReports returns the reports of the same item before r that were not withdrawn, newest first.
func earlierReports(tx *gorm.DB, r ReportRow) ([]ReportRow, error) {
	item, id := "milestone_id", r.MilestoneID
	if r.IndicatorID != nil {
		item, id = "indicator_id", r.IndicatorID
	}
	if r.ProjectID != nil {
		item, id = "project_id", r.ProjectID
	}
	var rows []ReportRow
	err := tx.Where(item+" = ? AND id < ? AND state <> 'withdrawn'", *id, r.ID).Order("id DESC").Limit(trailLimit).Find(&rows).Error
	return rows, database.Translate(err)
}

// insertReport files a report today: submitted, or approved at once when ApprovedBy is set.
func (s *Store) insertReport(tx *gorm.DB, r *ReportRow) error {
	r.State, r.Version = Submitted, 1
	r.SubmittedAt, r.RecordedOn = s.clock.Now().UnixMilli(), s.clock.Today()
	if r.ApprovedBy != nil {
		r.State, r.ApprovedAt, r.ApprovedOn = Approved, &r.SubmittedAt, r.RecordedOn
	}
	return database.Translate(tx.Create(r).Error)
}

// approve takes a report over the first level; a conditional update by version.
func (s *Store) approve(tx *gorm.DB, r ReportRow, note string, by int64) (ReportRow, error) {
	now, today := s.clock.Now().UnixMilli(), s.clock.Today()
	err := database.UpdateVersion(tx, "reports", r.ID, r.Version, map[string]any{
		"state": string(Approved), "approved_by": by, "approved_at": now, "approved_on": today, "approval_note": note,
	})
	r.State, r.ApprovedBy, r.ApprovedAt, r.ApprovedOn, r.ApprovalNote = Approved, &by, &now, today, note
	r.Version++
	return r, err
}

// decide closes a report with its outcome; a conditional update by version.
func (s *Store) decide(tx *gorm.DB, r ReportRow, outcome Outcome, note string, by int64) (ReportRow, error) {
	now, today := s.clock.Now().UnixMilli(), s.clock.Today()
	err := database.UpdateVersion(tx, "reports", r.ID, r.Version, map[string]any{
		"state": string(outcome), "decided_by": by, "decided_at": now, "decided_on": today, "decision_note": note, "conclusion": r.Conclusion,
	})
	r.State, r.DecidedBy, r.DecidedAt, r.DecidedOn, r.DecisionNote = State(outcome), &by, &now, today, note
	r.Version++
	return r, err
}

// reportState is where a report stands.
type reportState struct {
	ID      int64
	State   State
	Version int64
}

// states returns where the reports stand that the scope reaches, in one statement.
func (s *Store) states(ctx context.Context, ids []int64, scope auth.Scope) ([]reportState, error) {
	part, args := reportScope(scope)
	var out []reportState
	err := s.db.Read(ctx).Raw("SELECT r.id, r.state, r.version FROM reports r WHERE r.id IN ? AND "+part, append([]any{ids}, args...)...).Scan(&out).Error
	return out, database.Translate(err)
}

// moveReports makes the reports of an item follow its lead unit and leader: copies for the scope, not facts.
func moveReports(tx *gorm.DB, itemColumn string, id, leadDepartmentID int64, leaderPostID *int64) error {
	return database.Translate(tx.Exec("UPDATE reports SET lead_department_id = ?, leader_post_id = ? WHERE "+itemColumn+" = ?",
		leadDepartmentID, leaderPostID, id).Error)
}

// FileReading inserts a reading of an indicator as a submitted report, in the caller's transaction, and returns its id.
// A [Refusal] with CodePending when another reading of the indicator waits for a decision. The caller must have changed
// the row of the indicator in the same transaction (conditional update), which puts two filings in order.
func (s *Store) FileReading(_ context.Context, tx *gorm.DB, in ReadingInput) (int64, error) {
	pending, err := hasUndecided(tx, "indicator_id", in.IndicatorID)
	if err != nil {
		return 0, err
	}
	if pending {
		return 0, &Refusal{CodePending}
	}
	row := ReportRow{
		IndicatorID: &in.IndicatorID, LeadDepartmentID: in.LeadDepartmentID, LeaderPostID: in.LeaderPostID,
		DepartmentID: in.DepartmentID, Month: in.Month, PeriodTo: in.PeriodTo, ValueMilli: in.ValueMilli, NumeratorMilli: in.NumeratorMilli,
		DenominatorMilli: in.DenominatorMilli, PrintedBp: in.PrintedBp, Met: in.Met, Note: in.Note, NoChange: in.NoChange, Claim: in.Claim,
		MadeGood: in.MadeGood, AuthorID: in.AuthorID, Sample: in.Sample,
		Evidence: in.Evidence, ExceptionWords: in.ExceptionWords, ExceptionPostID: in.ExceptionPostID,
	}
	if in.Approved {
		row.ApprovedBy = &in.AuthorID
	}
	if err := s.insertReport(tx, &row); err != nil {
		return 0, err
	}
	return row.ID, forgetDraft(tx, "indicator_id", in.IndicatorID, in.AuthorID)
}

// MoveReadings makes the readings of an indicator follow its unit and leader, in the caller's transaction.
func (s *Store) MoveReadings(_ context.Context, tx *gorm.DB, indicatorID, leadDepartmentID int64, leaderPostID *int64) error {
	return moveReports(tx, "indicator_id", indicatorID, leadDepartmentID, leaderPostID)
}

// ForgetDrafts removes what anybody has begun to report on an indicator that is removed, in the caller's transaction.
func (s *Store) ForgetDrafts(_ context.Context, tx *gorm.DB, indicatorID int64) error {
	return forgetDrafts(tx, "indicator_id", indicatorID)
}

// HasReadings says whether anybody has reported on the indicator, in whatever state the report is.
func (s *Store) HasReadings(_ context.Context, tx *gorm.DB, indicatorID int64) (bool, error) {
	var n int
	err := tx.Raw("SELECT COUNT(*) FROM reports WHERE indicator_id = ?", indicatorID).Row().Scan(&n)
	return n > 0, database.Translate(err)
}

// reading is the report in the plain types of Readings.
func (r ReportRow) reading() Reading {
	return Reading{
		ReportID: r.ID, IndicatorID: *r.IndicatorID, Month: r.Month, PeriodTo: r.PeriodTo, ValueMilli: r.ValueMilli,
		NumeratorMilli: r.NumeratorMilli, DenominatorMilli: r.DenominatorMilli, PrintedBp: r.PrintedBp, Met: r.Met, Note: r.Note,
		NoChange: r.NoChange, Claim: r.Claim, MadeGood: r.MadeGood, RecordedOn: r.RecordedOn, AuthorID: r.AuthorID,
		Undecided: r.undecided(), Returned: r.State == Returned,
	}
}
