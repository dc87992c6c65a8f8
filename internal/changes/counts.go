package changes

import (
	"cmp"
	"context"
	"slices"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// ChangeCount counts requests: the three counters, the states, and what the approved ones moved.
type ChangeCount struct {
	Requests    int `json:"requests"`
	OnTime      int `json:"onTime" doc:"按时申请"`
	ShortNotice int `json:"shortNotice" doc:"临期申请"`
	AfterDue    int `json:"afterDue" doc:"逾期申请"`
	Submitted   int `json:"submitted"`
	Approved    int `json:"approved"`
	Rejected    int `json:"rejected"`
	Withdrawn   int `json:"withdrawn"`
	SlipDays    int `json:"slipDays" doc:"Days the approved delays moved dates, earlier ones taken off"`
}

// ChangeCounts are the counters of a plan year within what the caller may read. The departments add up to the total, and so do
// the projects and tasks together.
type ChangeCounts struct {
	Year        int                     `json:"year"`
	Total       ChangeCount             `json:"total"`
	Departments []DepartmentChangeCount `json:"departments" nullable:"false" doc:"Lead units, most requests first"`
	Projects    []ProjectChangeCount    `json:"projects" nullable:"false"`
	Tasks       []TaskChangeCount       `json:"tasks" nullable:"false"`
}

// DepartmentChangeCount is the counter of a lead unit.
type DepartmentChangeCount struct {
	Department auth.DepartmentRef `json:"department"`
	ChangeCount
}

// ProjectChangeCount is the counter of a project.
type ProjectChangeCount struct {
	Project ChangeProject `json:"project"`
	ChangeCount
}

// TaskChangeCount is the counter of a livelihood task.
type TaskChangeCount struct {
	Task ChangeTask `json:"task"`
	ChangeCount
}

// tally is a number of requests of one project or task and unit that are alike.
type tally struct {
	LeadDepartmentID int64
	ProjectID        *int64
	ProjectCode      string
	ProjectName      string
	TaskID           *int64
	TaskOrdinal      int
	TaskTitle        string
	State            State
	Timing           schedule.Timing
	Requests         int
	SlipDays         int
}

// tallies groups the requests of a year.
func (s *Store) tallies(ctx context.Context, year int, scope auth.Scope) ([]tally, error) {
	c := Filter{Year: year}.where(scope)
	var rows []tally
	err := s.db.Read(ctx).Raw("SELECT g.lead_department_id, g.project_id, g.project_code, g.project_name, g.task_id, g.task_ordinal, g.task_title,"+
		" g.state, g.timing, COUNT(*) AS requests, SUM(g.moved) AS slip_days FROM (SELECT "+placedColumns+
		", CASE WHEN c.state = 'approved' THEN COALESCE((SELECT SUM(x.moved_days) FROM change_items x WHERE x.request_id = c.id), 0) ELSE 0 END AS moved"+
		" FROM change_requests c"+belongs+" WHERE "+c.String()+") g GROUP BY g.lead_department_id, g.project_id, g.project_code, g.project_name,"+
		" g.task_id, g.task_ordinal, g.task_title, g.state, g.timing", c.args...).Scan(&rows).Error
	return rows, database.Translate(err)
}

func (c *ChangeCount) add(t tally) {
	c.Requests += t.Requests
	c.SlipDays += t.SlipDays
	for _, into := range []struct {
		is    bool
		count *int
	}{
		{t.Timing == schedule.TimingEarly, &c.OnTime}, {t.Timing == schedule.TimingShort, &c.ShortNotice}, {t.Timing == schedule.TimingLate, &c.AfterDue},
		{t.State == Submitted, &c.Submitted}, {t.State == Approved, &c.Approved}, {t.State == Rejected, &c.Rejected}, {t.State == Withdrawn, &c.Withdrawn},
	} {
		if into.is {
			*into.count += t.Requests
		}
	}
}

// Counts are the counters of a plan year (0: the year of today).
func (s *Service) Counts(ctx context.Context, year int) (ChangeCounts, error) {
	_, scope := s.caller(ctx, auth.PermChangesRead)
	if year == 0 {
		year = s.clock.Today().Year()
	}
	rows, err := s.store.tallies(ctx, year, scope)
	if err != nil {
		return ChangeCounts{}, err
	}
	units := map[int64]*DepartmentChangeCount{}
	projects, tasks := map[int64]*ProjectChangeCount{}, map[int64]*TaskChangeCount{}
	out := ChangeCounts{Year: year}
	ids := []int64{}
	for _, t := range rows {
		out.Total.add(t)
		into(units, t.LeadDepartmentID, DepartmentChangeCount{}).add(t)
		ids = append(ids, t.LeadDepartmentID)
		if t.ProjectID != nil {
			into(projects, *t.ProjectID, ProjectChangeCount{Project: ChangeProject{*t.ProjectID, t.ProjectCode, t.ProjectName}}).add(t)
		}
		if t.TaskID != nil {
			into(tasks, *t.TaskID, TaskChangeCount{Task: ChangeTask{*t.TaskID, t.TaskOrdinal, t.TaskTitle}}).add(t)
		}
	}
	names, err := s.directory.Departments(ctx, ids)
	for id, unit := range units {
		unit.Department = names[id]
	}
	out.Departments = sorted(units, func(a, b *DepartmentChangeCount) int {
		return cmp.Or(b.Requests-a.Requests, cmp.Compare(a.Department.ID, b.Department.ID))
	})
	out.Projects = sorted(projects, func(a, b *ProjectChangeCount) int {
		return cmp.Or(b.Requests-a.Requests, cmp.Compare(a.Project.ID, b.Project.ID))
	})
	out.Tasks = sorted(tasks, func(a, b *TaskChangeCount) int {
		return cmp.Or(b.Requests-a.Requests, cmp.Compare(a.Task.ID, b.Task.ID))
	})
	return out, err
}

// into finds the counter of an id, which the first request makes.
func into[T any](all map[int64]*T, id int64, fresh T) *T {
	if all[id] == nil {
		all[id] = &fresh
	}
	return all[id]
}

func sorted[T any](all map[int64]*T, by func(a, b *T) int) []T {
	list := make([]*T, 0, len(all))
	for _, c := range all {
		list = append(list, c)
	}
	slices.SortFunc(list, by)
	out := make([]T, 0, len(list))
	for _, c := range list {
		out = append(out, *c)
	}
	return out
}
