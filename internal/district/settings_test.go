package district_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"gorm.io/gorm"

	"guatu/internal/auth/authtest"
	"guatu/internal/district"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

func TestSettingsOverHTTP(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := peopled(t, db)
		const url = "/api/v1/settings"
		patch := func(name string, version int64, body string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: "sysadmin", Method: http.MethodPatch, URL: url, IfMatch: version, Body: body}
		}
		with := func(s apitest.Scenario, status int, code string, contains ...string) apitest.Scenario {
			s.Status, s.Code, s.MustContain = status, code, contains
			return s
		}
		secadmin := patch("the security administrator", 1, `{"name":"某区"}`)
		secadmin.Actor = "secadmin"
		w.Run(t,
			apitest.Scenario{Name: "what the configuration says", Actor: "sysadmin", URL: url, MustContain: []string{`"zone":"Asia/Shanghai"`,
				`"ruleSet":"zhenan-default-1"`, `"ruleSetSince":null`, `"planYear":2018`, `"version":1`}},
			apitest.Scenario{Name: "a reporter", Actor: "reporter.edu", URL: url, Status: 403},
			with(secadmin, 403, "forbidden"),
			with(patch("a zone nobody knows", 1, `{"zone":"Mars/Base"}`), 422, "invalid", `"field":"zone"`),
			with(patch("the rule set", 1, `{"ruleSet":"wuhan"}`), 422, "invalid", "ruleSet"),
			with(patch("no name", 1, `{"name":"  "}`), 422, "invalid", "name"),
			with(patch("a year out of reach", 1, `{"planYear":1999}`), 422, "invalid", "planYear"),
			with(patch("without a version", 0, `{"name":"某区"}`), 428, "if_match_required"),
			with(patch("name and year", 1, `{"name":" 某区 ","planYear":2019}`), 200, "", `"name":"某区"`, `"planYear":2019`, `"version":2`, `"zone":"Asia/Shanghai"`),
			with(patch("a stale version", 1, `{"name":"别的区"}`), 412, "version_conflict", `"current":`, `"name":"某区"`),
			with(patch("nothing new", 2, `{"name":"某区"}`), 200, "", `"version":2`),
			apitest.Scenario{Name: "everybody sees it", URL: "/api/v1/district", MustContain: []string{`"name":"某区"`, `"planYear":2019`, `"setupNeeded":false`}},
		)
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'district.edit' AND before_state LIKE '%2018%' OR action = 'district.edit' AND after_state LIKE '%2019%'"); n != 1 {
			t.Errorf("%d records of one change", n)
		}
	})
}

// TestZoneCountsAtOnce: the next request on the other instance stands on the day of the new zone.
func TestZoneCountsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		late := time.Date(2018, 3, 1, 15, 0, 0, 0, time.UTC) // 23:00 of 1 March in Shanghai
		here := instance(t, db, late)
		there := instance(t, db, late)
		authtest.Seed(t, here.auth)
		token := authtest.Token(t, there.auth, "sysadmin")
		there.Run(t, apitest.Scenario{Name: "before", URL: "/api/v1/calendar", Token: token, MustContain: []string{`"year":2018`}})
		here.Run(t,
			apitest.Scenario{Name: "eastward", Actor: "sysadmin", Method: http.MethodPatch, URL: "/api/v1/settings", IfMatch: 1, Body: `{"zone":"Pacific/Auckland"}`},
			apitest.Scenario{Name: "back would be yesterday", Actor: "sysadmin", Method: http.MethodPatch, URL: "/api/v1/settings", IfMatch: 2,
				Body: `{"zone":"Asia/Shanghai"}`, Status: 409, Code: "zone_moves_day_back"})
		there.Run(t, apitest.Scenario{Name: "after", URL: "/api/v1/me", Token: token})
		for name, w := range map[string]*world{"here": here, "there": there} {
			if today := w.clock.Today().String(); today != "2018-03-02" {
				t.Errorf("%s it is %s", name, today)
			}
		}
	})
}

func TestRuleSetsAreOpenToEverybody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := peopled(t, db)
		var sets district.RuleSets
		w.Run(t,
			apitest.Scenario{Name: "nobody", URL: "/api/v1/rule-sets", Status: 401},
			apitest.Scenario{Name: "a reporter", Actor: "reporter.edu", URL: "/api/v1/rule-sets", After: func(t *testing.T, r *apitest.Response) { r.JSON(t, &sets) },
				MustContain: []string{"落后序时 10 个百分点起为黄灯，超过 30 个百分点为红灯", "计划达到 20% 以后，实际不到计划的 80% 为黄灯，不到 60% 为红灯", "每月 5 日前"}},
		)
		if len(sets.Items) != 6 || !sets.Items[0].InForce || sets.Items[0].Name != "zhenan-default-1" || sets.ChangeNote == "" {
			t.Errorf("%d sets, first %+v", len(sets.Items), sets.Items[0])
		}
		for i, set := range sets.Items {
			if set.Text == "" || set.Source == "" || len(set.Thresholds) < 8 || i > 0 && set.InForce {
				t.Errorf("%s: %+v", set.Name, set)
			}
		}
		// Another one put in force under the epoch, as the act of two people will: it counts here with the next request.
		err := w.db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
			if err := tx.Exec("UPDATE access_epoch SET epoch = epoch + 1").Error; err != nil {
				return err
			}
			return tx.Exec("UPDATE district SET rule_set = 'wuhan', rule_set_since = '2018-03-01'").Error
		})
		check(t, err)
		mark := w.book.Mark()
		w.Run(t, apitest.Scenario{Name: "after a change", Actor: "leader.edu", URL: "/api/v1/rule-sets", MustContain: []string{`{"items":[{"name":"wuhan"`, `"since":"2018-03-01"`}})
		if w.book.RuleSet().Name != "wuhan" || w.book.Mark() == mark {
			t.Errorf("%s, mark %d", w.book.RuleSet().Name, w.book.Mark())
		}
	})
}

// TestUnknownRuleSetStopsTheStart: a database of a newer program must not be judged by guesses.
func TestUnknownRuleSetStopsTheStart(t *testing.T) {
	db := dbtest.New(t, database.SQLite)
	w := empty(t, db)
	check(t, db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
		return tx.Exec("UPDATE district SET rule_set = 'of-tomorrow'").Error
	}))
	if err := w.book.Load(context.Background()); err == nil {
		t.Error("an unknown rule set was put in force")
	}
	if w.book.RuleSet().Name != "zhenan-default-1" {
		t.Error("what was in force is gone")
	}
}
