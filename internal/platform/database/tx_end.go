package database

import (
	"context"

	"gorm.io/gorm"
)

// Outcome is what became of a transaction.
type Outcome int

// A transaction was committed, was rolled back, or the connection was lost at COMMIT and nobody knows.
const (
	RolledBack Outcome = iota
	Committed
	Unknown
)

// Closing is work that belongs to the very end of a transaction, when everything else of it has succeeded.
type Closing interface {
	// Close writes into the transaction; after it comes only COMMIT. Its error undoes the whole.
	Close(ctx context.Context, tx *gorm.DB) error
	// Closed is told the outcome, once for each Close that was called, whether that failed or not. What Close took hold
	// of must be let go here.
	Closed(outcome Outcome)
}

type ending struct {
	key     any
	closing Closing
	begun   bool
}

// AtEnd returns the work that was registered under key in the transaction of ctx, or registers what begin makes; nil when
// ctx carries no transaction that can be committed. An attempt that runs again begins without any.
func AtEnd(ctx context.Context, key any, begin func() Closing) Closing {
	state := stateOf(ctx)
	if state == nil || state.read {
		return nil
	}
	for _, e := range state.ends {
		if e.key == key {
			return e.closing
		}
	}
	state.ends = append(state.ends, ending{key: key, closing: begin()})
	return state.ends[len(state.ends)-1].closing
}

func (s *txState) end(ctx context.Context, tx *gorm.DB) error {
	for i := range s.ends {
		s.ends[i].begun = true
		if err := s.ends[i].closing.Close(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

func (s *txState) ended(outcome Outcome) {
	for _, e := range s.ends {
		if e.begun {
			e.closing.Closed(outcome)
		}
	}
}
