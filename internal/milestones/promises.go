package milestones

import (
	"context"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Promise is one of the dates a milestone was ever promised for: by the plan of a year, with what became of it.
type Promise struct {
	MilestoneID int64          `json:"milestoneId"`
	Year        int            `json:"year" doc:"The plan that made the promise"`
	Baseline    *schedule.Date `json:"baseline" format:"date"`
	Approved    *schedule.Date `json:"approved" format:"date" doc:"After the approved changes of that plan"`
	Changes     int            `json:"changes"`
	SlipDays    int            `json:"slipDays"`
	Reached     *schedule.Date `json:"reached" format:"date"`
	CarriedOn   *schedule.Date `json:"carriedOn" format:"date" doc:"Day it was carried over to the next plan"`
	Outcome     Kept           `json:"outcome" enum:"open,suspended,kept,late,missed,carried,exited" doc:"missed: carried over after its day; carried: before it"`
}

// Kept says what became of a promise.
type Kept string

// The outcomes of a promise.
const (
	KeptOpen      Kept = "open"
	KeptSuspended Kept = "suspended"
	KeptInTime    Kept = "kept"
	KeptLate      Kept = "late"
	KeptMissed    Kept = "missed"
	KeptCarried   Kept = "carried"
	KeptExited    Kept = "exited"
)

func (m MilestoneRow) promise() Promise {
	return Promise{MilestoneID: m.ID, Year: m.PlanYear, Baseline: orNull(m.Baseline), Approved: orNull(m.Due()), Changes: m.Changes,
		SlipDays: m.slipDays(), Reached: orNull(m.Reached), CarriedOn: orNull(m.CarriedOn), Outcome: m.outcome()}
}

func (m MilestoneRow) outcome() Kept {
	due := m.Due()
	switch {
	case m.Done() && !due.IsZero() && m.Reached.After(due):
		return KeptLate
	case m.Done():
		return KeptInTime
	case m.Carried() && !due.IsZero() && m.CarriedOn.After(due):
		return KeptMissed
	case m.Carried():
		return KeptCarried
	case !m.ExitedOn.IsZero():
		return KeptExited
	case m.Suspended():
		return KeptSuspended
	}
	return KeptOpen
}

// promisesOf returns what was promised before each of the rows, oldest first, by row: one statement, and none when nothing
// was carried over. The rows before are never edited again, so that the live table says it of every day.
func (s *Store) promisesOf(ctx context.Context, rows []Named) (map[int64][]Promise, error) {
	out := map[int64][]Promise{}
	var heads []int64
	for _, row := range rows {
		if row.CarriedFrom != nil {
			heads = append(heads, row.ID)
		}
	}
	if len(heads) == 0 {
		return out, nil
	}
	var found []struct {
		MilestoneRow
		Head int64
	}
	err := s.db.Read(ctx).Raw("WITH RECURSIVE chain (head, id, carried_from, depth) AS ("+
		"SELECT m.id, m.id, m.carried_from, 0 FROM milestones m WHERE m.id IN ?"+
		" UNION ALL SELECT c.head, m.id, m.carried_from, c.depth + 1 FROM chain c JOIN milestones m ON m.id = c.carried_from WHERE c.depth < 50)"+
		" SELECT m.*, c.head FROM chain c JOIN milestones m ON m.id = c.id WHERE c.depth > 0 ORDER BY c.head, c.depth DESC", heads).Scan(&found).Error
	for _, row := range found {
		out[row.Head] = append(out[row.Head], row.promise())
	}
	return out, database.Translate(err)
}
