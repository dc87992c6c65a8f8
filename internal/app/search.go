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

// fillDerived derives what a program from before there were the columns has left empty: when this one starts, and later, for
// such a program that runs beside it, when housekeeping comes round.
func (a *App) fillDerived(ctx context.Context) error {
	if err := a.fillSearch(ctx); err != nil {
		return err
	}
	filled, err := milestones.NewStore(a.db, a.clock).FillOriginal(ctx)
	if err != nil {
		return fmt.Errorf("deriving the dates of the original plan: %w", err)
	}
	if filled > 0 {
		a.log.InfoContext(ctx, "dates of the original plan derived", "rows", filled)
	}
	return nil
}

// fillSearch makes findable what was written without a search text.
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
