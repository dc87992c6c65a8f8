package projects

import (
	"context"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Options are what the service stands on; all are required but Plans, Frozen and Reports.
type Options struct {
	DB        *database.DB
	Store     *Store
	Clock     *clock.Clock
	Audit     *audit.Recorder
	Policy    *auth.Policy
	Directory *auth.Directory
	Rules     schedule.Rulebook
	Nodes     Nodes
	Followers Followers
	Plans     Plans
	Frozen    frozen.Reader
	Reports   Reports
}

// Service is the use cases. Every method takes the actor from the context and the day from the clock.
type Service struct {
	db        *database.DB
	store     *Store
	clock     *clock.Clock
	audit     *audit.Recorder
	policy    *auth.Policy
	directory *auth.Directory
	rules     schedule.Rulebook
	nodes     Nodes
	followers Followers
	plans     Plans
	frozen    frozen.Reader
	reports   Reports
}

// NewService returns the use cases.
func NewService(o Options) *Service {
	if o.Plans == nil {
		o.Plans = openPlans{}
	}
	return &Service{
		db: o.DB, store: o.Store, clock: o.Clock, audit: o.Audit, policy: o.Policy, directory: o.Directory,
		rules: o.Rules, nodes: o.Nodes, followers: o.Followers, plans: o.Plans, frozen: o.Frozen, reports: o.Reports,
	}
}

// asOf is the day a read stands on: the one asked for, else today.
func (s *Service) asOf(day schedule.Date) schedule.Date {
	if day.IsZero() {
		return s.clock.Today()
	}
	return day
}

// caller is the actor with the scope a permission has for them.
func (s *Service) caller(ctx context.Context, permission string) (*auth.Actor, auth.Scope) {
	actor, _ := auth.ActorFrom(ctx)
	return actor, s.policy.Scope(actor, permission)
}

func scopeRow(p ProjectRow) auth.Row {
	return auth.Row{LeadDepartmentID: p.LeadDepartmentID, LeaderPostID: orZero(p.LeaderPostID)}
}

// Get returns one project with its parts as recorded by the day (absent: today); 404 when the actor may not read it.
func (s *Service) Get(ctx context.Context, id int64, day schedule.Date) (ProjectDetail, error) {
	_, scope := s.caller(ctx, auth.PermProjectsRead)
	asOf := s.asOf(day)
	row, children, err := s.store.withChildren(ctx, id, scope, asOf)
	if err != nil {
		return ProjectDetail{}, problem(err)
	}
	nodes, err := s.nodesOf(ctx, append([]Named{row}, children...), asOf)
	if err != nil {
		return ProjectDetail{}, err
	}
	views, err := s.viewsWith(ctx, []Named{row}, nodes, asOf)
	if err != nil {
		return ProjectDetail{}, err
	}
	detail := ProjectDetail{Project: views[0], Children: []ProjectPart{}}
	for _, child := range children {
		lamp := s.rules.RuleSet().Project(child.facts(nodes[child.ID], s.sight(asOf)).On(httpapi.Basis(ctx)), asOf, s.rules.Calendar()).Lamp
		detail.Children = append(detail.Children, ProjectPart{ID: child.ID, Code: child.Code, Name: child.Name, Lamp: speak(ctx, lamp)})
	}
	return detail, nil
}

// Query asks for a page of projects.
type Query struct {
	Filter Filter
	// Mine limits the list to the lines of the actor.
	Mine  bool
	AsOf  schedule.Date
	Page  Page
	Count bool
}

// ListPage is a page of projects; Next is nil at the end.
type ListPage struct {
	Items       []Project
	Next        *Position
	Total       *int
	TotalCapped bool
}

// List returns the projects the actor may read.
func (s *Service) List(ctx context.Context, q Query) (page ListPage, err error) {
	actor, scope := s.caller(ctx, auth.PermProjectsRead)
	if q.Mine {
		q.Filter.Leaders = append([]int64{}, actor.LeaderPostIDs()...)
	}
	asOf := s.asOf(q.AsOf)
	q.Filter = s.ofYear(ctx, q.Filter, asOf)
	if q.Filter.judged() || !q.Page.Order.stored() {
		return s.listRanked(ctx, q, scope, asOf)
	}
	rows, more, err := s.store.list(ctx, q.Filter, scope, asOf, q.Page)
	if err != nil {
		return page, err
	}
	if more {
		last := rows[len(rows)-1]
		page.Next = &Position{Name: last.Name, Code: last.Code}
	}
	if q.Count {
		total, capped, err := s.store.count(ctx, q.Filter, scope, asOf)
		if err != nil {
			return page, err
		}
		page.Total, page.TotalCapped = &total, capped
	}
	page.Items, err = s.views(ctx, rows, asOf)
	return page, err
}

// listRanked is List by what only the rules know.
func (s *Service) listRanked(ctx context.Context, q Query, scope auth.Scope, asOf schedule.Date) (page ListPage, err error) {
	rows, next, total, err := s.rankedPage(ctx, q, scope, asOf)
	if err != nil {
		return page, err
	}
	page.Next = next
	if q.Count {
		page.TotalCapped = total > countCap
		total = min(total, countCap)
		page.Total = &total
	}
	page.Items, err = s.views(ctx, rows, asOf)
	return page, err
}

// ofYear gives a filter the clause of its year: in the plan of the year, or with a milestone that is in it or due in it. So what was
// carried into the next plan still stands on the wall of the year it was promised for.
func (s *Service) ofYear(ctx context.Context, f Filter, asOf schedule.Date) Filter {
	if f.Year == 0 {
		return f
	}
	first, last := yearDays(f.Year)
	nodes, args := s.nodes.NodesSQL(ctx, asOf)
	f.belongs = &clauses{}
	f.belongs.add("(p.plan_year = ? OR EXISTS (SELECT 1 FROM ("+nodes+") y WHERE y.project_id = p.id AND (y.plan_year = ? OR y.due >= ? AND y.due <= ?)))",
		append(append([]any{f.Year}, args...), f.Year, first, last)...)
	return f
}

// Source returns what the report of a year says, in its order; 403 for whoever may not read the source.
func (s *Service) Source(ctx context.Context, year int) ([]SourceItem, error) {
	if _, scope := s.caller(ctx, auth.PermSourceRead); scope.IsNone() {
		return nil, httpapi.Forbidden()
	}
	if year == 0 {
		year = s.clock.Today().Year()
	}
	return s.store.source(ctx, year)
}
