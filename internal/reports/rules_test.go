package reports_test

import (
	"sync/atomic"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/reports"
	"guatu/internal/schedule"
)

// turning is a rulebook whose rules can be turned over.
type turning struct {
	schedule.Rulebook
	set  atomic.Pointer[schedule.RuleSet]
	mark atomic.Int64
}

func (b *turning) RuleSet() *schedule.RuleSet { return b.set.Load() }
func (b *turning) Mark() int64                { return b.mark.Load() }

// TestNewRulesAreNewModels: an instance may read the change mark of a transaction that brought new rules before it learns
// of the rules. What it keeps then must not be the answer afterwards, although the database has not changed any more.
func TestNewRulesAreNewModels(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		w.district(t)
		w.put(t, milestone{ID: 901, ProjectID: 10, LeadDepartmentID: edu, Name: "开工", BaselineOn: date("2017-09-20"), ApprovedOn: date("2017-09-20")}, date("2017-01-10"))
		policy, err := policies()
		must(t, err)
		book := &turning{Rulebook: schedule.Fixed(w.set, w.calendar)}
		book.set.Store(schedule.Default())
		service := reports.New(reports.Options{DB: db, Clock: w.clock, Policy: policy, Directory: auth.NewDirectory(db, w.clock), Rules: book, Indicators: w.source})
		ask := func() (reports.Board, reports.Overview) {
			b, err := service.Board(ctxOf("supervisor"), 2017, schedule.Date{})
			must(t, err)
			o, err := service.Overview(ctxOf("supervisor"), schedule.Date{})
			must(t, err)
			return b, o
		}
		board, before := ask()
		if len(board.Tasks) == 0 || before.ByLamp.Yellow == 0 {
			t.Fatalf("%d tasks, %+v", len(board.Tasks), before.ByLamp)
		}
		strict := schedule.Default()
		strict.Name, strict.MilestoneRule.RedAfterDays, strict.MilestoneRule.RedAfterDaysKey = "strict", 0, 0
		book.set.Store(strict)
		book.mark.Add(1)
		board, after := ask()
		if after.ByLamp.Red <= before.ByLamp.Red {
			t.Errorf("the overview still counts by the rules of before: %+v, then %+v", before.ByLamp, after.ByLamp)
		}
		for _, task := range board.Tasks {
			if task.Lamp.RuleSet != "strict" {
				t.Errorf("the board still judges %s by %s", task.Title, task.Lamp.RuleSet)
			}
		}
	})
}
