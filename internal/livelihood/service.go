package livelihood

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/frozen"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

const (
	entityTask      = "livelihoodTask"
	entityIndicator = "indicator"
)

// Filing is a reading to keep as a report: this package has checked the
// indicator, the rights and the figure.
type Filing struct {
	IndicatorID      int64
	LeadDepartmentID int64
	LeaderPostID     *int64
	DepartmentID     int64
	Month            schedule.Month
	// PeriodTo is the last day of the period, in a cycle shorter than the month.
	PeriodTo         schedule.Date
	ValueMilli       *int64
	NumeratorMilli   *int64
	DenominatorMilli *int64
	PrintedBp        *int // the rate a published table prints for it
	Met              *bool
	Note             string
	NoChange         bool
	Claim            bool
	MadeGood         bool
	AuthorID         int64
	// Approved says that the author is the head of the unit: only the supervision
	// office has to look at it.
	Approved bool
	Sample   bool
	// Evidence, and for a claim without any why and whose post allowed that.
	Evidence        evidence.List
	ExceptionWords  string
	ExceptionPostID *int64
}

// Reports is what this package needs of the reports; milestones keeps them.
type Reports interface {
	// FileReading inserts a submitted report in the caller's transaction and
	// returns its id.
	FileReading(ctx context.Context, tx *gorm.DB, in Filing) (int64, error)
	// MoveReadings makes the reports of an indicator follow its unit and leader.
	MoveReadings(ctx context.Context, tx *gorm.DB, indicatorID, leadDepartmentID int64, leaderPostID *int64) error
	// HasReadings says whether anybody has reported on the indicator, in whatever state the report is.
	HasReadings(ctx context.Context, tx *gorm.DB, indicatorID int64) (bool, error)
	// ForgetDrafts removes what anybody has begun to report on an indicator that is removed.
	ForgetDrafts(ctx context.Context, tx *gorm.DB, indicatorID int64) error
}

// Options are what the service stands on; all are required but Plans and Frozen.
type Options struct {
	DB        *database.DB
	Store     *Store
	Clock     *clock.Clock
	Audit     *audit.Recorder
	Policy    *auth.Policy
	Directory *auth.Directory
	Rules     schedule.Rulebook
	Reports   Reports
	Plans     Plans
	Frozen    frozen.Reader
	Files     evidence.Files // nil: evidence is words
}

// Service is the use cases. Every method takes the actor from the context and
// the day from the clock.
type Service struct {
	db        *database.DB
	store     *Store
	clock     *clock.Clock
	audit     *audit.Recorder
	policy    *auth.Policy
	directory *auth.Directory
	book      schedule.Rulebook
	reports   Reports
	plans     Plans
	frozen    frozen.Reader
	files     evidence.Files
}

// NewService returns the use cases.
func NewService(o Options) *Service {
	if o.Plans == nil {
		o.Plans = openPlans{}
	}
	if o.Files == nil {
		o.Files = evidence.NoFiles{}
	}
	return &Service{
		files: o.Files, db: o.DB, store: o.Store, clock: o.Clock, audit: o.Audit, policy: o.Policy, directory: o.Directory,
		book: o.Rules, reports: o.Reports, plans: o.Plans, frozen: o.Frozen,
	}
}

func (s *Service) rules() Rules { return inForce(s.book) }

// lens is rules for a read: measured against the plan the caller asked for.
func (s *Service) lens(ctx context.Context) Rules { return s.rules().on(httpapi.Basis(ctx)) }

func (s *Service) scope(ctx context.Context, permission string) auth.Scope {
	actor, _ := auth.ActorFrom(ctx)
	return s.policy.Scope(actor, permission)
}

func (s *Service) day(m moment) day { return day{asOf: m.asOf, today: s.clock.Today()} }

// List returns the tasks of a year (0: of the day) that the actor may read, as
// recorded by the day (absent: today).
func (s *Service) List(ctx context.Context, year int, asOf schedule.Date) ([]Task, error) {
	return s.Search(ctx, year, asOf, "")
}

// Search is List of the tasks that what somebody typed is found in, or in an indicator of theirs.
func (s *Service) Search(ctx context.Context, year int, asOf schedule.Date, typed string) ([]Task, error) {
	at := s.store.at(asOf)
	if year == 0 {
		year = at.asOf.Year()
	}
	return s.tasks(ctx, selection{from: year, to: year, typed: typed}, s.scope(ctx, auth.PermLivelihoodRead), at)
}

// Get returns one task; 404 when the actor may not read it.
func (s *Service) Get(ctx context.Context, id int64, asOf schedule.Date) (Task, error) {
	tasks, err := s.tasks(ctx, selection{task: id}, s.scope(ctx, auth.PermLivelihoodRead), s.store.at(asOf))
	if err != nil {
		return Task{}, err
	}
	if len(tasks) == 0 {
		return Task{}, httpapi.NotFound()
	}
	return tasks[0], nil
}

func (s *Service) tasks(ctx context.Context, sel selection, scope auth.Scope, at moment) ([]Task, error) {
	sel.nodes = s.scope(ctx, auth.PermMilestonesRead)
	lines, err := s.store.lines(ctx, sel, scope, at, s.rules())
	if err != nil {
		return nil, err
	}
	lines = allShownTo(lines, scope)
	names, err := s.cast(ctx, lines)
	if err != nil {
		return nil, err
	}
	out := []Task{}
	for _, group := range grouped(lines) {
		out = append(out, s.taskView(ctx, group, s.day(at), names))
	}
	return out, nil
}

// GetIndicator returns one indicator; 404 when the actor may not read it in full.
func (s *Service) GetIndicator(ctx context.Context, id int64, asOf schedule.Date) (Indicator, error) {
	at := s.store.at(asOf)
	l, err := s.readable(ctx, id, at)
	if err != nil {
		return Indicator{}, err
	}
	l = l.shownTo(s.scope(ctx, auth.PermLivelihoodRead))
	names, err := s.cast(ctx, []line{l})
	if err != nil {
		return Indicator{}, err
	}
	d := s.day(at)
	return s.indicatorView(ctx, l, s.lens(ctx).result(l, d), d, names), nil
}

// readable returns an indicator with its task when the actor may read it in full,
// else 404: figures and lamps alone are shown with the task.
func (s *Service) readable(ctx context.Context, id int64, at moment) (line, error) {
	scope := s.scope(ctx, auth.PermLivelihoodRead)
	sel := selection{indicators: []int64{id}, nodes: s.scope(ctx, auth.PermMilestonesRead)}
	lines, err := s.store.lines(ctx, sel, scope, at, s.rules())
	if err != nil {
		return line{}, err
	}
	if len(lines) == 0 || !lines[0].inFull(scope) {
		return line{}, httpapi.NotFound()
	}
	return lines[0], nil
}

// scopeRow is what a right on an indicator is judged by: its own unit and leader.
func (l line) scopeRow() auth.Row {
	return auth.Row{LeadDepartmentID: l.Indicator.DepartmentID, LeaderPostID: or0(l.leader())}
}

func (t taskRow) scopeRow() auth.Row {
	return auth.Row{LeadDepartmentID: t.DepartmentID, LeaderPostID: or0(t.LeaderPostID)}
}

// actorID is the person behind the request.
func actorID(ctx context.Context) int64 {
	actor, ok := auth.ActorFrom(ctx)
	if !ok {
		return 0
	}
	return actor.UserID
}
