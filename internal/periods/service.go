package periods

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Options are what the service stands on; all are required.
type Options struct {
	DB        *database.DB
	Store     *Store
	Clock     *clock.Clock
	Audit     *audit.Recorder
	Policy    *auth.Policy
	Directory *auth.Directory
	Rules     schedule.Rulebook
	Source    Source
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
	source    Source
}

// NewService returns the use cases.
func NewService(o Options) *Service {
	return &Service{db: o.DB, store: o.Store, clock: o.Clock, audit: o.Audit, policy: o.Policy, directory: o.Directory,
		book: o.Rules, source: o.Source}
}

// may returns the actor when the permission reaches anything for them, else 403.
func (s *Service) may(ctx context.Context, permission string) (*auth.Actor, error) {
	actor, ok := auth.ActorFrom(ctx)
	if !ok || !s.policy.May(actor, permission) {
		return nil, httpapi.Forbidden()
	}
	return actor, nil
}

// rows is the scope whose rows the actor is shown.
func (s *Service) rows(ctx context.Context) auth.Scope {
	actor, _ := auth.ActorFrom(ctx)
	return s.policy.Scope(actor, auth.PermCompareRead)
}

// passed is the last month whose cut-off has passed by today.
func (s *Service) passed() schedule.Month { return s.book.RuleSet().LastReportMonth(s.clock.Today()) }

// List returns the closed months of a year (0: of today) and what the close of the next one would leave open: five statements.
func (s *Service) List(ctx context.Context, year int) (PeriodList, error) {
	actor, err := s.may(ctx, auth.PermPeriodsRead)
	if err != nil {
		return PeriodList{}, err
	}
	if year == 0 {
		year = s.clock.Today().Year()
	}
	rows, err := s.store.ofYear(ctx, year)
	if err != nil {
		return PeriodList{}, err
	}
	manage := s.policy.May(actor, auth.PermPeriodsManage)
	list := PeriodList{Year: year, Today: s.clock.Today(), Items: []ClosedPeriod{}, May: PeriodMay{Close: manage, Correct: manage}}
	for _, row := range rows {
		view, err := s.view(ctx, row)
		if err != nil {
			return PeriodList{}, err
		}
		list.Items = append(list.Items, view)
	}
	list.Next, err = s.next(ctx)
	return list, err
}

// next is the month that is closed next, with what is open today.
func (s *Service) next(ctx context.Context) (*NextPeriod, error) {
	e, err := s.store.edge(ctx)
	if err != nil {
		return nil, err
	}
	month := e.next(s.passed())
	if month.IsZero() {
		return nil, nil
	}
	open, err := s.source.Open(ctx, month)
	return &NextPeriod{Month: month, Cutoff: s.book.RuleSet().Cutoff(month), Ready: !month.After(s.passed()), Open: open}, err
}

func (s *Service) view(ctx context.Context, one listed) (ClosedPeriod, error) {
	row := one.Row
	people, err := s.directory.Users(ctx, []int64{row.ClosedBy})
	if err != nil {
		return ClosedPeriod{}, err
	}
	v := ClosedPeriod{Month: row.Month, ClosedOn: row.ClosedOn, ClosedAt: time.UnixMilli(row.ClosedAt).UTC(), ClosedBy: people[row.ClosedBy],
		RuleSet: row.RuleSet, RuleSetVersion: row.RuleSetVersion, Items: row.Items, PreviousHash: row.PreviousHash, Hash: row.Hash, Corrections: one.Corrections}
	return v, json.Unmarshal([]byte(row.LeftOpen), &v.Open)
}

// Close freezes a month. Errors: 403; 409 period_closed, period_running before its cut-off, period_order, period_empty.
func (s *Service) Close(ctx context.Context, month schedule.Month) (ClosedPeriod, error) {
	actor, err := s.may(ctx, auth.PermPeriodsManage)
	if err != nil {
		return ClosedPeriod{}, err
	}
	today := s.clock.Today()
	if !s.clock.Live(today) { // what would be read is the past, and what is written would be of today
		return ClosedPeriod{}, httpapi.BusinessDayBehind()
	}
	var row periodRow
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		set := s.book.RuleSet()
		row = periodRow{Month: month, ClosedOn: today, ClosedAt: s.clock.Now().UnixMilli(), ClosedBy: actor.UserID, RuleSet: set.Name, RuleSetVersion: set.Version}
		return s.close(ctx, tx, &row)
	})
	if errors.Is(err, database.ErrDuplicate) {
		err = alreadyClosed(month) // somebody else was faster
	}
	if err != nil {
		return ClosedPeriod{}, err
	}
	return s.view(ctx, listed{Row: row})
}

// close takes everything, writes it and seals it, in the transaction of the caller.
func (s *Service) close(ctx context.Context, tx *gorm.DB, row *periodRow) error {
	e, err := s.store.edge(ctx)
	if err != nil {
		return err
	}
	if err := e.check(row.Month, s.passed(), s.book.RuleSet().Cutoff(row.Month)); err != nil {
		return err
	}
	open, err := s.source.Open(ctx, row.Month)
	if err != nil {
		return err
	}
	left, err := json.Marshal(open)
	if err != nil {
		return err
	}
	var sums []itemDigest
	w := &writer{tx: tx}
	err = s.source.Freeze(httpapi.WithLanguage(ctx, httpapi.Chinese), row.Month, func(item frozen.Item, answer any) error {
		one, err := rowOf(row.Month, item, answer)
		if err != nil {
			return err
		}
		sums = append(sums, one.digest())
		return w.add(one)
	})
	if err == nil {
		err = w.flush()
	}
	if err != nil {
		return err
	}
	row.PreviousHash, row.LeftOpen, row.Items = e.hash, string(left), len(sums)
	row.Hash = row.seal(sums)
	if err := tx.Create(row).Error; err != nil {
		return database.Translate(err)
	}
	return s.audit.Record(ctx, tx, audit.Event{Action: "period.close", Entity: "period", EntityID: number(row.Month),
		After: closeTrace{row.Month, row.Items, row.Hash, open}})
}

// closeTrace is a close in the audit.
type closeTrace struct {
	Month schedule.Month `json:"month"`
	Items int            `json:"items"`
	Hash  string         `json:"sha256"` // the audit refuses what is called a hash: those are of passwords
	Open  LeftOpen       `json:"open"`
}

// number is a month as the audit numbers it: 201708.
func number(month schedule.Month) int64 { return int64(month.Year()*100 + month.Number()) }

// Get returns a closed month with its corrections; 404 for a month that was never closed.
func (s *Service) Get(ctx context.Context, month schedule.Month) (PeriodDetail, error) {
	if _, err := s.may(ctx, auth.PermPeriodsRead); err != nil {
		return PeriodDetail{}, err
	}
	row, err := s.store.one(ctx, month)
	if err != nil {
		return PeriodDetail{}, missing(err)
	}
	rows, err := s.store.corrections(ctx, month, s.rows(ctx))
	if err != nil {
		return PeriodDetail{}, err
	}
	d := PeriodDetail{CorrectionList: []PeriodCorrection{}}
	if d.ClosedPeriod, err = s.view(ctx, listed{row, len(rows)}); err != nil {
		return d, err
	}
	views, err := s.store.correctionViews(ctx, rows)
	for i, view := range views {
		d.CorrectionList = append(d.CorrectionList, PeriodCorrection{view, rows[i].Name})
	}
	return d, err
}

// missing turns a row that is not there into 404.
func missing(err error) error {
	if errors.Is(err, database.ErrNotFound) {
		return httpapi.NotFound()
	}
	return err
}

// Verify computes every hash of a closed month again from the rows as they are now; 404 for a month that was never closed.
func (s *Service) Verify(ctx context.Context, month schedule.Month) (PeriodCheck, error) {
	if _, err := s.may(ctx, auth.PermPeriodsRead); err != nil {
		return PeriodCheck{}, err
	}
	row, err := s.store.one(ctx, month)
	if err != nil {
		return PeriodCheck{}, missing(err)
	}
	sums, err := s.store.digests(ctx, month)
	if err != nil {
		return PeriodCheck{}, err
	}
	corrections, err := s.store.chain(ctx, month)
	if err != nil {
		return PeriodCheck{}, err
	}
	before, err := s.store.hashBefore(ctx, month)
	check := PeriodCheck{Month: month, Hash: row.Hash, Items: len(sums), Corrections: len(corrections), Computed: row.seal(sums)}
	check.Intact = check.Computed == row.Hash && len(sums) == row.Items && before == row.PreviousHash && unbroken(row.Hash, corrections)
	return check, err
}
