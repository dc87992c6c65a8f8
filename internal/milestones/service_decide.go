package milestones

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/httpapi"
)

// Approve is the first level: the head of the unit stands for the report, which goes on to the supervision office. No figure
// moves.
func (s *Service) Approve(ctx context.Context, id, version int64, note string) (Report, error) {
	return s.decide(ctx, decision{id, version, OutcomeApproved, note, ""})
}

// Confirm is the second level: the supervision office accepts the report, its figures become those of the item, a claim is
// verified.
func (s *Service) Confirm(ctx context.Context, id, version int64, words Confirmation) (Report, error) {
	return s.decide(ctx, decision{id, version, OutcomeConfirmed, words.Note, strings.TrimSpace(words.Conclusion)})
}

// Return sends a report back with a reason, on the level that has it.
func (s *Service) Return(ctx context.Context, id, version int64, reason string) (Report, error) {
	return s.decide(ctx, decision{id, version, OutcomeReturned, reason, ""})
}

// Withdraw takes the actor's own report back, as long as nobody else has approved it.
func (s *Service) Withdraw(ctx context.Context, id, version int64) (Report, error) {
	return s.decide(ctx, decision{id, version, OutcomeWithdrawn, "", ""})
}

// decision is one step of a review: on which report, as the caller saw it, what and with which words.
type decision struct {
	id, version int64
	outcome     Outcome
	note        string
	conclusion  string // 验收结论, where a claim is confirmed
}

// reviewer is who decides, with the rows each level reaches for them.
type reviewer struct {
	userID                   int64
	read                     auth.Scope
	approve, confirm, retake auth.Scope
}

func (s *Service) reviewer(ctx context.Context) reviewer {
	actor, read := s.caller(ctx, auth.PermReportsRead)
	who := reviewer{read: read}
	if actor == nil {
		return who
	}
	return reviewer{
		userID: actor.UserID, read: read,
		approve: s.policy.Scope(actor, auth.PermReportsApprove),
		confirm: s.policy.Scope(actor, auth.PermReportsConfirm),
		retake:  s.policy.Scope(actor, auth.PermReportsWithdraw),
	}
}

// may says whether the step is the reviewer's at all: 403 when not, 409 when it is somebody else's turn.
func (w reviewer) may(r ReportRow, outcome Outcome) error {
	row := auth.Row{LeadDepartmentID: r.LeadDepartmentID, LeaderPostID: or0(r.LeaderPostID)}
	unit, office := w.approve.Allows(row), w.confirm.Allows(row)
	allowed, wrongTurn := false, ""
	switch outcome {
	case OutcomeApproved:
		allowed = unit
	case OutcomeConfirmed:
		allowed = office
	case OutcomeWithdrawn:
		allowed = w.retake.Allows(auth.Row{OwnerID: r.AuthorID})
	case OutcomeReturned:
		allowed = unit || office
		switch {
		case r.State == Submitted && !unit:
			wrongTurn = CodeUnitFirst
		case r.State == Approved && !office:
			wrongTurn = CodeAtOffice
		}
	}
	switch {
	case !allowed:
		return httpapi.Forbidden()
	case wrongTurn != "":
		return &Refusal{wrongTurn}
	}
	return nil
}

// rights are the steps the reviewer can take on the report as it stands.
func (w reviewer) rights(r ReportRow) ReportRights {
	can := func(outcome Outcome) bool { return w.may(r, outcome) == nil && r.decidable(outcome, w.userID) == nil }
	return ReportRights{
		Approve: can(OutcomeApproved), Confirm: can(OutcomeConfirmed), Return: can(OutcomeReturned), Withdraw: can(OutcomeWithdrawn),
	}
}

// decide takes one step. Errors: 404, 403, 412 with the current report, 409 with the slug of the state, 422.
func (s *Service) decide(ctx context.Context, d decision) (Report, error) {
	who := s.reviewer(ctx)
	placed, err := s.store.report(ctx, d.id, who.read)
	if err != nil {
		return Report{}, problem(err)
	}
	if err := who.may(placed.ReportRow, d.outcome); err != nil && !isRefusal(err) {
		return Report{}, err
	}
	d.note = strings.TrimSpace(d.note)
	if faults := decisionFaults(d.outcome, d.note); len(faults) > 0 {
		return Report{}, invalid(faults)
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return s.decideLocked(ctx, tx, who, d)
	})
	if err != nil {
		return Report{}, problem(err)
	}
	return s.reportOf(ctx, d.id)
}

func decisionFaults(outcome Outcome, note string) []Fault {
	field := "note"
	if outcome == OutcomeReturned {
		field = "reason"
		if note == "" {
			return []Fault{{field, "reason_required"}}
		}
	}
	return lengthFaults([]limited{{field, note, maxNote}})
}

// decideLocked takes the step in the caller's transaction. It judges the rights again: the report follows its project to
// another unit.
func (s *Service) decideLocked(ctx context.Context, tx *gorm.DB, who reviewer, d decision) error {
	report, err := lock[ReportRow](tx, d.id)
	if err != nil {
		return err
	}
	turn := who.may(report, d.outcome)
	if turn != nil && !isRefusal(turn) {
		return turn
	}
	if report.Version != d.version {
		current, err := s.reportOf(ctx, d.id)
		if err != nil {
			return err
		}
		return httpapi.PreconditionFailed(current)
	}
	if err := report.decidable(d.outcome, who.userID); err != nil {
		return err
	}
	if turn != nil {
		return turn
	}
	if report.Claim && d.outcome == OutcomeConfirmed {
		if fault := evidence.ConclusionFault(d.conclusion); fault != nil {
			return httpapi.Invalid(*fault)
		}
		report.Conclusion = d.conclusion
	}
	return s.write(ctx, tx, report, d, who.userID)
}

// write records the step: report, item with its version row, audit.
func (s *Service) write(ctx context.Context, tx *gorm.DB, report ReportRow, d decision, by int64) (err error) {
	var decided ReportRow
	switch {
	case d.outcome == OutcomeApproved:
		decided, err = s.store.approve(tx, report, d.note, by)
	default:
		decided, err = s.store.decide(tx, report, d.outcome, d.note, by)
	}
	if err != nil {
		return err
	}
	switch {
	case d.outcome == OutcomeApproved: // moves nothing
	case report.ProjectID != nil:
		err = s.decideFigures(ctx, tx, report, d.outcome, d.note, by)
	case report.IndicatorID != nil:
		err = s.decideReading(ctx, tx, report, d.outcome, d.note, by)
	default:
		err = s.decideMilestone(ctx, tx, report, d.outcome, d.note, by)
	}
	if err != nil {
		return err
	}
	return s.audit.Record(ctx, tx, audit.Event{
		Action: "report." + verb(d.outcome), Entity: "report", EntityID: report.ID,
		Before: decisionTrace{State: report.State, Version: report.Version},
		After:  decisionTrace{State: decided.State, Version: decided.Version, Note: d.note},
	})
}

// decisionTrace is a state of a report in the audit.
type decisionTrace struct {
	State   State  `json:"state"`
	Version int64  `json:"version"`
	Note    string `json:"note,omitempty"`
}

func verb(outcome Outcome) string {
	switch outcome {
	case OutcomeApproved:
		return "approve"
	case OutcomeConfirmed:
		return "confirm"
	case OutcomeReturned:
		return "return"
	case OutcomeWithdrawn:
		return "withdraw"
	}
	return string(outcome)
}

// decideMilestone moves the milestone of a report that was decided.
func (s *Service) decideMilestone(ctx context.Context, tx *gorm.DB, r ReportRow, outcome Outcome, note string, by int64) error {
	before, err := lock[MilestoneRow](tx, *r.MilestoneID)
	if err != nil {
		return err
	}
	var after MilestoneRow
	switch outcome {
	case OutcomeApproved: // moves nothing
		return nil
	case OutcomeConfirmed:
		after = before.confirm(r, s.clock.Today(), s.book.RuleSet())
	case OutcomeReturned:
		after = before.sendBack(r, s.clock.Today(), s.book.RuleSet())
	case OutcomeWithdrawn:
		earlier, err := earlierReports(tx, r)
		if err != nil {
			return err
		}
		after = before.takeBack(r, trailOf(earlier, s.rules()), s.book.RuleSet())
	}
	_, err = s.change(ctx, tx, "milestone."+verb(outcome), before, after, by, note)
	return err
}

// decideReading tells the livelihood tasks what became of a reading.
func (s *Service) decideReading(ctx context.Context, tx *gorm.DB, r ReportRow, outcome Outcome, note string, by int64) error {
	decision := ReadingDecision{Reading: r.reading(), Outcome: outcome, Reason: note, On: s.clock.Today(), By: by, Conclusion: r.Conclusion}
	if outcome == OutcomeWithdrawn {
		earlier, err := earlierReports(tx, r)
		if err != nil {
			return err
		}
		if len(earlier) > 0 {
			last, before := earlier[0].reading(), trailOf(earlier, s.rules())
			decision.Earlier, decision.EarlierNoChange, decision.EarlierMadeGood = &last, before.noChange, before.madeGoodOn
			decision.EarlierPeriodTo, decision.EarlierMadeGoodTo = before.periodTo, before.madeGoodTo
		}
	}
	return s.readings.Apply(ctx, tx, decision)
}
