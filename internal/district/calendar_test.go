package district_test

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"testing"

	"guatu/internal/auth/authtest"
	"guatu/internal/district"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

const year2019 = "# 2019 年\n2019-01-01,holiday,元旦\n2019-02-04，休，春节\n2019-02-02\tworkday\t春节调休上班\n\n"

func TestCalendarOverHTTP(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w, there := peopled(t, db), instance(t, db, noon())
		token := authtest.Token(t, there.auth, "reporter.edu")
		faulty := "2019-01-01,holiday,元旦\n2019-02-30,holiday,x\n2018-12-31,holiday,y\n2019-01-01,workday,z\n2019-01-02,workday,周三\n2019-05-01,maybe\nhello\n- 2019-05-01"
		post := func(name, path, key, text string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/calendar/" + path, Key: key,
				Body: district.CalendarText{Year: 2019, Text: text, Source: "国办发明电〔2018〕15号"}}
		}
		with := func(s apitest.Scenario, status int, code string, contains ...string) apitest.Scenario {
			s.Status, s.Code, s.MustContain = status, code, contains
			return s
		}
		stranger := post("the security administrator", "import", "c0", year2019)
		stranger.Actor = "secadmin"
		w.Run(t,
			apitest.Scenario{Name: "built in, for everybody", Actor: "reporter.edu", URL: "/api/v1/calendar?year=2017", MustContain: []string{`"known":true`, `"builtIn":true`,
				`{"date":"2017-01-01","kind":"holiday","name":"元旦"}`, `"importedBy":null`, "国办"}},
			apitest.Scenario{Name: "a year nobody knows", Actor: "reporter.edu", URL: "/api/v1/calendar?year=2019", MustContain: []string{`"known":false`, `"days":[]`, `{"year":2018,"builtIn":true}`}},
			apitest.Scenario{Name: "when everything is reported", Actor: "reporter.edu", URL: "/api/v1/report-calendar?year=2017", MustContain: []string{`"known":true`,
				`{"cycle":"monthly","periods":[{"from":"2017-01-01","to":"2017-01-31","cutoff":"2017-02-05","unreported":"2017-02-09"}`,
				`{"from":"2017-09-21","to":"2017-09-30","cutoff":"2017-10-10","unreported":"2017-10-11"}`,
				`{"from":"2017-09-25","to":"2017-10-01","cutoff":"2017-10-10","unreported":"2017-10-11"}`}},
			apitest.Scenario{Name: "of this year, by Monday to Friday", Actor: "reporter.edu", URL: "/api/v1/report-calendar?year=2019", MustContain: []string{`"known":false`, `"to":"2019-01-06","cutoff":"2019-01-08"`}},
			with(stranger, 403, "forbidden"),
			with(post("preview", "preview", "", year2019), 200, "", `"faults":[]`, `"known":false`, `{"date":"2019-02-04","kind":"holiday","name":"春节"}`, `"workdays":260`),
			with(post("preview of faults", "preview", "", faulty), 200, "", `{"line":2,"code":"bad_date"`, `{"line":3,"code":"other_year"`, `{"line":4,"code":"twice"`,
				`{"line":5,"code":"no_weekend"`, `{"line":6,"code":"bad_kind"`, `{"line":7,"code":"unreadable"`, `{"line":8,"code":"no_list"`),
			with(post("an import with faults", "import", "c1", faulty), 422, "invalid", `"field":"text[1]","code":"bad_date"`, "第 2 行：", `"field":"text[7]"`),
			with(post("an import of nothing", "import", "c2", "# 空"), 422, "invalid", `"code":"no_days"`),
		)
		if w.count(t, "SELECT COUNT(*) FROM calendar_imports") != 0 {
			t.Fatal("a faulty text was imported")
		}
		there.Run(t, apitest.Scenario{Name: "there, before", URL: "/api/v1/calendar?year=2019", Token: token, MustContain: []string{`"known":false`}})
		mark := there.book.Mark()
		w.Run(t,
			with(post("import", "import", "c3", year2019), 200, "", `"known":true`, `"builtIn":false`, `"importedBy":{"id":`, `"name":"系统管理员"`, `"source":"国办发明电〔2018〕15号"`),
			with(post("the same again is not done twice", "import", "c3", year2019), 200, ""),
		)
		there.Run(t, apitest.Scenario{Name: "there, at once", URL: "/api/v1/calendar?year=2019", Token: token, MustContain: []string{`"known":true`, `"春节调休上班"`}})
		if !there.book.Calendar().IsWorkday(schedule.MustDate("2019-02-02")) || there.book.Calendar().IsWorkday(schedule.MustDate("2019-02-04")) || there.book.Mark() == mark {
			t.Error("the rules there do not know the new year")
		}
		w.replaced(t)
	})
}

// replaced: a second import takes the place of the first one, also of a year that comes with the program; both are kept.
func (w *world) replaced(t *testing.T) {
	t.Helper()
	w.Run(t,
		apitest.Scenario{Name: "preview of a change", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/calendar/preview",
			Body:        district.CalendarText{Year: 2019, Text: "2019-01-01,holiday,元旦\n2019-05-01,holiday,劳动节"},
			MustContain: []string{`"known":true`, `"added":[{"date":"2019-05-01"`, `"removed":[{"date":"2019-02-02"`}},
		apitest.Scenario{Name: "change", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/calendar/import", Key: "r1",
			Body:        district.CalendarText{Year: 2019, Text: "source: 更正\nyear: 2019\nholidays:\n  - 2019-01-01 # 元旦\n  - 2019-05-01 # 劳动节\n"},
			MustContain: []string{`"source":"更正"`, `{"date":"2019-05-01","kind":"holiday","name":"劳动节"}`}, MustNotContain: []string{"2019-02-02"}},
		apitest.Scenario{Name: "a year of the program", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/calendar/import", Key: "r2",
			Body:        district.CalendarText{Year: 2017, Text: "2017-01-02,holiday,元旦"},
			MustContain: []string{`"builtIn":false`, `"days":[{"date":"2017-01-02","kind":"holiday","name":"元旦"}]`}},
	)
	if n := w.count(t, "SELECT COUNT(*) FROM calendar_imports WHERE year = 2019"); n != 2 {
		t.Errorf("%d imports of 2019 are kept, want both", n)
	}
	if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'calendar.import' AND entity_id = 2019 AND before_state LIKE '%2019-02-02%'"); n != 1 {
		t.Error("the audit does not show what was replaced")
	}
	if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'calendar.import' AND entity_id = 2017 AND before_state LIKE '%2017-10-01%'"); n != 1 {
		t.Error("the audit does not show the year of the program that was replaced")
	}
}

// TestTextsOfTheProgramReadBack: what is kept of a text is read as the same days.
func TestTextsOfTheProgramReadBack(t *testing.T) {
	db := dbtest.New(t, database.SQLite)
	w := peopled(t, db)
	ctx := context.Background()
	before := w.book.Calendar()
	for _, text := range shipped(t).Calendars {
		year, err := strconv.Atoi(regexp.MustCompile(`(?m)^year: (\d+)$`).FindStringSubmatch(text)[1])
		check(t, err)
		w.Run(t, apitest.Scenario{Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/calendar/import", Key: strconv.Itoa(year),
			Body: district.CalendarText{Year: year, Text: "\ufeff" + text}, MustContain: []string{`"builtIn":false`}})
	}
	check(t, w.book.Load(ctx))
	for day := schedule.MustDate("2015-12-25"); day.Before(schedule.MustDate("2027-01-10")); day = day.AddDays(1) {
		if w.book.Calendar().IsWorkday(day) != before.IsWorkday(day) || w.book.Calendar().Covers(day) != before.Covers(day) {
			t.Fatalf("%s is another day after its import", day)
		}
	}
	if w.book.Calendar() == before {
		t.Error("nothing was imported")
	}
}
