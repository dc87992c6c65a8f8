//go:build !race

package app

import (
	"testing"

	"guatu/internal/platform/database"
)

// TestNothingIsAssignedByTheWay runs without the race detector: many thousand requests that differ in one word.
func TestNothingIsAssignedByTheWay(t *testing.T) {
	t.Parallel()
	nothingIsAssignedByTheWay(t, boot(t, true, database.SQLite))
}
