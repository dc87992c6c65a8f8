package plans

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// Options are what the service stands on; all are required, the last three for carrying plans over alone.
type Options struct {
	DB         *database.DB
	Store      *Store
	Clock      *clock.Clock
	Audit      *audit.Recorder
	Policy     *auth.Policy
	Directory  *auth.Directory
	Projects   Projects
	Milestones Milestones
	Tasks      Tasks
}

// Service is the use cases. Every method takes the actor from the context and the day from the clock.
type Service struct {
	db        *database.DB
	store     *Store
	clock     *clock.Clock
	audit     *audit.Recorder
	policy    *auth.Policy
	directory *auth.Directory

	projects   Projects
	milestones Milestones
	tasks      Tasks
}

// NewService returns the use cases.
func NewService(o Options) *Service {
	return &Service{db: o.DB, store: o.Store, clock: o.Clock, audit: o.Audit, policy: o.Policy, directory: o.Directory,
		projects: o.Projects, milestones: o.Milestones, tasks: o.Tasks}
}

// may returns the actor when the permission reaches anything for them, else 403.
func (s *Service) may(ctx context.Context, permission string) (*auth.Actor, error) {
	actor, ok := auth.ActorFrom(ctx)
	if !ok || !s.policy.May(actor, permission) {
		return nil, httpapi.Forbidden()
	}
	return actor, nil
}

// List returns the plans there are, the newest first.
func (s *Service) List(ctx context.Context) ([]PlanYear, error) {
	if _, err := s.may(ctx, auth.PermPlansRead); err != nil {
		return nil, err
	}
	rows, err := s.store.years(ctx)
	if err != nil {
		return nil, err
	}
	return s.views(ctx, rows)
}

// Get returns the plan of a year; of a year nobody has touched an empty draft, so that it can be begun.
func (s *Service) Get(ctx context.Context, year int) (PlanYear, error) {
	if _, err := s.may(ctx, auth.PermPlansRead); err != nil {
		return PlanYear{}, err
	}
	if err := noYear(year); err != nil {
		return PlanYear{}, err
	}
	return s.get(ctx, year)
}

func (s *Service) get(ctx context.Context, year int) (PlanYear, error) {
	row, err := s.store.one(ctx, year)
	if err != nil {
		return PlanYear{}, err
	}
	views, err := s.views(ctx, []count{row})
	if err != nil {
		return PlanYear{}, err
	}
	return views[0], nil
}

func (s *Service) views(ctx context.Context, rows []count) ([]PlanYear, error) {
	var users []int64
	for _, row := range rows {
		users = append(users, orZero(row.Plan.ProposedBy), orZero(row.Plan.FrozenBy))
	}
	people, err := s.directory.Users(ctx, users)
	if err != nil {
		return nil, err
	}
	out := make([]PlanYear, 0, len(rows))
	for _, row := range rows {
		y := row.Plan
		out = append(out, PlanYear{
			Year: y.Year, State: y.State, Version: y.Version,
			ProposedBy: person(people, y.ProposedBy), ProposedOn: orNull(y.ProposedOn), ProposedAt: instant(y.ProposedAt),
			FrozenBy: person(people, y.FrozenBy), FrozenOn: orNull(y.FrozenOn), FrozenAt: instant(y.FrozenAt),
			Counts: PlanCounts{Projects: row.Projects, Milestones: row.Milestones, Tasks: row.Tasks, Indicators: row.Indicators},
		})
	}
	return out, nil
}

// Propose puts the plan of a year forward for freezing. Errors: 403, 412, 409 plan_empty or plan_has_faults with the
// list, plan_proposed, plan_frozen.
func (s *Service) Propose(ctx context.Context, year int, version int64) (PlanYear, error) {
	return s.step(ctx, year, version, step{action: "plan.propose", checked: true, take: yearRow.propose})
}

// Freeze fixes a plan somebody else has proposed. Errors: 403 same_person, 412, 409 plan_not_proposed, plan_frozen,
// plan_has_faults when something the plan refers to has changed since.
func (s *Service) Freeze(ctx context.Context, year int, version int64) (PlanYear, error) {
	return s.step(ctx, year, version, step{action: "plan.freeze", checked: true, take: yearRow.freeze})
}

// Withdraw makes a draft of a proposed plan again, by whoever plans; the reason is kept in the audit.
func (s *Service) Withdraw(ctx context.Context, year int, version int64, reason string) (PlanYear, error) {
	return s.step(ctx, year, version, step{action: "plan.withdraw", note: reason,
		take: func(y yearRow, _ stamp) (yearRow, error) { return y.withdraw() }})
}

// step is one change of the state of a plan.
type step struct {
	action  string
	note    string
	checked bool // the check list must be clean
	take    func(yearRow, stamp) (yearRow, error)
}

func (s *Service) step(ctx context.Context, year int, version int64, st step) (PlanYear, error) {
	if err := noYear(year); err != nil {
		return PlanYear{}, err
	}
	actor, err := s.may(ctx, auth.PermPlansManage)
	if err != nil {
		return PlanYear{}, err
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return s.take(ctx, tx, year, version, st, actor.UserID)
	})
	if err != nil {
		return PlanYear{}, err
	}
	return s.get(ctx, year)
}

// take locks the plan before it reads anything else: what it then reads holds every change that was under way.
func (s *Service) take(ctx context.Context, tx *gorm.DB, year int, version int64, st step, by int64) error {
	before, err := s.store.lock(tx, year, alone)
	if err != nil {
		return err
	}
	if before.Version != version {
		current, err := s.get(ctx, year)
		if err != nil {
			return err
		}
		return httpapi.PreconditionFailed(current)
	}
	after, err := st.take(before, stamp{by: by, on: s.clock.Today(), at: s.clock.Now().UnixMilli()})
	if err != nil {
		return err
	}
	if st.checked {
		if err := s.ready(ctx, before); err != nil {
			return err
		}
	}
	if err := s.store.write(tx, before, after); err != nil {
		return err
	}
	return s.audit.Record(ctx, tx, audit.Event{
		Action: st.action, Entity: "plan", EntityID: int64(year),
		Before: trace{Version: before.Version, State: before.State},
		After:  trace{Version: before.Version + 1, State: after.State, Note: st.note},
	})
}

// trace is a state of a plan in the audit.
type trace struct {
	Version int64  `json:"version"`
	State   State  `json:"state"`
	Note    string `json:"note,omitempty"`
}

// ready refuses a plan with nothing in it or with a fault that has to be mended.
func (s *Service) ready(ctx context.Context, row yearRow) error {
	check, err := s.checkAll(ctx, row)
	switch {
	case err != nil:
		return err
	case check.Total == 0:
		return planEmpty()
	case check.Blocking > 0:
		return planHasFaults(check)
	}
	return nil
}
