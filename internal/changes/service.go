package changes

import (
	"context"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Options are what the service stands on; all are required but Files.
type Options struct {
	DB         *database.DB
	Store      *Store
	Clock      *clock.Clock
	Audit      *audit.Recorder
	Policy     *auth.Policy
	Directory  *auth.Directory
	Rules      schedule.Rulebook
	Milestones Milestones
	Indicators Indicators
	Plans      Plans
	Files      evidence.Files
}

// Service is the use cases. Every method takes the actor from the context and the day from the clock.
type Service struct {
	db         *database.DB
	store      *Store
	clock      *clock.Clock
	audit      *audit.Recorder
	policy     *auth.Policy
	directory  *auth.Directory
	book       schedule.Rulebook
	milestones Milestones
	indicators Indicators
	plans      Plans
	files      evidence.Files
}

// NewService returns the use cases.
func NewService(o Options) *Service {
	if o.Files == nil {
		o.Files = evidence.NoFiles{}
	}
	return &Service{db: o.DB, store: o.Store, clock: o.Clock, audit: o.Audit, policy: o.Policy, directory: o.Directory, book: o.Rules,
		milestones: o.Milestones, indicators: o.Indicators, plans: o.Plans, files: o.Files}
}

// caller is the actor with the scope a permission has for them.
func (s *Service) caller(ctx context.Context, permission string) (*auth.Actor, auth.Scope) {
	actor, _ := auth.ActorFrom(ctx)
	return actor, s.policy.Scope(actor, permission)
}

// world is what requests are about: every milestone of their projects and their indicators, as they are now.
type world struct {
	items map[key]Item
	nodes map[int64][]Item // by project, in the order of the plan
}

// look reads the items of projects and the indicators: one statement for each kind there is.
func (s *Service) look(ctx context.Context, projectIDs, indicatorIDs []int64) (world, error) {
	w := world{items: map[key]Item{}, nodes: map[int64][]Item{}}
	if len(projectIDs) > 0 {
		nodes, err := s.milestones.ChangeNodes(ctx, projectIDs)
		if err != nil {
			return w, err
		}
		for _, n := range nodes {
			w.items[n.key()] = n
			w.nodes[n.ProjectID] = append(w.nodes[n.ProjectID], n)
		}
	}
	if len(indicatorIDs) > 0 {
		found, err := s.indicators.ChangeIndicators(ctx, indicatorIDs)
		if err != nil {
			return w, err
		}
		for _, i := range found {
			w.items[i.key()] = i
		}
	}
	return w, nil
}

// authority is the post with which the actor may decide a request of the route: a head those of the own unit, a leader those
// of the own line, the chief every one but what the meeting decides, and that the supervision office enters. 0: none.
func authority(a *auth.Actor, route schedule.Route, row auth.Row) int64 {
	if a == nil {
		return 0
	}
	for _, held := range a.Roles {
		switch {
		case route == schedule.RouteMeeting:
			if held.Role == auth.RoleSupervisor {
				return held.PostID
			}
		case held.Role == auth.RoleHead && route == schedule.RouteHead && held.DepartmentID != 0 && held.DepartmentID == row.LeadDepartmentID,
			held.Role == auth.RoleLeader && held.PostID == row.LeaderPostID && row.LeaderPostID != 0, held.Role == auth.RoleChief:
			return held.PostID
		}
	}
	return 0
}

// decides returns the post with which the actor may decide the request, 0 when they may not. The right is that of the policy,
// the route narrows it.
func (s *Service) decides(a *auth.Actor, p placed) int64 {
	if !s.policy.Scope(a, auth.PermChangesDecide).Allows(p.scopeRow()) {
		return 0
	}
	return authority(a, p.Route, p.scopeRow())
}

// isHead says whether the actor is a head of the unit.
func isHead(a *auth.Actor, departmentID int64) bool {
	for _, held := range a.Roles {
		if held.Role == auth.RoleHead && held.DepartmentID == departmentID {
			return true
		}
	}
	return false
}
