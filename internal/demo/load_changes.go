package demo

import (
	"context"
	"errors"

	"guatu/internal/changes"
	"guatu/internal/schedule"
)

var errNothingAsked = errors.New("no change was asked for")

// ask files a change request of the lead unit.
func (r *run) ask(ctx context.Context, s Step) error {
	d := changes.Draft{Reason: changes.Reason(s.Code), Words: s.Note, Effect: s.Effect, Sample: true}
	asked := changes.Asked{Kind: s.Change, To: s.To, TargetMilli: s.Value}
	if id, isNode := r.nodes[s.At]; isNode {
		node, err := r.services.Milestones.Get(ctx, id, schedule.Date{})
		if err != nil {
			return err
		}
		d.ProjectID, asked.MilestoneID, asked.Version = node.ProjectID, id, node.Version
	} else {
		item, err := r.services.Livelihood.GetIndicator(ctx, r.items[s.At], schedule.Date{})
		if err != nil {
			return err
		}
		d.TaskID, asked.IndicatorID, asked.Version = item.TaskID, item.ID, item.Version
	}
	d.Items = []changes.Asked{asked}
	made, err := r.services.Changes.Submit(ctx, d)
	r.asked[s.At] = report{made.ID, made.Version}
	return err
}

// answer decides on the last request of the item.
func (r *run) answer(ctx context.Context, s Step) error {
	waits, ok := r.asked[s.At]
	if !ok {
		return errNothingAsked
	}
	delete(r.asked, s.At)
	v := changes.Verdict{Approve: s.Do == DoGrant, Words: s.Note}
	if s.Document != nil {
		v.Document = &changes.ChangeDocument{Title: s.Document.Title, Number: s.Document.Number, On: s.Document.On}
	}
	decided, err := r.services.Changes.Decide(ctx, waits.id, waits.version, v)
	if err != nil || !decided.NeedsRecord {
		return err
	}
	if ctx, err = r.people.holding(ctx, second, s.On); err != nil {
		return err
	}
	_, err = r.services.Changes.Record(ctx, decided.ID, decided.Version, "")
	return err
}
