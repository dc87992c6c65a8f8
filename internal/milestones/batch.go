package milestones

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// batchLimit is how many reports one request decides.
const batchLimit = 200

// Batch asks for one step on many reports.
type Batch struct {
	// Outcome is OutcomeApproved or OutcomeConfirmed; a return has its own reason each time.
	Outcome Outcome
	Note    string
	Reports []BatchReport
}

// BatchReport is a report with the version the caller saw.
type BatchReport struct {
	ID      int64 `json:"id" minimum:"1"`
	Version int64 `json:"version" minimum:"1"`
	// Conclusion is needed where the report is a claim.
	Conclusion string `json:"conclusion,omitempty" maxLength:"2000" doc:"验收结论; required to confirm a claim"`
}

// BatchResult is what became of one report of a batch; Problem is nil when the step was taken.
type BatchResult struct {
	ID      int64            `json:"id"`
	OK      bool             `json:"ok"`
	State   *State           `json:"state" enum:"submitted,approved,confirmed,returned,withdrawn" doc:"Now; null when the caller may not read it"`
	Version *int64           `json:"version"`
	Problem *httpapi.Problem `json:"problem"`
}

// Decide takes the same step on many reports, each by itself: one that can not be decided stays as it was and says why, the
// others are decided. All stand in one transaction with a savepoint for each, so that the answer to a repeated request is the
// same (ADR 0021). Errors: 422.
func (s *Service) Decide(ctx context.Context, b Batch) ([]BatchResult, error) {
	b.Note = strings.TrimSpace(b.Note)
	if faults := b.faults(); len(faults) > 0 {
		return nil, invalid(faults)
	}
	who := s.reviewer(ctx)
	var out []BatchResult
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) (err error) {
		out, err = s.decideAll(ctx, tx, who, b)
		return err
	})
	return out, err
}

func (b Batch) faults() []Fault {
	faults := lengthFaults([]limited{{"note", b.Note, maxNote}})
	if len(b.Reports) == 0 || len(b.Reports) > batchLimit {
		faults = append(faults, Fault{"reports", "batch_size"})
	}
	seen := map[int64]bool{}
	for i, r := range b.Reports {
		if seen[r.ID] {
			faults = append(faults, Fault{fmt.Sprintf("reports[%d].id", i), "batch_twice"})
		}
		seen[r.ID] = true
	}
	return faults
}

func (s *Service) decideAll(ctx context.Context, tx *gorm.DB, who reviewer, b Batch) ([]BatchResult, error) {
	out := make([]BatchResult, 0, len(b.Reports))
	for i, r := range b.Reports {
		result, err := s.decideOne(ctx, tx, who, decision{r.ID, r.Version, b.Outcome, b.Note, strings.TrimSpace(r.Conclusion)}, fmt.Sprintf("report_%d", i))
		if err != nil {
			return nil, err
		}
		out = append(out, result)
	}
	return out, s.addStates(ctx, who, out)
}

// decideOne takes the step up to the savepoint; what people can understand is part of the answer, anything else ends the batch.
func (s *Service) decideOne(ctx context.Context, tx *gorm.DB, who reviewer, d decision, savepoint string) (BatchResult, error) {
	if err := tx.SavePoint(savepoint).Error; err != nil {
		return BatchResult{}, database.Translate(err)
	}
	_, err := s.store.report(ctx, d.id, who.read)
	if err == nil {
		err = s.decideLocked(ctx, tx, who, d)
	}
	if err == nil {
		return BatchResult{ID: d.id, OK: true}, nil
	}
	failure, understood := errors.AsType[*httpapi.Error](problem(err))
	if !understood {
		return BatchResult{}, err
	}
	failure.Current = nil // a page of 200 states is asked for again, not sent along
	return BatchResult{ID: d.id, Problem: httpapi.ProblemOf(ctx, failure)}, database.Translate(tx.RollbackTo(savepoint).Error)
}

// addStates says how each report stands after the batch, in one statement.
func (s *Service) addStates(ctx context.Context, who reviewer, results []BatchResult) error {
	ids := make([]int64, 0, len(results))
	for _, r := range results {
		ids = append(ids, r.ID)
	}
	states, err := s.store.states(ctx, ids, who.read)
	if err != nil {
		return err
	}
	for i, r := range results {
		at := slices.IndexFunc(states, func(now reportState) bool { return now.ID == r.ID })
		if at >= 0 {
			results[i].State, results[i].Version = &states[at].State, &states[at].Version
		}
	}
	return nil
}
