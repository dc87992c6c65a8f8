package app

import (
	"context"
	"fmt"
	"slices"

	"guatu/internal/livelihood"
	"guatu/internal/milestones"
	"guatu/internal/platform/searchtext"
	"guatu/internal/projects"
)

// fillSearch makes findable what was written without a search text: by a program from before there was one, when this one
// starts, and later by such a program that runs beside it, when housekeeping comes round.
func (a *App) fillSearch(ctx context.Context) error {
	tables := slices.Concat(projects.SearchTables(), milestones.SearchTables(), livelihood.SearchTables())
	filled, err := searchtext.Fill(ctx, a.db, tables...)
	if err != nil {
		return fmt.Errorf("filling the search texts: %w", err)
	}
	if filled > 0 {
		a.log.InfoContext(ctx, "search texts filled", "rows", filled)
	}
	return nil
}
