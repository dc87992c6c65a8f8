package audit

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
)

// Exported is what left the house in a file.
type Exported struct {
	AsOf    string            `json:"asOf"`
	Filter  map[string]string `json:"filter"`
	Columns []string          `json:"columns"`
	Rows    int               `json:"rows"`
}

// Export records that a list (projects, milestones, …) was taken out, in a transaction of its own: before the first row is
// sent, so that no file is without its record.
func (r *Recorder) Export(ctx context.Context, db *database.DB, list string, e Exported) error {
	return db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return r.Record(ctx, tx, Event{Action: "export." + list, Entity: "export", After: e})
	})
}
