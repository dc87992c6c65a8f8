package milestones

import (
	"context"
	"strings"

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

// Options are what the service stands on; all are required but Readings, Figures, Plans, Frozen and Files.
type Options struct {
	DB        *database.DB
	Store     *Store
	Clock     *clock.Clock
	Audit     *audit.Recorder
	Policy    *auth.Policy
	Directory *auth.Directory
	Rules     schedule.Rulebook
	Readings  Readings
	Figures   Figures
	Plans     Plans
	Frozen    frozen.Reader
	Files     evidence.Files
}

// Service is the use cases. Every method takes the actor from the context and the day from the clock.
type Service struct {
	db        *database.DB
	store     *Store
	clock     *clock.Clock
	audit     *audit.Recorder
	policy    *auth.Policy
	directory *auth.Directory
	book      schedule.Rulebook
	readings  Readings
	figures   Figures
	plans     Plans
	frozen    frozen.Reader
	files     evidence.Files
}

// NewService returns the use cases.
func NewService(o Options) *Service {
	if o.Readings == nil {
		o.Readings = NoReadings{}
	}
	if o.Figures == nil {
		o.Figures = NoFigures{}
	}
	if o.Plans == nil {
		o.Plans = openPlans{}
	}
	if o.Files == nil {
		o.Files = evidence.NoFiles{}
	}
	return &Service{
		files: o.Files, db: o.DB, store: o.Store, clock: o.Clock, audit: o.Audit, policy: o.Policy, directory: o.Directory,
		book: o.Rules, readings: o.Readings, figures: o.Figures, plans: o.Plans, frozen: o.Frozen,
	}
}

func (s *Service) rules() Rules {
	return Rules{Set: s.book.RuleSet(), Calendar: s.book.Calendar(), Today: s.clock.Today()}
}

// lens is rules for a read: measured against the plan the caller asked for.
func (s *Service) lens(ctx context.Context) Rules {
	r := s.rules()
	r.Basis = httpapi.Basis(ctx)
	return r
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

func scopeRow(m MilestoneRow) auth.Row {
	row := auth.Row{LeadDepartmentID: m.LeadDepartmentID}
	if m.LeaderPostID != nil {
		row.LeaderPostID = *m.LeaderPostID
	}
	return row
}

// Get returns one milestone as recorded by the day (absent: today); 404 when the actor may not read it.
func (s *Service) Get(ctx context.Context, id int64, day schedule.Date) (Milestone, error) {
	_, scope := s.caller(ctx, auth.PermMilestonesRead)
	asOf := s.asOf(day)
	row, err := s.store.one(ctx, id, scope, asOf, s.rules())
	if err != nil {
		return Milestone{}, problem(err)
	}
	views, err := s.views(ctx, []Named{row}, asOf)
	if err != nil {
		return Milestone{}, err
	}
	return views[0], nil
}

// InPeriod returns one milestone as the closed month froze it; 404 when the actor may not read it today, 409
// period_not_closed.
func (s *Service) InPeriod(ctx context.Context, id int64, month schedule.Month) (v Milestone, err error) {
	if _, err := s.readable(ctx, id); err != nil {
		return v, err
	}
	v.Frozen, err = s.frozen.Thaw(ctx, month, frozen.Milestone, id, httpapi.LampLanguage(ctx), &v)
	return v, err
}

// OfProject returns the milestones of a project in the order of the plan; 404 when the actor may not read the project.
func (s *Service) OfProject(ctx context.Context, projectID int64, day schedule.Date) ([]Milestone, error) {
	actor, scope := s.caller(ctx, auth.PermMilestonesRead)
	project, asOf := s.policy.Scope(actor, auth.PermProjectsRead), s.asOf(day)
	rows, err := s.store.ofProject(ctx, projectID, project, scope, asOf, s.rules())
	if err == nil && len(rows) == 0 { // none, or no such project
		_, err = s.store.project(ctx, projectID, project)
	}
	if err != nil {
		return nil, problem(err)
	}
	return s.views(ctx, rows, asOf)
}

// readable returns a live milestone the actor may read, else 404.
func (s *Service) readable(ctx context.Context, id int64) (Named, error) {
	_, scope := s.caller(ctx, auth.PermMilestonesRead)
	row, err := s.store.one(ctx, id, scope, s.clock.Today(), s.rules())
	return row, problem(err)
}

// lock reads the row of a table for writing: on MySQL nobody else moves it until the transaction ends, on SQLite there is
// one writer anyway. It makes the comparison with If-Match exact.
func lock[T any](tx *gorm.DB, id int64) (T, error) {
	var row T
	done := tx.Clauses(forUpdate()).Where("id = ?", id).Limit(1).Find(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, httpapi.NotFound()
	}
	return row, database.Translate(done.Error)
}

// lockMilestone reads the milestone for writing and refuses a version the caller did not see, with the current state. It also
// judges the scope again: the row may have gone to another unit since it was looked at, and a version can be guessed.
func (s *Service) lockMilestone(ctx context.Context, tx *gorm.DB, id, version int64, may auth.Scope) (MilestoneRow, error) {
	row, err := lock[MilestoneRow](tx, id)
	if err != nil {
		return row, err
	}
	if !may.Allows(scopeRow(row)) {
		return row, httpapi.Forbidden()
	}
	if row.Version == version && row.Carried() {
		return row, problem(&Refusal{CodeCarried})
	}
	if row.Version == version {
		return row, nil
	}
	if !s.clock.Live(s.clock.Today()) { // the version of today can not be the newest, and asking again would not help
		return row, httpapi.BusinessDayBehind()
	}
	current, err := s.Get(ctx, id, schedule.Date{})
	if err != nil {
		return row, err
	}
	return row, httpapi.PreconditionFailed(current)
}

// Patch is what an edit of a milestone changes: words and contact, never a date.
type Patch struct {
	Name         *string
	Words        *string
	Note         *string
	ContactName  *string
	ContactPhone *string
}

// onlyContact says whether the patch touches nothing but the contact.
func (p Patch) onlyContact() bool { return p.Name == nil && p.Words == nil && p.Note == nil }

func (p Patch) apply(m MilestoneRow) MilestoneRow {
	set := func(to *string, from *string) {
		if from != nil {
			*to = strings.TrimSpace(*from)
		}
	}
	set(&m.Name, p.Name)
	set(&m.Words, p.Words)
	set(&m.Note, p.Note)
	set(&m.ContactName, p.ContactName)
	set(&m.ContactPhone, p.ContactPhone)
	return m
}

// Edit changes words and contact. The lead unit may change the contact, the supervision office the words too.
func (s *Service) Edit(ctx context.Context, id, version int64, p Patch) (Milestone, error) {
	actor, _ := s.caller(ctx, auth.PermMilestonesRead)
	row, err := s.readable(ctx, id)
	if err != nil {
		return Milestone{}, err
	}
	permission := auth.PermMilestonesEdit
	if p.onlyContact() {
		permission = auth.PermMilestonesEditContact
	}
	may := s.policy.Scope(actor, permission)
	if !may.Allows(scopeRow(row.MilestoneRow)) {
		return Milestone{}, httpapi.Forbidden()
	}
	if faults := editFaults(p.apply(row.MilestoneRow)); len(faults) > 0 {
		return Milestone{}, invalid(faults)
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := s.lockMilestone(ctx, tx, id, version, may)
		if err != nil {
			return err
		}
		after := p.apply(before)
		if len(changes(before, after)) == 0 {
			return nil // nothing to record
		}
		_, err = s.change(ctx, tx, "milestone.edit", before, after, actor.UserID, "")
		return err
	})
	if err != nil {
		return Milestone{}, err
	}
	return s.Get(ctx, id, schedule.Date{})
}

func editFaults(m MilestoneRow) []Fault {
	out := lengthFaults([]limited{
		{"name", m.Name, 200}, {"words", m.Words, maxNote}, {"note", m.Note, maxNote},
		{"contactName", m.ContactName, 80}, {"contactPhone", m.ContactPhone, 40},
	})
	if m.Name == "" {
		out = append(out, Fault{"name", "required"})
	}
	return out
}

// change writes a new state of a milestone with its version row and its audit row.
func (s *Service) change(ctx context.Context, tx *gorm.DB, action string, before, after MilestoneRow, by int64, note string) (MilestoneRow, error) {
	after, err := s.store.write(ctx, tx, before, after, by)
	if err != nil {
		return after, err
	}
	was, is := auditStates(before, after)
	is.Note = note
	return after, s.audit.Record(ctx, tx, audit.Event{
		Action: action, Entity: "milestone", EntityID: after.ID, Before: was, After: is,
	})
}
