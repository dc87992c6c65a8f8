package district

import (
	"context"

	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Places is what district needs of the rooms whose items are judged.
type Places interface {
	// ScopeNames are the classes, lists and tasks a rule set can be put in force for, by their scope: three statements.
	ScopeNames(ctx context.Context) (map[schedule.Scope]string, error)
	// Judge reads every item the caller may read as of today once, and judges it by two rulebooks.
	Judge(ctx context.Context, was, is schedule.Rulebook) ([]Judged, error)
}

// Judged is one item with its lamps by two rulebooks.
type Judged struct {
	Kind    string // milestone, project, task, indicator
	ID      int64
	Name    string
	Was, Is schedule.Lamp
}

// RuleSetTrial is what would change today.
type RuleSetTrial struct {
	AsOf   schedule.Date `json:"asOf" format:"date"`
	Counts []TrialCount  `json:"counts" nullable:"false" doc:"How many items go from one colour to another, by kind."`
	Items  []TrialItem   `json:"items" nullable:"false" doc:"Every item whose colour or rule would be another one."`
	Judged int           `json:"judged" doc:"How many items were looked at."`
}

// TrialCount counts the items of a kind between two colours; of the same colour are those that stay.
type TrialCount struct {
	Kind   string          `json:"kind" enum:"milestone,project,task,indicator"`
	Before schedule.Colour `json:"before" enum:"blue,green,yellow,red,grey"`
	After  schedule.Colour `json:"after" enum:"blue,green,yellow,red,grey"`
	Items  int             `json:"items"`
}

// TrialItem is one item that would be judged otherwise.
type TrialItem struct {
	Kind   string        `json:"kind" enum:"milestone,project,task,indicator"`
	ID     int64         `json:"id"`
	Name   string        `json:"name"`
	Before schedule.Lamp `json:"before"`
	After  schedule.Lamp `json:"after"`
}

// TryRuleSet says item by item what would change today if a stored set were in force in the scope; it changes nothing. 403
// without rules.manage, 404, 422 for a scope there is not.
func (s *Service) TryRuleSet(ctx context.Context, id int64, sc RuleSetScope) (RuleSetTrial, error) {
	row, err := managed[ruleSetRow](ctx, s, id)
	if err != nil {
		return RuleSetTrial{}, err
	}
	scope := sc.scope()
	if faults := (adoptionRow{From: s.clock.Today(), ScopeKind: scope.Kind, ScopeClass: scope.Class, ScopeList: scope.List, ScopeTask: scope.Task,
		Words: "试算"}).faults(s.clock.Today()); len(faults) > 0 {
		return RuleSetTrial{}, httpapi.Invalid(faults...)
	}
	if err := s.knownScope(ctx, scope); err != nil {
		return RuleSetTrial{}, err
	}
	set, _ := readRuleSet(row.Body)
	today, held := s.clock.Today(), s.book.held.Load()
	terms := append(append([]schedule.Term{}, held.terms...), schedule.Term{Set: set, From: today, Scope: scope})
	items, err := s.places.Judge(ctx, schedule.Fixed(held.set, held.calendar), schedule.Fixed(schedule.Timeline(held.base, terms), held.calendar))
	if err != nil {
		return RuleSetTrial{}, err
	}
	return trialOf(ctx, today, items), nil
}

// trialOf counts and lists what is judged otherwise.
func trialOf(ctx context.Context, today schedule.Date, items []Judged) RuleSetTrial {
	type move struct {
		kind     string
		from, to schedule.Colour
	}
	moves, lang := map[move]int{}, httpapi.LampLanguage(ctx)
	trial := RuleSetTrial{AsOf: today, Counts: []TrialCount{}, Items: []TrialItem{}, Judged: len(items)}
	for _, item := range items {
		was, is := item.Was, item.Is
		moves[move{item.Kind, was.Colour, is.Colour}]++
		if was.Colour == is.Colour && was.Rule == is.Rule {
			continue
		}
		was.Reason, is.Reason = was.Sentence(lang), is.Sentence(lang)
		trial.Items = append(trial.Items, TrialItem{Kind: item.Kind, ID: item.ID, Name: item.Name, Before: was, After: is})
	}
	for _, kind := range []string{"project", "milestone", "task", "indicator"} {
		for _, from := range schedule.Colours() {
			for _, to := range schedule.Colours() {
				if n := moves[move{kind, from, to}]; n > 0 {
					trial.Counts = append(trial.Counts, TrialCount{Kind: kind, Before: from, After: to, Items: n})
				}
			}
		}
	}
	return trial
}
