package changes

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Verdict is how somebody decides on a request.
type Verdict struct {
	Approve bool
	Words   string
	// Document is required when the meeting decided and the answer is yes; nil: none.
	Document *ChangeDocument
}

func (v Verdict) faults(p placed, today schedule.Date) (out []httpapi.FieldError) {
	add := func(bad bool, field, code string) {
		if bad {
			out = append(out, fault(field, code))
		}
	}
	add(v.Words == "", "words", "words_required")
	add(utf8.RuneCountInString(v.Words) > maxWords, "words", "too_long")
	complete := v.Document != nil && v.Document.Title != "" && v.Document.Number != "" && !v.Document.On.IsZero()
	add(v.Approve && p.Route == schedule.RouteMeeting && !complete, "document", "document_required")
	if v.Document == nil {
		return out
	}
	add(v.Document.On.After(today), "document.on", "date_future")
	add(utf8.RuneCountInString(v.Document.Title) > 200, "document.title", "too_long")
	add(utf8.RuneCountInString(v.Document.Number) > 80, "document.number", "too_long")
	return out
}

// Decide approves or rejects a request that is still at version. An approval moves the items in the same transaction.
//
// Errors: 404, 403, 403 same_person, 412 with the current request, 409 request_decided or item_changed, 422.
func (s *Service) Decide(ctx context.Context, id, version int64, v Verdict) (ChangeRequest, error) {
	actor, _ := s.caller(ctx, auth.PermChangesDecide)
	p, err := s.readable(ctx, id)
	if err != nil {
		return ChangeRequest{}, err
	}
	post := s.decides(actor, p)
	switch {
	case post == 0:
		return ChangeRequest{}, httpapi.Forbidden()
	case p.AuthorID == actor.UserID:
		return ChangeRequest{}, samePerson()
	}
	v.Words = strings.TrimSpace(v.Words)
	if v.Document != nil {
		v.Document = &ChangeDocument{Title: strings.TrimSpace(v.Document.Title), Number: strings.TrimSpace(v.Document.Number), On: v.Document.On}
	}
	if faults := v.faults(p, s.clock.Today()); len(faults) > 0 {
		return ChangeRequest{}, httpapi.Invalid(faults...)
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		row, err := s.hold(ctx, tx, id, version)
		if err != nil {
			return err
		}
		if s.decides(actor, p) == 0 {
			return httpapi.Forbidden()
		}
		return s.decide(ctx, tx, row, v, actor.UserID, post)
	})
	if err != nil {
		return ChangeRequest{}, err
	}
	return s.Get(ctx, id)
}

// hold locks a request that waits, at the version the caller saw.
func (s *Service) hold(ctx context.Context, tx *gorm.DB, id, version int64) (RequestRow, error) {
	row, err := s.store.lock(tx, id)
	if err != nil {
		return row, problem(err)
	}
	if row.Version != version {
		return row, s.stale(ctx, id)
	}
	if row.State != Submitted {
		return row, decided()
	}
	return row, nil
}

// stale is 412 with the request as it is now.
func (s *Service) stale(ctx context.Context, id int64) error {
	current, err := s.Get(ctx, id)
	if err != nil {
		return err
	}
	return httpapi.PreconditionFailed(current)
}

func (s *Service) decide(ctx context.Context, tx *gorm.DB, row RequestRow, v Verdict, by, post int64) error {
	state, action := Rejected, "change.reject"
	if v.Approve {
		state, action = Approved, "change.approve"
		if err := s.apply(ctx, tx, row, v, by); err != nil {
			return err
		}
	}
	values := map[string]any{
		"state": string(state), "decided_by": by, "decided_post_id": post, "decided_at": s.clock.Now().UnixMilli(),
		"decided_on": s.clock.Today(), "decision_words": v.Words,
	}
	if v.Document != nil {
		values["document_title"], values["document_number"], values["document_on"] = v.Document.Title, v.Document.Number, v.Document.On
	}
	if err := s.store.write(tx, row, values); err != nil {
		return err
	}
	return s.audit.Record(ctx, tx, audit.Event{Action: action, Entity: entity, EntityID: row.ID,
		Before: trace{Version: row.Version, State: row.State}, After: decidedTrace(row, state, v.Words, v.Document)})
}

// apply moves every item of an approved request. An item that is not what it was when it was asked for stops them all.
func (s *Service) apply(ctx context.Context, tx *gorm.DB, row RequestRow, v Verdict, by int64) error {
	kept, err := s.store.itemsOf(ctx, []int64{row.ID})
	if err != nil {
		return err
	}
	items := kept[row.ID]
	w, err := s.look(ctx, projectsOf(row), indicatorsOf(items))
	if err != nil {
		return err
	}
	if moved := differences(items, w); len(moved) > 0 {
		return itemsChanged(moved)
	}
	note, versions := v.note(row), map[key]int64{}
	for _, item := range items {
		k := item.key()
		if versions[k] == 0 {
			versions[k] = w.items[k].Version
		}
		order := Order{ID: k.milestone + k.indicator, Version: versions[k], Kind: item.Kind, To: item.ToOn, TargetMilli: or0(item.ToTargetMilli),
			On: s.clock.Today(), By: by, Note: note}
		if v.Document != nil {
			order.Document = v.Document.Number
		}
		apply := s.milestones.ApplyChange
		if k.indicator != 0 {
			apply = s.indicators.ApplyChange
		}
		if versions[k], err = apply(ctx, tx, order); err != nil {
			return err
		}
	}
	return nil
}

// differences names every item that is not what it was when it was asked for.
func differences(items []itemRow, w world) (out []httpapi.FieldError) {
	for n, item := range items {
		at := fmt.Sprintf("items[%d]", n)
		i, there := w.items[item.key()]
		if !there {
			out = append(out, fault(at, "item_unknown"))
			continue
		}
		if code := item.differs(i); code != "" {
			out = append(out, itemFault(at, code, i.Name))
		}
	}
	return out
}

// note is what the history of each item keeps of the decision.
func (v Verdict) note(r RequestRow) string {
	words := fmt.Sprintf("变更申请第 %d 号（%s：%s）；批准：%s", r.ID, reasonName(r.Reason).zh, r.Words, v.Words)
	if v.Document != nil && v.Document.Number != "" {
		words += "（" + v.Document.Number + "）"
	}
	return words
}

func projectsOf(r RequestRow) []int64 {
	if r.ProjectID == nil {
		return nil
	}
	return []int64{*r.ProjectID}
}

func indicatorsOf(items []itemRow) (ids []int64) {
	for _, i := range items {
		if i.IndicatorID != nil {
			ids = append(ids, *i.IndicatorID)
		}
	}
	return ids
}

// Withdraw takes back one's own request while it waits. Errors: 404, 403, 412, 409 request_decided.
func (s *Service) Withdraw(ctx context.Context, id, version int64) (ChangeRequest, error) {
	_, may := s.caller(ctx, auth.PermChangesWithdraw)
	p, err := s.readable(ctx, id)
	if err != nil {
		return ChangeRequest{}, err
	}
	if !may.Allows(auth.Row{OwnerID: p.AuthorID}) {
		return ChangeRequest{}, httpapi.Forbidden()
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		row, err := s.hold(ctx, tx, id, version)
		if err != nil {
			return err
		}
		if err := s.store.write(tx, row, map[string]any{"state": string(Withdrawn)}); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "change.withdraw", Entity: entity, EntityID: id,
			Before: trace{Version: row.Version, State: row.State}, After: decidedTrace(row, Withdrawn, "", nil)})
	})
	if err != nil {
		return ChangeRequest{}, err
	}
	return s.Get(ctx, id)
}

// Record 备案 enters what a unit has approved into the books of the supervision office. Errors: 404, 403, 412, 409
// nothing_to_record, 422.
func (s *Service) Record(ctx context.Context, id, version int64, words string) (ChangeRequest, error) {
	actor, may := s.caller(ctx, auth.PermChangesRecord)
	p, err := s.readable(ctx, id)
	if err != nil {
		return ChangeRequest{}, err
	}
	if !may.Allows(p.scopeRow()) {
		return ChangeRequest{}, httpapi.Forbidden()
	}
	words = strings.TrimSpace(words)
	if utf8.RuneCountInString(words) > maxWords {
		return ChangeRequest{}, httpapi.Invalid(fault("words", "too_long"))
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		row, err := s.store.lock(tx, id)
		switch {
		case err != nil:
			return problem(err)
		case row.Version != version:
			return s.stale(ctx, id)
		case !row.needsRecord():
			return notToRecord()
		}
		err = s.store.write(tx, row, map[string]any{"filed_by": actor.UserID, "filed_at": s.clock.Now().UnixMilli(),
			"filed_on": s.clock.Today(), "filed_words": words})
		if err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "change.record", Entity: entity, EntityID: id,
			Before: trace{Version: row.Version, State: row.State}, After: decidedTrace(row, row.State, words, nil)})
	})
	if err != nil {
		return ChangeRequest{}, err
	}
	return s.Get(ctx, id)
}

// needsRecord says whether the supervision office has still to record it: what the unit decides by itself.
func (r RequestRow) needsRecord() bool {
	return r.State == Approved && r.Route == schedule.RouteHead && r.FiledBy == nil
}
