package periods

import (
	"context"

	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// Source is what this package needs of the rooms: everything they would answer now.
type Source interface {
	// Freeze hands every row and every read model over, each once, with the answer given for it in Chinese. It is called in
	// the transaction of the close, as the one who closes.
	Freeze(ctx context.Context, month schedule.Month, keep func(item frozen.Item, answer any) error) error
	// Open counts what is not done yet for the month: three statements.
	Open(ctx context.Context, month schedule.Month) (LeftOpen, error)
}

// LeftOpen is what was not done when a month was closed, or would not be if it were closed now.
type LeftOpen struct {
	Unreported int `json:"unreported" doc:"Milestones, indicators and figures of projects that are 未报"`
	Reviewing  int `json:"reviewing" doc:"Reports that wait for a decision, at either level"`
	Claims     int `json:"claims" doc:"Of these, claims of completion"`
	Changes    int `json:"changes" doc:"Requests for another date or target that wait for a decision"`
}
