package district

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

func (r ruleSetRow) label() string { return fmt.Sprintf("%s@%d", r.Name, r.Version) }

// UploadRuleSet stores a version of a rule set; it changes no lamp. 403 without rules.manage, 422 with every fault of the
// text, 409 rule_set_known for a name and version there is already.
func (s *Service) UploadRuleSet(ctx context.Context, text string) (RuleSetText, error) {
	if err := s.may(ctx, auth.PermRulesManage); err != nil {
		return RuleSetText{}, err
	}
	set, faults := readRuleSet(text)
	if len(faults) > 0 {
		return RuleSetText{}, invalidText(faults)
	}
	if preset, ok := s.book.shipped[set.Name]; ok && preset.Set.Version == set.Version && preset.Text != text {
		return RuleSetText{}, errRuleSetKnown(set.Name, set.Version)
	}
	row := ruleSetRow{Name: set.Name, Version: set.Version, Body: text, UploadedBy: actorID(ctx), UploadedAt: s.clock.Now().UnixMilli(), RecordedOn: s.clock.Today()}
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		var same int64
		if err := tx.Model(&ruleSetRow{}).Where("name = ? AND version = ?", row.Name, row.Version).Count(&same).Error; err != nil {
			return database.Translate(err)
		}
		if same > 0 {
			return errRuleSetKnown(row.Name, row.Version)
		}
		if err := tx.Create(&row).Error; err != nil {
			return database.Translate(err)
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "ruleSet.upload", Entity: "ruleSet", EntityID: row.ID,
			After: map[string]any{"name": row.Name, "version": row.Version, "text": text}})
	})
	return s.storedText(ctx, row), err
}

// storedText is a stored set as the API shows it.
func (s *Service) storedText(ctx context.Context, row ruleSetRow) RuleSetText {
	set, _ := readRuleSet(row.Body)
	item := s.setText(ctx, set, row.Body)
	item.ID = &row.ID
	return item
}

func (s *Service) setText(ctx context.Context, set *schedule.RuleSet, text string) RuleSetText {
	held := s.book.held.Load()
	item := RuleSetText{Name: set.Name, Version: set.Version, Source: set.Source, Completed: set.Completed, EffectiveFrom: set.EffectiveFrom,
		Thresholds: thresholds(ctx, set), Text: text}
	now := held.set.On(s.clock.Today())
	if item.InForce = now.Name == set.Name && now.Version == set.Version; !item.InForce {
		return item
	}
	item.Since = held.row.RuleSetSince
	for _, term := range held.terms {
		if term.Scope.Kind == schedule.ScopeAll && term.Set.Name == set.Name && term.Set.Version == set.Version {
			item.Since = term.From
		}
	}
	return item
}

// RuleSet returns one stored set.
func (s *Service) RuleSet(ctx context.Context, id int64) (RuleSetText, error) {
	if err := s.may(ctx, auth.PermRulesRead); err != nil {
		return RuleSetText{}, err
	}
	row, err := one[ruleSetRow](s.db.Read(ctx), id)
	if err != nil {
		return RuleSetText{}, err
	}
	return s.storedText(ctx, row), nil
}

// RuleSetAdoptions is every proposal and decision, the newest first.
type RuleSetAdoptions struct {
	Items  []RuleSetAdoption `json:"items" nullable:"false"`
	Scopes []ScopeChoice     `json:"scopes" nullable:"false" doc:"What a set can be put forward for; empty for whoever may not."`
	May    RuleSetRights     `json:"may"`
}

// ScopeChoice is one scope a rule set can be put forward for.
type ScopeChoice struct {
	Scope RuleSetScope `json:"scope"`
	Name  string       `json:"name"`
}

// scopeChoices are every scope there is: the district, then classes, lists and tasks by name.
func (s *Service) scopeChoices(ctx context.Context) ([]ScopeChoice, error) {
	names, err := s.places.ScopeNames(ctx)
	if err != nil {
		return nil, err
	}
	out := []ScopeChoice{{Scope: scopeView(schedule.Scope{Kind: schedule.ScopeAll}), Name: scopeName(ctx, schedule.Scope{Kind: schedule.ScopeAll}, nil)}}
	for sc, name := range names {
		out = append(out, ScopeChoice{Scope: scopeView(sc), Name: name})
	}
	kinds := []schedule.ScopeKind{schedule.ScopeAll, schedule.ScopeClass, schedule.ScopeList, schedule.ScopeTask}
	slices.SortFunc(out, func(a, b ScopeChoice) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Scope.Kind), slices.Index(kinds, b.Scope.Kind)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Scope.TaskID, b.Scope.TaskID))
	})
	return out, nil
}

// RuleSetRights are what the caller may do with rule sets.
type RuleSetRights struct {
	Manage bool `json:"manage"`
}

// Adoptions returns the history of what was in force. Everybody who is signed in may read it.
func (s *Service) Adoptions(ctx context.Context) (RuleSetAdoptions, error) {
	if err := s.may(ctx, auth.PermRulesRead); err != nil {
		return RuleSetAdoptions{}, err
	}
	items, err := s.adoptions(ctx, 0)
	v := RuleSetAdoptions{Items: items, Scopes: []ScopeChoice{}, May: RuleSetRights{s.may(ctx, auth.PermRulesManage) == nil}}
	if err == nil && v.May.Manage {
		v.Scopes, err = s.scopeChoices(ctx)
	}
	return v, err
}

func (s *Service) adoption(ctx context.Context, id int64) (RuleSetAdoption, error) {
	items, err := s.adoptions(ctx, id)
	if err != nil || len(items) == 0 {
		return RuleSetAdoption{}, err
	}
	return items[0], nil
}

// adoptions reads one adoption, or all with 0, in two statements; names of scopes are a third when there is one to name.
func (s *Service) adoptions(ctx context.Context, id int64) ([]RuleSetAdoption, error) {
	var rows []struct {
		Row        adoptionRow `gorm:"embedded"`
		SetName    string
		SetVersion int
	}
	err := s.db.Read(ctx).Raw(`SELECT a.*, r.name AS set_name, r.version AS set_version FROM rule_set_adoptions a JOIN rule_sets r ON r.id = a.rule_set_id
		WHERE ? IN (0, a.id) ORDER BY a.id DESC`, id).Scan(&rows).Error
	if err != nil {
		return nil, database.Translate(err)
	}
	users, scoped, adopted := []int64{}, false, make([]adoptionRow, 0, len(rows))
	for _, found := range rows {
		row := found.Row
		adopted = append(adopted, row)
		users = append(users, row.ProposedBy)
		if row.DecidedBy != nil {
			users = append(users, *row.DecidedBy)
		}
		scoped = scoped || row.ScopeKind == schedule.ScopeList || row.ScopeKind == schedule.ScopeTask
	}
	people, err := s.auth.Directory().Users(ctx, users)
	if err != nil {
		return nil, err
	}
	var names map[schedule.Scope]string
	if scoped {
		if names, err = s.places.ScopeNames(ctx); err != nil {
			return nil, err
		}
	}
	by, out := actorID(ctx), make([]RuleSetAdoption, 0, len(rows))
	manage, deciding := s.may(ctx, auth.PermRulesManage) == nil, s.deciding(adopted)
	for _, found := range rows {
		row := found.Row
		v := RuleSetAdoption{ID: row.ID, RuleSetID: row.RuleSetID, RuleSet: found.SetName, RuleSetVersion: found.SetVersion, State: row.State,
			From: row.From, Scope: scopeView(row.scope()), ScopeName: scopeName(ctx, row.scope(), names), Words: row.Words,
			InForce: slices.Contains(deciding, row.ID), ProposedBy: person(people, row.ProposedBy), ProposedOn: row.ProposedOn,
			ProposedAt: time.UnixMilli(row.ProposedAt).UTC(), Version: row.Version}
		if !row.To.IsZero() {
			v.To = &row.To
		}
		if row.DecidedBy != nil {
			who := person(people, *row.DecidedBy)
			v.DecidedBy, v.DecidedOn = &who, &row.DecidedOn
		}
		if manage && row.State == adoptionProposed {
			v.May = AdoptionRights{Adopt: by != nil && *by != row.ProposedBy && !row.From.Before(s.clock.Today()), Withdraw: true}
		}
		out = append(out, v)
	}
	return out, nil
}

// deciding are the adoptions that decide today: of each scope the one that was decided last.
func (s *Service) deciding(rows []adoptionRow) []int64 {
	today, last := s.clock.Today(), map[schedule.Scope]adoptionRow{}
	for _, row := range rows {
		holds := row.State == adoptionAdopted && !row.From.After(today) && (row.To.IsZero() || !row.To.Before(today))
		if holds && row.DecidedNo > last[row.scope()].DecidedNo {
			last[row.scope()] = row
		}
	}
	var ids []int64
	for _, row := range last {
		ids = append(ids, row.ID)
	}
	return ids
}

func person(people map[int64]auth.UserRef, id int64) auth.UserRef {
	if who, ok := people[id]; ok {
		return who
	}
	return auth.UserRef{ID: id}
}

func scopeName(ctx context.Context, sc schedule.Scope, names map[schedule.Scope]string) string {
	switch {
	case sc.Kind == schedule.ScopeAll:
		return say(ctx, "全区", "The whole district")
	case sc.Kind == schedule.ScopeClass:
		return sc.Class
	}
	return names[sc]
}
