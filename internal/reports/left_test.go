package reports_test

import (
	"slices"
	"testing"

	"guatu/internal/frozen"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/reports"
	"guatu/internal/schedule"
)

// alarmed are the indicators in the list of what is red or yellow, whether one of them owes a report, and what the list counts.
func (w *world) alarmed(t testing.TB, basis schedule.Basis) (ids []int64, owed bool, counts reports.WorkCounts) {
	t.Helper()
	list, err := w.service.Attention(httpapi.OnBasis(ctxOf("leader.edu"), basis), schedule.Date{})
	must(t, err)
	for _, item := range list.Items {
		if item.Kind == "indicator" {
			ids = append(ids, item.ID)
			owed = owed || item.NeedsReport
		}
	}
	return ids, owed, list.Counts
}

// TestSuspendedOnBothPlans: what is suspended is not what somebody has to act on today; on the original plan it was never
// suspended, and is as late as the board of that plan says.
func TestSuspendedOnBothPlans(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		w.district(t)
		_, _, before := w.alarmed(t, schedule.Original)
		for _, c := range []struct {
			name, set          string
			current, originals []int64
		}{
			{"suspended", "suspended_on = '2017-09-01'", nil, []int64{11}},
			{"suspended and not reviewed for 90 days", "suspended_on = '2017-06-01'", []int64{11}, []int64{11}},
			{"left the plan", "suspended_on = NULL, exited_on = '2017-09-01'", nil, []int64{11}},
			{"carried over", "exited_on = NULL, carried_on = '2017-09-01', carried_to = 99", nil, nil},
		} {
			w.exec(t, "UPDATE indicators SET "+c.set+" WHERE id = 11")
			if got, _, _ := w.alarmed(t, schedule.Current); !slices.Equal(got, c.current) {
				t.Errorf("%s, current plan: %v, want %v", c.name, got, c.current)
			}
			got, owed, counts := w.alarmed(t, schedule.Original)
			if !slices.Equal(got, c.originals) {
				t.Errorf("%s, original plan: %v, want %v", c.name, got, c.originals)
			}
			if owed {
				t.Errorf("%s: it owes no report, whatever plan one looks at", c.name)
			}
			if len(c.originals) > 0 && (counts.Red != before.Red || counts.Yellow != before.Yellow) {
				t.Errorf("%s: no approval changes what the original plan counts: %+v, want %+v", c.name, counts, before)
			}
		}
	})
}

// TestIndicatorsThatLeft: an indicator that left the plan between two days is named as such, itself or with its milestone, and
// what went on in the next plan is compared there.
func TestIndicatorsThatLeft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		w.district(t)
		w.exec(t, "UPDATE indicators SET exited_on = '2017-09-20', exit_document = '〔2017〕9 号' WHERE id = 11")
		w.exec(t, "UPDATE indicators SET carried_on = '2017-09-20', carried_to = 99 WHERE id = 12")
		w.exec(t, "UPDATE milestones SET exited_on = '2017-09-21', exit_document = '〔2017〕9 号' WHERE id = 4")
		got, err := w.service.Compare(ctxOf("leader.edu"), reports.CompareQuery{From: reports.End{Day: date("2017-09-01")}, To: reports.End{Day: date("2017-09-30")},
			Kind: frozen.Task, Group: reports.GroupExited, Limit: 10})
		must(t, err)
		var ids []int64
		for _, item := range got.Items {
			ids = append(ids, item.ID)
		}
		if slices.Sort(ids); !slices.Equal(ids, []int64{11, 13}) || got.Counts.Exited != 2 || got.Counts.Unreported != 0 {
			t.Errorf("%v, %+v", ids, got.Counts)
		}
	})
}

// TestConclusionOnTheBoard: the words of whoever verified stand on the board for those who may read words, and of what is done.
func TestConclusionOnTheBoard(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		w.district(t)
		w.exec(t, "UPDATE indicators SET conclusion = '现场核查属实' WHERE id IN (11, 12)")
		w.exec(t, "UPDATE indicators SET value_milli = 300000, verified = 1 WHERE id = 11")
		for who, want := range map[string][]string{"supervisor": {"现场核查属实", "", ""}, "reporter.edu": {"", "", ""}} {
			board, err := w.service.Board(ctxOf(who), 2017, schedule.Date{})
			must(t, err)
			var got []string
			for _, i := range board.Tasks[0].Indicators {
				got = append(got, i.Conclusion)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", who, got, want)
			}
		}
	})
}
