package auth

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// DepartmentRows is a room that keeps rows for departments: rows they lead, or take part in. What a department has is moved
// as a whole when it is merged into another, so each such room takes part in the one transaction of the merge.
type DepartmentRows interface {
	// CountDepartmentRows counts what the department has in the room; one statement. Parts of other rooms stay 0.
	CountDepartmentRows(ctx context.Context, departmentID int64) (DepartmentCounts, error)
	// HandOver passes every row of one department to another, in the caller's transaction: conditional update, version row and
	// audit row for each. It returns what it moved. by is the user who merges, 0 for the program itself.
	HandOver(ctx context.Context, tx *gorm.DB, from, into, by int64) (DepartmentCounts, error)
}

// DepartmentCounts is what a department has.
type DepartmentCounts struct {
	Projects    int `json:"projects" doc:"Projects it leads."`
	CoProjects  int `json:"coProjects" doc:"Projects it takes part in."`
	Milestones  int `json:"milestones"`
	Tasks       int `json:"tasks" doc:"Livelihood tasks it leads."`
	Indicators  int `json:"indicators"`
	OpenReports int `json:"openReports" doc:"Reports that wait for a decision."`
	KeptReports int `json:"keptReports" doc:"Decided reports: they keep the name of the department that wrote them."`
	Posts       int `json:"posts"`
	People      int `json:"people" doc:"Who holds one of the posts today or will."`
	Children    int `json:"children" doc:"Departments below it."`
}

func (c DepartmentCounts) plus(d DepartmentCounts) DepartmentCounts {
	return DepartmentCounts{
		Projects: c.Projects + d.Projects, CoProjects: c.CoProjects + d.CoProjects, Milestones: c.Milestones + d.Milestones,
		Tasks: c.Tasks + d.Tasks, Indicators: c.Indicators + d.Indicators, OpenReports: c.OpenReports + d.OpenReports,
		KeptReports: c.KeptReports + d.KeptReports, Posts: c.Posts + d.Posts, People: c.People + d.People, Children: c.Children + d.Children,
	}
}

// countDepartment counts everything the department has, in all rooms. For a preview every post and every department below counts;
// inUse leaves out those that are disabled.
func (s *Service) countDepartment(ctx context.Context, id int64, inUse bool) (DepartmentCounts, error) {
	var total DepartmentCounts
	only := ""
	if inUse {
		only = " AND p.disabled = 0"
	}
	today := s.clock.Today()
	err := s.db.Read(ctx).Raw("SELECT (SELECT COUNT(*) FROM posts p WHERE p.department_id = ?"+only+"),"+
		" (SELECT COUNT(*) FROM departments p WHERE p.parent_id = ?"+only+"),"+
		" (SELECT COUNT(DISTINCT h.user_id) FROM post_holders h JOIN posts p ON p.id = h.post_id WHERE p.department_id = ? AND (h.to_on IS NULL OR h.to_on >= ?)"+only+")",
		id, id, id, today).Row().Scan(&total.Posts, &total.Children, &total.People)
	if err != nil {
		return total, database.Translate(err)
	}
	for _, room := range s.rows {
		counts, err := room.CountDepartmentRows(ctx, id)
		if err != nil {
			return total, err
		}
		total = total.plus(counts)
	}
	return total, nil
}

// checkDepartmentFree refuses to disable a department that still has something: it would be nobody's. The caller has locked the
// row, so that nothing is given to it meanwhile.
func (s *Service) checkDepartmentFree(ctx context.Context, id int64) error {
	counts, err := s.countDepartment(ctx, id, true)
	if err != nil {
		return err
	}
	counts.KeptReports, counts.People = 0, 0 // those are not of today, these go with the posts
	if counts != (DepartmentCounts{}) {
		return errDepartmentInUse(counts)
	}
	return nil
}

// words are the counts that are not 0, as a person reads them.
func (c DepartmentCounts) words() (zh, en string) {
	var chinese, english []string
	for _, part := range []struct {
		n      int
		zh, en string
	}{
		{c.Posts, "个在用岗位", "posts"}, {c.Children, "个下级单位", "departments below"}, {c.Projects, "个牵头项目", "projects it leads"},
		{c.CoProjects, "个配合项目", "projects it takes part in"}, {c.Milestones, "个节点", "milestones"}, {c.Tasks, "件民生实事", "livelihood tasks"},
		{c.Indicators, "个子项", "indicators"}, {c.OpenReports, "条待审填报", "reports that wait"},
	} {
		if part.n > 0 {
			chinese, english = append(chinese, fmt.Sprint(part.n, " ", part.zh)), append(english, fmt.Sprint(part.n, " ", part.en))
		}
	}
	return strings.Join(chinese, "、"), strings.Join(english, ", ")
}

func errDepartmentInUse(counts DepartmentCounts) error {
	zh, en := counts.words()
	return httpapi.Conflict("department_in_use",
		"该单位还有 "+zh+"，不能停用，未作任何改动。请先并入其他单位，或把它们停用、改派",
		"The department still has "+en+"; nothing was changed. Merge it into another department, or disable or reassign them first").WithCurrent(counts)
}

func errDepartmentMerged() error {
	return httpapi.Conflict("department_merged", "该单位已并入其他单位，只保留历史，不能再改动或并入",
		"This department was merged into another and is kept as history; it can not be changed or merged any more")
}
