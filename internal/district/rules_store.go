package district

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// ruleSetRow is one row of rule_sets; it is never changed.
type ruleSetRow struct {
	ID         int64
	Name       string
	Version    int
	Body       string
	UploadedBy *int64
	UploadedAt int64
	RecordedOn schedule.Date
}

func (ruleSetRow) TableName() string { return "rule_sets" }

// The states of an adoption.
const (
	adoptionProposed  = "proposed"
	adoptionAdopted   = "adopted"
	adoptionWithdrawn = "withdrawn"
)

// adoptionRow is one row of rule_set_adoptions.
type adoptionRow struct {
	ID         int64
	RuleSetID  int64
	State      string
	From       schedule.Date `gorm:"column:from_on"`
	To         schedule.Date `gorm:"column:to_on"`
	ScopeKind  schedule.ScopeKind
	ScopeClass string
	ScopeList  string
	ScopeTask  int64
	Words      string
	ProposedBy int64
	ProposedOn schedule.Date
	ProposedAt int64
	DecidedBy  *int64
	DecidedOn  schedule.Date
	DecidedAt  *int64
	DecidedNo  int64
	Version    int64
}

func (adoptionRow) TableName() string { return "rule_set_adoptions" }

func (a adoptionRow) scope() schedule.Scope {
	return schedule.Scope{Kind: a.ScopeKind, Class: a.ScopeClass, List: a.ScopeList, Task: a.ScopeTask}
}

// storedSets are the uploaded rule sets, the newest first.
func (s *Service) storedSets(ctx context.Context) ([]ruleSetRow, error) {
	var rows []ruleSetRow
	err := s.db.Read(ctx).Order("id DESC").Find(&rows).Error
	return rows, database.Translate(err)
}

func one[T any](tx *gorm.DB, id int64) (T, error) {
	var row T
	done := tx.Where("id = ?", id).Limit(1).Find(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, httpapi.NotFound()
	}
	return row, database.Translate(done.Error)
}

// readTerms reads what was adopted, in the order of the decisions, over the base.
func (b *Book) readTerms(ctx context.Context) ([]schedule.Term, error) {
	var rows []struct {
		Row  adoptionRow `gorm:"embedded"`
		Body string
	}
	err := b.db.Read(ctx).Raw(`SELECT a.*, r.body FROM rule_set_adoptions a JOIN rule_sets r ON r.id = a.rule_set_id
		WHERE a.state = ? ORDER BY a.decided_no`, adoptionAdopted).Scan(&rows).Error
	if err != nil {
		return nil, database.Translate(err)
	}
	terms := make([]schedule.Term, 0, len(rows))
	for _, row := range rows {
		set, faults := readRuleSet(row.Body)
		if len(faults) > 0 {
			return nil, fmt.Errorf("district: stored rule set %d: line %d: %s", row.Row.RuleSetID, faults[0].Line, faults[0].en)
		}
		terms = append(terms, schedule.Term{Set: set, From: row.Row.From, To: row.Row.To, Scope: row.Row.scope()})
	}
	return terms, nil
}

// managed reads a row somebody wants to act on: 404 when it is not there, then 403 for whoever may only read it.
func managed[T any](ctx context.Context, s *Service, id int64) (T, error) {
	row, err := one[T](s.db.Read(ctx), id)
	if err != nil {
		return row, err
	}
	return row, s.may(ctx, auth.PermRulesManage)
}
