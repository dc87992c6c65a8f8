package projects

import (
	"cmp"
	"context"
	"slices"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/searchtext"
	"guatu/internal/schedule"
)

// ProjectChoices is what a list of projects can be narrowed by. Each count is what the list would hold if this one value
// were chosen and everything else stayed as it is.
type ProjectChoices struct {
	AsOf        schedule.Date      `json:"asOf" format:"date"`
	Basis       schedule.Basis     `json:"basis" enum:"current,baseline" required:"false" doc:"The plan the lamps are measured against"`
	Total       int                `json:"total" doc:"Projects the list holds as it is"`
	Lists       []ListChoice       `json:"lists" doc:"In the order of the district"`
	Departments []DepartmentChoice `json:"departments" doc:"Lead departments"`
	Leaders     []LeaderChoice     `json:"leaders"`
	Sectors     []TextChoice       `json:"sectors"`
	Stages      []TextChoice       `json:"stages"`
	Lamps       []LampChoice       `json:"lamps" doc:"All five, worst first"`
	Years       []YearChoice       `json:"years" doc:"Plan years"`
}

// ListChoice is a list with the number of projects on it.
type ListChoice struct {
	ListRef
	Count int `json:"count"`
}

// DepartmentChoice is a lead department with the number of its projects.
type DepartmentChoice struct {
	auth.DepartmentRef
	Count int `json:"count"`
}

// LeaderChoice is a leader post with the number of projects on its line.
type LeaderChoice struct {
	auth.PostRef
	Count int `json:"count"`
}

// TextChoice is a sector or a stage.
type TextChoice struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// LampChoice is a colour.
type LampChoice struct {
	Colour schedule.Colour `json:"colour" enum:"blue,green,yellow,red,grey"`
	Count  int             `json:"count"`
}

// YearChoice is a plan year.
type YearChoice struct {
	Year  int `json:"year"`
	Count int `json:"count"`
}

// facets counts the values of a list; a project is counted for a value when nothing but that facet keeps it out.
type facets struct {
	total         int
	lists         map[string]int
	departments   map[int64]int
	leaders       map[int64]int
	sectors       map[string]int
	stages        map[string]int
	lamps         map[schedule.Colour]int
	years         map[int]int
	departmentSet map[int64]candidate // one of each, for its order
}

// misses says which facets of a filter keep a project out.
func (f Filter) misses(p judgedProject, lists []string) (n int, facet string) {
	for _, part := range []struct {
		name string
		out  bool
	}{
		{"list", f.List != "" && !slices.Contains(lists, f.List)},
		{"department", f.Department != 0 && p.LeadDepartmentID != f.Department},
		{"leader", f.Leaders != nil && !slices.Contains(f.Leaders, orZero(p.LeaderPostID))},
		{"sector", f.Sector != "" && p.Sector != f.Sector},
		{"stage", f.Stage != "" && p.Stage != f.Stage},
		{"lamp", f.Colour != "" && p.Colour != f.Colour},
	} {
		if part.out {
			n, facet = n+1, part.name
		}
	}
	return n, facet
}

func countFacets(found []judgedProject, f Filter, listsOf map[int64][]string) facets {
	c := facets{lists: map[string]int{}, departments: map[int64]int{}, leaders: map[int64]int{}, sectors: map[string]int{},
		stages: map[string]int{}, lamps: map[schedule.Colour]int{}, years: map[int]int{}, departmentSet: map[int64]candidate{}}
	for _, p := range found {
		out, facet := f.misses(p, listsOf[p.ID])
		if out > 1 {
			continue
		}
		in := func(name string) bool { return out == 0 || facet == name }
		if out == 0 {
			c.total++
			c.years[p.PlanYear]++
		}
		if in("list") {
			for _, code := range listsOf[p.ID] {
				c.lists[code]++
			}
		}
		if in("department") {
			c.departments[p.LeadDepartmentID]++
			c.departmentSet[p.LeadDepartmentID] = p.candidate
		}
		if in("leader") && p.LeaderPostID != nil {
			c.leaders[*p.LeaderPostID]++
		}
		if in("sector") && p.Sector != "" {
			c.sectors[p.Sector]++
		}
		if in("stage") && p.Stage != "" {
			c.stages[p.Stage]++
		}
		if in("lamp") {
			c.lamps[p.Colour]++
		}
	}
	return c
}

// Choices returns what the list of a query can be narrowed by, among the projects the actor may read.
func (s *Service) Choices(ctx context.Context, q Query) (ProjectChoices, error) {
	actor, scope := s.caller(ctx, auth.PermProjectsRead)
	if q.Mine {
		q.Filter.Leaders = append([]int64{}, actor.LeaderPostIDs()...)
	}
	asOf, f := s.asOf(q.AsOf), q.Filter
	// What is no facet narrows all of them alike, and in the database; the rest is judged here.
	found, err := s.judgeAll(ctx, s.ofYear(ctx, Filter{Text: f.Text, Parent: f.Parent, Year: f.Year, OnlyLate: f.OnlyLate}, asOf), scope, asOf)
	if err != nil {
		return ProjectChoices{}, err
	}
	lists, err := s.store.lists(ctx)
	if err != nil {
		return ProjectChoices{}, err
	}
	listsOf, err := s.store.listsOf(ctx)
	if err != nil {
		return ProjectChoices{}, err
	}
	return s.choices(ctx, countFacets(found, f, listsOf), lists, asOf)
}

func (s *Service) choices(ctx context.Context, c facets, lists []ListRef, asOf schedule.Date) (ProjectChoices, error) {
	v := ProjectChoices{AsOf: asOf, Basis: httpapi.Basis(ctx), Total: c.total, Lists: []ListChoice{}, Departments: []DepartmentChoice{}, Leaders: []LeaderChoice{},
		Sectors: texts(c.sectors), Stages: texts(c.stages), Lamps: []LampChoice{}, Years: []YearChoice{}}
	for _, list := range lists {
		if n := c.lists[list.Code]; n > 0 {
			v.Lists = append(v.Lists, ListChoice{list, n})
		}
	}
	for _, colour := range schedule.Colours() {
		v.Lamps = append(v.Lamps, LampChoice{colour, c.lamps[colour]})
	}
	for year, n := range c.years {
		v.Years = append(v.Years, YearChoice{year, n})
	}
	slices.SortFunc(v.Years, func(a, b YearChoice) int { return cmp.Compare(b.Year, a.Year) })
	departments, err := s.directory.Departments(ctx, keys(c.departments))
	if err != nil {
		return v, err
	}
	for id, n := range c.departments {
		v.Departments = append(v.Departments, DepartmentChoice{departments[id], n})
	}
	slices.SortFunc(v.Departments, func(a, b DepartmentChoice) int {
		x, y := c.departmentSet[a.ID].rank(ByLead, ""), c.departmentSet[b.ID].rank(ByLead, "")
		return cmp.Or(x.compare(y), cmp.Compare(a.ID, b.ID))
	})
	posts, err := s.directory.Posts(ctx, keys(c.leaders))
	for id, n := range c.leaders {
		v.Leaders = append(v.Leaders, LeaderChoice{posts[id], n})
	}
	slices.SortFunc(v.Leaders, func(a, b LeaderChoice) int { return cmp.Compare(a.ID, b.ID) })
	return v, err
}

func keys(counts map[int64]int) []int64 {
	out := make([]int64, 0, len(counts))
	for id := range counts {
		out = append(out, id)
	}
	return out
}

// texts puts the values where people look for them.
func texts(counts map[string]int) []TextChoice {
	out := make([]TextChoice, 0, len(counts))
	for value, n := range counts {
		out = append(out, TextChoice{value, n})
	}
	slices.SortFunc(out, func(a, b TextChoice) int {
		return cmp.Or(cmp.Compare(searchtext.Place(a.Value), searchtext.Place(b.Value)), cmp.Compare(a.Value, b.Value))
	})
	return out
}

// listsOf returns the codes of the lists of every project. It checks no rights: the caller counts readable projects only.
func (s *Store) listsOf(ctx context.Context) (map[int64][]string, error) {
	var rows []projectList
	err := s.db.Read(ctx).Raw("SELECT project_id, list_code FROM project_lists").Scan(&rows).Error
	out := map[int64][]string{}
	for _, row := range rows {
		out[row.ProjectID] = append(out[row.ProjectID], row.ListCode)
	}
	return out, database.Translate(err)
}
