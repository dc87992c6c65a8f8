package district

import (
	"cmp"
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// RuleSetScope is what a rule set is put in force for.
type RuleSetScope struct {
	Kind   schedule.ScopeKind `json:"kind" enum:"all,class,list,task" doc:"The narrowest decides: task, list, class, all."`
	Class  string             `json:"class,omitempty" maxLength:"40" doc:"Annual class, for class."`
	List   string             `json:"list,omitempty" maxLength:"40" doc:"Code of a list, for list."`
	TaskID int64              `json:"taskId,omitempty" minimum:"1" doc:"Livelihood task, for task."`
}

func (sc RuleSetScope) scope() schedule.Scope {
	return schedule.Scope{Kind: cmp.Or(sc.Kind, schedule.ScopeAll), Class: sc.Class, List: sc.List, Task: sc.TaskID}
}

func scopeView(sc schedule.Scope) RuleSetScope {
	return RuleSetScope{Kind: sc.Kind, Class: sc.Class, List: sc.List, TaskID: sc.Task}
}

// RuleSetAdoption is a rule set put forward or put in force for some days and a part of the district.
type RuleSetAdoption struct {
	ID             int64          `json:"id"`
	RuleSetID      int64          `json:"ruleSetId"`
	RuleSet        string         `json:"ruleSet"`
	RuleSetVersion int            `json:"ruleSetVersion"`
	State          string         `json:"state" enum:"proposed,adopted,withdrawn"`
	From           schedule.Date  `json:"from" format:"date"`
	To             *schedule.Date `json:"to" format:"date" nullable:"true" doc:"Last day; null: until another one takes its place."`
	Scope          RuleSetScope   `json:"scope"`
	ScopeName      string         `json:"scopeName" doc:"Name of the scope, in the caller's language."`
	Words          string         `json:"words" doc:"Why."`
	InForce        bool           `json:"inForce" doc:"It decides today in its scope."`
	ProposedBy     auth.UserRef   `json:"proposedBy"`
	ProposedOn     schedule.Date  `json:"proposedOn" format:"date"`
	ProposedAt     time.Time      `json:"proposedAt"`
	DecidedBy      *auth.UserRef  `json:"decidedBy" doc:"Null until it is decided."`
	DecidedOn      *schedule.Date `json:"decidedOn" format:"date" nullable:"true"`
	May            AdoptionRights `json:"may"`
	Version        int64          `json:"version"`
}

// AdoptionRights are what the caller may do with a proposal.
type AdoptionRights struct {
	Adopt    bool `json:"adopt"`
	Withdraw bool `json:"withdraw"`
}

// RuleSetProposal puts a rule set forward.
type RuleSetProposal struct {
	From  schedule.Date  `json:"from" format:"date" doc:"First day; not before today."`
	To    *schedule.Date `json:"to,omitempty" format:"date" doc:"Last day; left out: until another one takes its place."`
	Scope RuleSetScope   `json:"scope"`
	Words string         `json:"words" minLength:"2" maxLength:"500" doc:"Why."`
}

// adoptionState is what the audit keeps of an adoption.
type adoptionState struct {
	RuleSet string         `json:"ruleSet"`
	State   string         `json:"state"`
	From    schedule.Date  `json:"from"`
	To      schedule.Date  `json:"to,omitzero"`
	Scope   schedule.Scope `json:"scope"`
	Words   string         `json:"words"`
}

func (a adoptionRow) state(set ruleSetRow) adoptionState {
	return adoptionState{RuleSet: set.label(), State: a.State, From: a.From, To: a.To, Scope: a.scope(), Words: a.Words}
}

// ProposeRuleSet puts a stored rule set forward. Lamps stay as they are until somebody else adopts it. 403 without
// rules.manage, 404, 422 for days before today or a scope there is not.
func (s *Service) ProposeRuleSet(ctx context.Context, id int64, p RuleSetProposal) (RuleSetAdoption, error) {
	if _, err := managed[ruleSetRow](ctx, s, id); err != nil {
		return RuleSetAdoption{}, err
	}
	today, by := s.clock.Today(), *actorID(ctx)
	scope := p.Scope.scope()
	row := adoptionRow{RuleSetID: id, State: adoptionProposed, From: p.From, ScopeKind: scope.Kind, ScopeClass: scope.Class, ScopeList: scope.List,
		ScopeTask: scope.Task, Words: strings.TrimSpace(p.Words), ProposedBy: by, ProposedOn: today, ProposedAt: s.clock.Now().UnixMilli(), Version: 1}
	if p.To != nil {
		row.To = *p.To
	}
	if faults := row.faults(today); len(faults) > 0 {
		return RuleSetAdoption{}, httpapi.Invalid(faults...)
	}
	if err := s.knownScope(ctx, scope); err != nil {
		return RuleSetAdoption{}, err
	}
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		set, err := one[ruleSetRow](tx, id)
		if err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return database.Translate(err)
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "ruleSet.propose", Entity: "ruleSetAdoption", EntityID: row.ID, After: row.state(set)})
	})
	if err != nil {
		return RuleSetAdoption{}, err
	}
	return s.adoption(ctx, row.ID)
}

func (a adoptionRow) faults(today schedule.Date) (out []httpapi.FieldError) {
	if a.From.Before(today) {
		out = append(out, httpapi.Fault("body.from", "before_today", "起始日期不能早于今天：过去的灯不会改", "must not be before today: lamps of the past stay as they were"))
	}
	if !a.To.IsZero() && a.To.Before(a.From) {
		out = append(out, httpapi.Fault("body.to", "before_from", "截止日期早于起始日期", "is before the first day"))
	}
	if sc := a.scope(); (sc.Kind == schedule.ScopeClass) != (sc.Class != "") || (sc.Kind == schedule.ScopeList) != (sc.List != "") || (sc.Kind == schedule.ScopeTask) != (sc.Task != 0) {
		out = append(out, httpapi.Fault("body.scope", "scope", "适用范围与所选的类别、清单或实事不符", "the kind of scope and what it names do not agree"))
	}
	if len([]rune(a.Words)) < 2 {
		out = append(out, httpapi.Fault("body.words", "required", "请写明理由", "say why"))
	}
	return out
}

// knownScope refuses a list or a task there is not.
func (s *Service) knownScope(ctx context.Context, sc schedule.Scope) error {
	if sc.Kind == schedule.ScopeAll || sc.Kind == schedule.ScopeClass {
		return nil
	}
	names, err := s.places.ScopeNames(ctx)
	if err == nil && names[sc] == "" {
		err = httpapi.Invalid(httpapi.Fault("body.scope", "unknown", "没有这个清单或实事", "there is no such list or task"))
	}
	return err
}

// AdoptRuleSet puts in force what somebody else has put forward; it counts at once on every instance. 403 for whoever put it
// forward, 409 rule_set_decided, rule_set_too_late when its first day has passed meanwhile, 412.
func (s *Service) AdoptRuleSet(ctx context.Context, id, version int64) (RuleSetAdoption, error) {
	return s.decide(ctx, id, version, adoptionAdopted)
}

// WithdrawRuleSet takes a proposal back. 409 rule_set_decided, 412.
func (s *Service) WithdrawRuleSet(ctx context.Context, id, version int64) (RuleSetAdoption, error) {
	return s.decide(ctx, id, version, adoptionWithdrawn)
}

func (s *Service) decide(ctx context.Context, id, version int64, to string) (RuleSetAdoption, error) {
	if _, err := managed[adoptionRow](ctx, s, id); err != nil {
		return RuleSetAdoption{}, err
	}
	by, today := *actorID(ctx), s.clock.Today()
	var current RuleSetAdoption
	stale, err := false, error(nil)
	err = s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := one[adoptionRow](tx, id)
		if err != nil {
			return err
		}
		if stale = before.Version != version; stale {
			return httpapi.PreconditionFailed(nil)
		}
		if err := before.mayBecome(to, by, today); err != nil {
			return err
		}
		set, err := one[ruleSetRow](tx, before.RuleSetID)
		if err != nil {
			return err
		}
		after := before
		after.State = to
		change := map[string]any{"state": to, "decided_by": by, "decided_on": today, "decided_at": s.clock.Now().UnixMilli()}
		if to == adoptionAdopted {
			var last int64
			if err := tx.Raw("SELECT COALESCE(MAX(decided_no), 0) FROM rule_set_adoptions").Row().Scan(&last); err != nil {
				return database.Translate(err)
			}
			change["decided_no"] = last + 1
		}
		if err := database.UpdateVersion(tx, "rule_set_adoptions", id, version, change); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "ruleSet." + map[string]string{adoptionAdopted: "adopt", adoptionWithdrawn: "withdraw"}[to],
			Entity: "ruleSetAdoption", EntityID: id, Before: before.state(set), After: after.state(set)})
	})
	if stale {
		if current, err = s.adoption(ctx, id); err == nil {
			err = httpapi.PreconditionFailed(current)
		}
		return RuleSetAdoption{}, err
	}
	if err != nil {
		return RuleSetAdoption{}, err
	}
	if !s.db.InTx(ctx) { // inside the transaction of an idempotent request the next request reads it by the epoch
		if err := s.book.Load(ctx); err != nil {
			return RuleSetAdoption{}, err
		}
	}
	return s.adoption(ctx, id)
}

func (a adoptionRow) mayBecome(to string, by int64, today schedule.Date) error {
	switch {
	case a.State != adoptionProposed:
		return errRuleSetDecided()
	case to == adoptionAdopted && a.ProposedBy == by:
		return errOwnProposal()
	case to == adoptionAdopted && a.From.Before(today):
		return errRuleSetTooLate()
	}
	return nil
}
