package plans_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"guatu/internal/plans"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

// TestTwoPeopleFreeze walks a plan from an empty draft to frozen, with everything that is refused on the way.
func TestTwoPeopleFreeze(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		step := func(name, actor, verb string, version int64, status int, code string, contain ...string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: "/api/v1/plans/2017/" + verb, IfMatch: version,
				Key: strings.ReplaceAll(name, " ", "-"), Body: map[string]string{"propose": "", "freeze": "", "withdraw": `{"reason":"漏了一项"}`}[verb],
				Status: status, Code: code, MustContain: contain}
		}
		fill := step("proposed", "supervisor", "propose", 1, 200, "", `"state":"proposed"`, `"proposedBy":{"id":4`, `"proposedOn":"2017-01-10"`, `"version":2`)
		fill.Before = func(t *testing.T) {
			w.exec(t, "UPDATE milestones SET baseline_on = '2017-06-30', approved_on = '2017-06-30'")
		}
		add := step("a fault", "supervisor", "propose", 1, 409, "plan_has_faults", `"current":{"year":2017`, `"code":"no_date"`, "没有计划完成日期", `"blocking":1`)
		add.Before = func(t *testing.T) {
			w.project(t, 10, "学校", edu, nil)
			w.milestone(t, 1, 10, "开工", nil, 10)
		}
		w.Run(t,
			apitest.Scenario{Name: "untouched year", Actor: "reporter.edu", URL: "/api/v1/plans/2019", MustContain: []string{`"state":"draft"`, `"version":1`}},
			apitest.Scenario{Name: "no year", Actor: "supervisor", URL: "/api/v1/plans/99999999", Status: 404, Code: "not_found"},
			apitest.Scenario{Name: "no business role", Actor: "sysadmin", URL: "/api/v1/plans", Status: 403, Code: "forbidden"},
			step("an empty plan", "supervisor", "propose", 1, 409, "plan_empty"),
			add,
			step("not proposed", "supervisor.2", "freeze", 1, 409, "plan_not_proposed"),
			step("nothing to withdraw", "supervisor", "withdraw", 1, 409, "plan_not_proposed"),
			step("by a reporter", "reporter.edu", "propose", 1, 403, "forbidden"),
			step("by the auditor", "auditor", "propose", 1, 403, "forbidden"),
			step("stale", "supervisor", "propose", 7, 412, "version_conflict", `"current":{"year":2017`),
			fill,
			step("proposed twice", "supervisor.2", "propose", 2, 409, "plan_proposed"),
			step("by the same person", "supervisor", "freeze", 2, 403, "same_person"),
			step("withdrawn", "supervisor.2", "withdraw", 2, 200, "", `"state":"draft"`, `"proposedBy":null`),
			step("proposed again", "supervisor.2", "propose", 3, 200, "", `"state":"proposed"`),
			step("frozen", "supervisor", "freeze", 4, 200, "", `"state":"frozen"`, `"frozenBy":{"id":4`, `"version":5`, `"counts":{"projects":1,"milestones":1,"tasks":0,"indicators":0}`),
			step("for good", "supervisor.2", "withdraw", 5, 409, "plan_frozen"),
			step("frozen twice", "supervisor.2", "freeze", 5, 409, "plan_frozen"),
			apitest.Scenario{Name: "the list", Actor: "auditor", URL: "/api/v1/plans", MustContain: []string{`"year":2017,"state":"frozen"`}},
		)
		var acts []string
		must(t, db.Read(context.Background()).Raw("SELECT action FROM audit_events WHERE entity = 'plan' AND entity_id = 2017 ORDER BY id").Scan(&acts).Error)
		if want := []string{"plan.propose", "plan.withdraw", "plan.propose", "plan.freeze"}; !slices.Equal(acts, want) {
			t.Errorf("audit %v", acts)
		}
	})
}

// TestCheckList names every fault, what stops the freeze first, and shows each reader the rows of theirs.
func TestCheckList(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.exec(t, "INSERT INTO posts (id, code, name) VALUES (5, 'leader', '分管领导')")
		w.project(t, 10, "A", edu, 5)
		w.project(t, 20, "B", closed, nil)
		w.milestone(t, 1, 10, "好", "2017-06-30", 1)
		w.milestone(t, 2, 10, "无日期", nil, 0)
		w.project(t, 30, "C", edu, 5)
		w.milestone(t, 3, 30, "去年", "2016-06-30", 1)
		w.exec(t, "UPDATE milestones SET plan_year = 2016 WHERE id = 3")
		w.task(t, 1, 1, edu)
		w.task(t, 2, 2, edu)
		w.indicator(t, 1, 1, "CUM", map[string]any{"target_milli": 0, "unit": "个"})
		w.indicator(t, 2, 1, "CUM", map[string]any{"target_milli": 5000})
		w.indicator(t, 3, 1, "RATE", map[string]any{"unit": "%", "department_id": closed})
		w.indicator(t, 4, 1, "EVENT", nil)
		w.indicator(t, 5, 1, "EVENT", map[string]any{"milestone_id": 3})
		w.indicator(t, 6, 1, "EVENT", map[string]any{"milestone_id": 1})
		w.indicator(t, 7, 1, "OPEN", nil)
		w.indicator(t, 8, 1, "SERVICE", nil)
		w.indicator(t, 9, 1, "STAGE", map[string]any{"milestone_id": 1})
		w.indicator(t, 11, 1, "KEEP", map[string]any{"weight": 0})
		all, err := w.service.Check(ctxOf("supervisor"), 2017)
		must(t, err)
		want := map[string]string{
			"milestone 2": "no_date no_weight", "project 20": "no_unit no_milestone no_leader", "project 30": "no_milestone",
			"task 1": "no_leader", "task 2": "no_target no_leader",
			"indicator 1": "no_target", "indicator 2": "no_measure", "indicator 3": "no_target no_unit", "indicator 4": "no_milestone",
			"indicator 5": "other_year", "indicator 7": "open_without_end", "indicator 8": "open_without_end", "indicator 9": "no_target", "indicator 11": "no_weight",
		}
		got, blocking, notes, seenNote := map[string]string{}, 0, 0, false
		for _, item := range all.Items {
			var codes []string
			stops := false
			for _, f := range item.Faults {
				codes = append(codes, f.Code)
				if f.Level == "blocking" {
					blocking, stops = blocking+1, true
				} else {
					notes++
				}
				if f.Message == "" || f.Message == "内容不完整" {
					t.Errorf("%s says nothing about %s", item.Kind, f.Code)
				}
			}
			if stops && seenNote {
				t.Errorf("%s %d stops the freeze and stands behind notes", item.Kind, item.ID)
			}
			seenNote = seenNote || !stops
			got[fmt.Sprintf("%s %d", item.Kind, item.ID)] = strings.Join(codes, " ")
		}
		for at, codes := range want {
			if got[at] != codes {
				t.Errorf("%s: %q, want %q", at, got[at], codes)
			}
			delete(got, at)
		}
		if len(got) > 0 || all.Blocking != blocking || all.Notes != notes || all.Total != 3+2+2+10 {
			t.Errorf("more than expected: %v; %d blocking of %d, %d notes of %d, total %d", got, all.Blocking, blocking, all.Notes, notes, all.Total)
		}
		own, err := w.service.Check(ctxOf("reporter.edu"), 2017)
		must(t, err)
		for _, item := range own.Items {
			if item.Department.ID != edu {
				t.Errorf("reporter.edu sees %s %d of another unit", item.Kind, item.ID)
			}
		}
		if len(own.Items) != len(want)-2 {
			t.Errorf("reporter.edu sees %d rows", len(own.Items))
		}
	})
}

// TestFreezeWaitsForChanges: a change that holds the plan is in it before the plan is checked, and one that comes later is
// refused. On SQLite there is one writer, and the order is the same.
func TestFreezeWaitsForChanges(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.project(t, 10, "A", edu, nil)
		w.milestone(t, 1, 10, "开工", "2017-06-30", 1)
		proposed := make(chan error, 1)
		err := db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error {
			if frozen, err := w.store.HoldPlan(ctx, tx, 2017); err != nil || frozen {
				return fmt.Errorf("frozen %v: %w", frozen, err)
			}
			go func() {
				_, err := w.service.Propose(ctxOf("supervisor"), 2017, 1)
				proposed <- err
			}()
			select {
			case err := <-proposed:
				return fmt.Errorf("proposed while a change was under way: %w", err)
			case <-time.After(300 * time.Millisecond):
			}
			return tx.Exec("UPDATE milestones SET baseline_on = NULL, approved_on = NULL WHERE id = 1").Error
		})
		must(t, err)
		if err := <-proposed; !isCode(err, "plan_has_faults") {
			t.Errorf("the check did not see the change before it: %v", err)
		}
		w.exec(t, "UPDATE milestones SET baseline_on = '2017-06-30', approved_on = '2017-06-30' WHERE id = 1")
		plan, err := w.service.Propose(ctxOf("supervisor"), 2017, 1)
		must(t, err)
		hold := func() (frozen bool, err error) {
			err = db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error {
				frozen, err = w.store.HoldPlan(ctx, tx, 2017)
				return err
			})
			return frozen, err
		}
		if _, err := hold(); !isCode(err, "plan_proposed") {
			t.Errorf("a change between proposing and freezing: %v", err)
		}
		_, err = w.service.Freeze(ctxOf("supervisor.2"), 2017, plan.Version)
		must(t, err)
		if frozen, err := hold(); err != nil || !frozen {
			t.Errorf("after the freeze: %v, %v", frozen, err)
		}
	})
}

// TestDeadline: a phrase gives a day, how exact and how firm; what could mean two days is refused.
func TestDeadline(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		for words, want := range map[string]plans.DeadlineProposal{
			"6月底前": {Date: day("2018-06-30"), Precision: "month", Firmness: "firm"},
			"力争年内": {Date: day("2018-12-31"), Precision: "year", Firmness: "aim"},
			"上半年":  {Date: day("2018-06-30"), Precision: "halfYear", Firmness: "firm"},
		} {
			got, err := w.service.Deadline(ctxOf("supervisor"), words, 2018)
			if want.Words = words; err != nil || got != want {
				t.Errorf("%s: %+v, %v", words, got, err)
			}
		}
		w.Run(t,
			apitest.Scenario{Name: "default year", Actor: "supervisor", URL: "/api/v1/deadline?words=6%E6%9C%88%E5%BA%95%E5%89%8D", MustContain: []string{`"date":"2017-06-30"`}},
			apitest.Scenario{Name: "not understood", Actor: "supervisor", URL: "/api/v1/deadline?words=%E6%98%A5%E8%8A%82%E5%89%8D", Status: 422, Code: "invalid", MustContain: []string{"deadline_unknown"}},
			apitest.Scenario{Name: "no words", Actor: "supervisor", URL: "/api/v1/deadline", Status: 422, Code: "invalid"},
		)
	})
}
