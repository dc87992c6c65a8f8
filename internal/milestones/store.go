package milestones

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/nodefacts"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Store reads and writes the rows of this package. It checks no rights: a scope is an argument of every query.
type Store struct {
	db    *database.DB
	clock *clock.Clock
}

// NewStore returns the store over db.
func NewStore(db *database.DB, clk *clock.Clock) *Store { return &Store{db: db, clock: clk} }

// Named is a milestone with the names of its project.
type Named struct {
	MilestoneRow
	ProjectCode string
	ProjectName string
}

// clauses collects conditions that are ANDed, with their arguments.
type clauses struct {
	parts []string
	args  []any
}

func (c *clauses) add(part string, args ...any) {
	c.parts, c.args = append(c.parts, part), append(c.args, args...)
}

func (c *clauses) String() string {
	if len(c.parts) == 0 {
		return "1=1"
	}
	text := ""
	for i, part := range c.parts {
		if i > 0 {
			text += " AND "
		}
		text += part
	}
	return text
}

// moment is a day read from the live table, or from the versions recorded by that day.
type moment struct {
	asOf schedule.Date
	live bool
}

func (s *Store) at(asOf schedule.Date) moment {
	return moment{asOf: asOf, live: s.clock.Live(asOf)}
}

// from is the table under the alias m. Rights are those of today, so that of a past day the live row is at hand as l.
func (t moment) from() string {
	if t.live {
		return "milestones m"
	}
	return "milestone_versions m JOIN milestones l ON l.id = m.id"
}

// joinPage joins the whole row m to the ids a page has found.
func (t moment) joinPage() string {
	if t.live {
		return "JOIN milestones m ON m.id = page.id"
	}
	return "JOIN milestone_versions m ON m.id = page.id AND m.version = page.version"
}

// recorded limits the versions to the newest of each milestone recorded by the day.
func (t moment) recorded(c *clauses) {
	if t.live {
		return
	}
	c.add("m.recorded_on <= ?", t.asOf)
	c.add("NOT EXISTS (SELECT 1 FROM milestone_versions n WHERE n.id = m.id AND n.recorded_on <= ? AND n.version > m.version)", t.asOf)
}

func (t moment) scope(c *clauses, scope auth.Scope) {
	row := "l"
	if t.live {
		row = "m"
	}
	part, args := scope.SQL(auth.Columns{
		Lead: row + ".lead_department_id", Leader: row + ".leader_post_id",
		CoExists: "EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = m.project_id AND u.department_id IN (%s))",
	})
	c.add(part, args...)
}

// namedColumns are the columns of Named as of the day, with the place a rule set of less than the district asks for.
func (r Rules) namedColumns(ctx context.Context, asOf schedule.Date) string {
	return "m.*, p.code AS project_code, p.name AS project_name" + nodefacts.Under(ctx, r.Set, asOf, "")
}

// one returns the milestone when the scope reaches it, as recorded by asOf; database.ErrNotFound otherwise.
func (s *Store) one(ctx context.Context, id int64, scope auth.Scope, asOf schedule.Date, rules Rules) (Named, error) {
	t, c := s.at(asOf), &clauses{}
	c.add("m.id = ?", id)
	t.recorded(c)
	t.scope(c, scope)
	var row Named
	done := s.db.Read(ctx).Raw("SELECT "+rules.namedColumns(ctx, asOf)+" FROM "+t.from()+
		" JOIN projects p ON p.id = m.project_id WHERE "+c.String(), c.args...).Scan(&row)
	switch {
	case done.Error != nil:
		return row, database.Translate(done.Error)
	case done.RowsAffected == 0:
		return row, database.ErrNotFound
	}
	return row, nil
}

// byIDs returns live milestones and every one of some projects, with the names of their projects, in no order.
func (s *Store) byIDs(ctx context.Context, ids, projectIDs []int64, rules Rules) (map[int64]Named, error) {
	out := make(map[int64]Named, len(ids))
	c := &clauses{}
	switch {
	case len(ids) > 0 && len(projectIDs) > 0:
		c.add("(m.id IN ? OR m.project_id IN ?)", ids, projectIDs)
	case len(ids) > 0:
		c.add("m.id IN ?", ids)
	case len(projectIDs) > 0:
		c.add("m.project_id IN ?", projectIDs)
	default:
		return out, nil
	}
	var rows []Named
	err := database.Collect(s.db.Read(ctx).Raw("SELECT "+rules.namedColumns(ctx, rules.Today)+
		" FROM milestones m JOIN projects p ON p.id = m.project_id WHERE "+c.String(), c.args...), &rows)
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, err
}

// ofProject returns every milestone of a project as recorded by asOf, in the order of the plan: none where one scope does not
// reach the project or the other not the milestone.
func (s *Store) ofProject(ctx context.Context, projectID int64, project, scope auth.Scope, asOf schedule.Date, rules Rules) ([]Named, error) {
	t, c := s.at(asOf), &clauses{}
	c.add("m.project_id = ?", projectID)
	t.recorded(c)
	t.scope(c, scope)
	part, args := withinProject(project)
	c.add(part, args...)
	var rows []Named
	err := database.Collect(s.db.Read(ctx).Raw("SELECT "+rules.namedColumns(ctx, asOf)+" FROM "+t.from()+
		" JOIN projects p ON p.id = m.project_id WHERE "+c.String()+" ORDER BY m.ordinal, m.id", c.args...), &rows)
	return rows, err
}

// projectRow is what a new milestone takes from its project.
type projectRow struct {
	ID               int64
	PlanYear         int
	LeadDepartmentID int64
	LeaderPostID     *int64
	ContactName      string
	ContactPhone     string
	ReportCycle      schedule.Cycle
	CycleSince       schedule.Date
}

// withinProject is the condition that the scope reaches the project p.
func withinProject(scope auth.Scope) (string, []any) {
	return scope.SQL(auth.Columns{
		Lead: "p.lead_department_id", Leader: "p.leader_post_id",
		CoExists: "EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = p.id AND u.department_id IN (%s))",
	})
}

// project returns the project when the scope reaches it.
func (s *Store) project(ctx context.Context, id int64, scope auth.Scope) (projectRow, error) {
	var row projectRow
	part, args := withinProject(scope)
	done := s.db.Read(ctx).Raw("SELECT p.id, p.lead_department_id, p.leader_post_id FROM projects p WHERE p.id = ? AND "+part,
		append([]any{id}, args...)...).Scan(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, database.ErrNotFound
	}
	return row, database.Translate(done.Error)
}

func (p projectRow) scopeRow() auth.Row {
	row := auth.Row{LeadDepartmentID: p.LeadDepartmentID}
	if p.LeaderPostID != nil {
		row.LeaderPostID = *p.LeaderPostID
	}
	return row
}

// TableName names the table for GORM; projects are only read here.
func (projectRow) TableName() string { return "projects" }

// lockProject reads a project so that its lead unit can not change before the transaction ends.
func (s *Store) lockProject(tx *gorm.DB, id int64) (projectRow, error) {
	var row projectRow
	done := tx.Clauses(forUpdate()).Where("id = ?", id).Limit(1).Find(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, database.ErrNotFound
	}
	return row, database.Translate(done.Error)
}

// nextOrdinal is the place after the last milestone of a project.
func nextOrdinal(tx *gorm.DB, projectID int64) (int, error) {
	var next int
	err := tx.Raw("SELECT COALESCE(MAX(ordinal), 0) + 1 FROM milestones WHERE project_id = ?", projectID).Row().Scan(&next)
	return next, database.Translate(err)
}

// milestonesOfProject reads the milestones of a project for writing.
func milestonesOfProject(tx *gorm.DB, projectID int64) ([]MilestoneRow, error) {
	var rows []MilestoneRow
	err := tx.Clauses(forUpdate()).Where("project_id = ?", projectID).Order("id").Find(&rows).Error
	return rows, database.Translate(err)
}

// write applies what changed between two states of one row: conditional update and version row. The version of after is
// moved on; after comes back as it was written.
func (s *Store) write(ctx context.Context, tx *gorm.DB, before, after MilestoneRow, by int64) (MilestoneRow, error) {
	values := map[string]any{}
	for _, c := range changes(before, after) {
		values[c.name] = c.value
	}
	after.Search = after.searched()
	values["search"] = after.Search
	if err := database.UpdateVersion(tx, "milestones", before.ID, before.Version, values); err != nil {
		return after, err
	}
	after.Version = before.Version + 1
	return after, s.snapshot(ctx, tx, after.ID, by)
}

func (s *Store) snapshot(ctx context.Context, tx *gorm.DB, id, by int64) error {
	return s.db.Snapshot(ctx, tx, "milestones", "milestone_versions", id, s.clock.Today(), by)
}

// insert adds a milestone with its first version row; it is entered on the business day.
func (s *Store) insert(ctx context.Context, tx *gorm.DB, m *MilestoneRow, by int64) error {
	m.Version, m.EnteredOn, m.Search = 1, s.clock.Today(), m.searched()
	if err := tx.Create(m).Error; err != nil {
		return database.Translate(err)
	}
	return s.snapshot(ctx, tx, m.ID, by)
}
