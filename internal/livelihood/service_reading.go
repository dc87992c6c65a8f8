package livelihood

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Submit files a reading of an indicator for its unit and returns the id of the
// report; version is the one of the indicator the reporter saw.
//
// Errors: 404, 403, 412 with the current indicator, 409 reported_at_milestone,
// no_measurable_target, indicator_finished or report_pending, 422.
func (s *Service) Submit(ctx context.Context, id, version int64, sub Submission) (int64, error) {
	l, err := s.readable(ctx, id, s.store.at(schedule.Date{}))
	if err != nil {
		return 0, err
	}
	if !s.scope(ctx, auth.PermIndicatorsReport).Allows(l.scopeRow()) {
		return 0, httpapi.Forbidden()
	}
	sub.Note, sub.Proof = strings.TrimSpace(sub.Note), sub.Proof.Trimmed()
	var reportID int64
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		locked, err := s.lockLine(ctx, tx, l, version, auth.PermIndicatorsReport)
		if err != nil {
			return err
		}
		reportID, err = s.file(ctx, tx, locked, sub)
		return problem(err)
	})
	return reportID, err
}

// sentFor is the last day of the period the newest reading is for, in a cycle
// shorter than the month.
func (l line) sentFor(after indicatorRow) schedule.Date {
	if l.duty().Short == nil {
		return schedule.Date{}
	}
	return after.LastPeriodTo
}

// mayDraft says whether the actor may report on the indicator, and its version: 404, 403.
func (s *Service) mayDraft(ctx context.Context, id int64) (int64, error) {
	l, err := s.readable(ctx, id, s.store.at(schedule.Date{}))
	if err == nil && !s.scope(ctx, auth.PermIndicatorsReport).Allows(l.scopeRow()) {
		err = httpapi.Forbidden()
	}
	return l.Indicator.Version, err
}

// file checks the submission against the locked indicator and writes indicator,
// version, report and audit.
func (s *Service) file(ctx context.Context, tx *gorm.DB, l line, sub Submission) (int64, error) {
	before, today := l.Indicator, s.clock.Today()
	if err := before.reportable(sub); err != nil {
		return 0, err
	}
	month, current := sub.month(s.rules().reportMonth(l, today)), s.rules().Set.LastReportMonth(today).Next()
	if faults := sub.faultsFor(l, month, current); len(faults) > 0 {
		return 0, invalid(faults)
	}
	by := actorID(ctx)
	proof, err := s.proof(ctx, tx, sub.Proof, sub.Claim, by)
	if err != nil {
		return 0, err
	}
	after, madeGood := s.rules().submit(l, sub, today)
	after, err = s.store.writeIndicator(ctx, tx, before, after, by)
	if err != nil {
		return 0, err
	}
	if sub.NumeratorMilli != nil && sub.DenominatorMilli != nil {
		rate := rateMilli(*sub.NumeratorMilli, *sub.DenominatorMilli, before.Unit)
		sub.ValueMilli = &rate
	}
	filing := Filing{
		IndicatorID: before.ID, LeadDepartmentID: before.DepartmentID, LeaderPostID: l.leader(),
		DepartmentID: before.DepartmentID, Month: after.PendingMonth, PeriodTo: l.sentFor(after),
		ValueMilli: sub.ValueMilli, NumeratorMilli: sub.NumeratorMilli, DenominatorMilli: sub.DenominatorMilli, PrintedBp: sub.PrintedBp,
		Met: sub.Met, Note: sub.Note, NoChange: sub.NoChange, Claim: sub.Claim, MadeGood: madeGood,
		AuthorID: by, Sample: before.Sample, Approved: s.scope(ctx, auth.PermReportsApprove).Allows(l.scopeRow()),
		Evidence: proof.Evidence,
	}
	if e := proof.Exception; e != nil {
		filing.ExceptionWords, filing.ExceptionPostID = e.Words, &e.AllowedBy
	}
	id, err := s.reports.FileReading(ctx, tx, filing)
	if err != nil {
		return 0, err
	}
	if err := s.files.Bind(tx, proof.Evidence, evidence.Owner{Kind: evidence.OfReport, ID: id}, by); err != nil {
		return 0, err
	}
	was, is := traces(before.Version, after.Version, differences(before.columns(), after.columns()), sub.Note)
	return id, s.audit.Record(ctx, tx, audit.Event{
		Action: "indicator.report", Entity: entityIndicator, EntityID: before.ID, Before: was, After: is,
	})
}

// proof is the evidence of a submission or a verification with its files, or its
// exception by a post that may allow one.
func (s *Service) proof(ctx context.Context, tx *gorm.DB, p evidence.Proof, completion bool, author int64) (evidence.Proof, error) {
	if faults := p.Faults(completion); len(faults) > 0 {
		return p, httpapi.Invalid(faults...)
	}
	if p.Exception != nil {
		may, err := s.directory.MayExcept(ctx, p.Exception.AllowedBy)
		if err == nil && !may {
			err = httpapi.Invalid(evidence.ExceptionPost())
		}
		return p, err
	}
	var err error
	p.Evidence, err = evidence.Gather(tx, s.files, p.Evidence, author, "evidence")
	return p, err
}

// History returns every recorded version of an indicator, newest first; 404
// when the actor may not read it.
func (s *Service) History(ctx context.Context, id int64) (IndicatorHistory, error) {
	if _, err := s.readable(ctx, id, s.store.at(schedule.Date{})); err != nil {
		return IndicatorHistory{}, err
	}
	versions, err := s.store.versions(ctx, id)
	if err != nil {
		return IndicatorHistory{}, err
	}
	acts, err := s.store.acts(ctx, id)
	if err != nil {
		return IndicatorHistory{}, err
	}
	users := make([]int64, 0, len(versions))
	for _, v := range versions {
		users = append(users, v.RecordedBy)
	}
	people, err := s.directory.Users(ctx, users)
	if err != nil {
		return IndicatorHistory{}, err
	}
	history, before := IndicatorHistory{Items: []IndicatorVersion{}}, indicatorRow{}
	for _, v := range versions {
		act := acts[v.Row.Version]
		item := IndicatorVersion{
			Version: v.Row.Version, RecordedOn: v.RecordedOn, Action: act.action, Note: act.note,
			Actor: cast{users: people}.user(v.RecordedBy), Changes: []IndicatorChange{},
		}
		for _, d := range differences(before.columns(), v.Row.columns()) {
			if d.field == "" {
				continue
			}
			item.Changes = append(item.Changes, IndicatorChange{Field: d.field, From: plain(d.from), To: plain(d.value)})
		}
		history.Items, before = append(history.Items, item), v.Row
	}
	slices.Reverse(history.Items)
	return history, nil
}

// act is why a version was written.
type act struct{ action, note string }

// acts reads the audit of an indicator, keyed by the version it led to.
func (s *Store) acts(ctx context.Context, id int64) (map[int64]act, error) {
	var rows []struct {
		Action     string
		AfterState string
	}
	err := s.db.Read(ctx).Raw("SELECT action, after_state FROM audit_events WHERE entity = ? AND entity_id = ? ORDER BY id",
		entityIndicator, id).Scan(&rows).Error
	out := make(map[int64]act, len(rows))
	for _, row := range rows {
		var state trace
		// Another kind of event about the indicator has another state; it is no version.
		if json.Unmarshal([]byte(row.AfterState), &state) == nil && state.Version != 0 {
			out[state.Version] = act{row.Action, state.Note}
		}
	}
	return out, database.Translate(err)
}
