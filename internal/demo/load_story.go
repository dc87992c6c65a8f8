package demo

import (
	"context"
	"fmt"
	"strings"

	"guatu/internal/evidence"
	"guatu/internal/livelihood"
	"guatu/internal/milestones"
	"guatu/internal/schedule"
)

// play takes one step as the person who does it.
func (r *run) play(ctx context.Context, s Step) error {
	ctx, err := r.actor(ctx, s)
	if err != nil {
		return err
	}
	switch s.Do {
	case DoReport:
		return r.report(ctx, s)
	case DoReading:
		return r.reading(ctx, s)
	case DoApprove, DoConfirm, DoReturn:
		return r.decide(ctx, s)
	case DoAsk:
		return r.ask(ctx, s)
	case DoGrant, DoRefuse:
		return r.answer(ctx, s)
	case DoAdd:
		return r.addNode(ctx, s)
	case doMoney:
		return r.invest(ctx, s)
	case doClose:
		if r.services.Periods == nil {
			return nil
		}
		_, err := r.services.Periods.Close(ctx, s.Month)
		return err
	}
	return fmt.Errorf("unknown deed %q", s.Do)
}

// actor is who takes the step: the one it names, else the lead unit's reporter or head, else the supervision office.
func (r *run) actor(ctx context.Context, s Step) (context.Context, error) {
	switch {
	case s.By != "":
		return r.people.named(ctx, s.By, s.On)
	case s.Do == DoReport || s.Do == DoReading || s.Do == DoAsk:
		return r.people.holding(ctx, r.lead(s.At)+".reporter", s.On)
	case s.Do == DoApprove || s.Do == DoConfirm || s.Do == DoReturn:
		return r.people.holding(ctx, r.lead(s.At)+".head", s.On)
	}
	return r.people.holding(ctx, supervision, s.On)
}

// supervision is the post that enters and keeps the plan; second the one whose holder freezes what it has proposed.
const (
	supervision = "supervision.chief"
	second      = "supervision.staff"
)

// lead is the unit that leads a milestone or a sub-item.
func (r *run) lead(at string) string {
	if code, _, isNode := strings.Cut(at, "/"); isNode {
		for _, p := range r.plan.Ledger.Projects {
			if p.Code == code {
				return p.Lead
			}
		}
	}
	for _, task := range r.plan.Tasks.Tasks {
		for _, item := range task.Items {
			if item.ID == at {
				return item.lead(task)
			}
		}
	}
	return ""
}

// lead is the unit of a sub-item: by default that of its task.
func (i Item) lead(task Task) string {
	if i.Lead != "" {
		return i.Lead
	}
	return task.Lead
}

func (r *run) report(ctx context.Context, s Step) error {
	id := r.nodes[s.At]
	node, err := r.services.Milestones.Get(ctx, id, schedule.Date{})
	if err != nil {
		return err
	}
	sub := milestones.Submission{Note: s.Note, Forecast: s.Forecast, NoChange: s.NoChange, Claim: s.Claim, Proof: s.proof()}
	if s.Progress != nil {
		bp := *s.Progress * 100
		sub.ProgressBp = &bp
	}
	made, err := r.services.Milestones.Submit(ctx, id, node.Version, sub)
	r.waiting[s.At] = report{made.ID, made.Version}
	return err
}

// conclusion is what the supervision office of the story finds when it verifies a completion.
const conclusion = "现场核查属实，同意核定完成。"

// proof is the evidence of a claim of the story: what its author says stands there.
func (s Step) proof() evidence.Proof {
	if !s.Claim {
		return evidence.Proof{}
	}
	return evidence.Proof{Evidence: evidence.List{{Kind: evidence.Statement, Words: s.Note}}}
}

func (r *run) reading(ctx context.Context, s Step) error {
	item := r.plan.item(s.At)
	sub := livelihood.Submission{Note: s.Note, Claim: s.Claim, Proof: s.proof()}
	switch item.Type {
	case "KEEP":
		met := s.Value == 0
		sub.Met, sub.ValueMilli = &met, &s.Value
	case "RATE":
		sub.NumeratorMilli, sub.DenominatorMilli = &s.Above, &s.Below
	default:
		sub.ValueMilli = &s.Value
	}
	made, err := r.file(ctx, r.items[s.At], sub)
	r.waiting[s.At] = made
	return err
}

// decide takes a report over the levels of the review: the head of the unit returns or approves it, and of what is confirmed
// the supervision office is the second.
func (r *run) decide(ctx context.Context, s Step) error {
	waits, ok := r.waiting[s.At]
	if !ok {
		return errNothingWaits
	}
	reports := r.services.Milestones
	if s.Do == DoReturn {
		delete(r.waiting, s.At)
		_, err := reports.Return(ctx, waits.id, waits.version, s.Note)
		return err
	}
	approved, err := reports.Approve(ctx, waits.id, waits.version, "")
	if err != nil || s.Do == DoApprove {
		delete(r.waiting, s.At)
		return err
	}
	delete(r.waiting, s.At)
	if ctx, err = r.people.holding(ctx, second, s.On); err != nil {
		return err
	}
	_, err = reports.Confirm(ctx, approved.ID, approved.Version, milestones.Confirmation{Note: s.Note, Conclusion: conclusion})
	return err
}
