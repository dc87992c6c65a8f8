package milestones

import (
	"strconv"
	"testing"
)

// TestHistoryIsCutOff: every version shown is compared with the one before it, also with one that is not shown any more.
func TestHistoryIsCutOff(t *testing.T) {
	for _, c := range []struct{ versions, shown, without int }{{1, 1, 1}, {3, 3, 1}, {historyLimit, historyLimit, 1}, {historyLimit + 1, historyLimit, 0}} {
		var rows []recorded
		for n := range c.versions {
			rows = append(rows, recorded{MilestoneRow: MilestoneRow{Version: int64(n + 1), ContactName: strconv.Itoa(n)}})
		}
		items := historyItems(rows, nil, cast{})
		without := 0
		for _, item := range items {
			if len(item.Changes) == 0 {
				without++
			}
		}
		if len(items) != c.shown || without != c.without {
			t.Errorf("of %d versions %d are shown, %d without a change; want %d and %d", c.versions, len(items), without, c.shown, c.without)
		}
	}
}
