package app

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// printedCode is what the one reads who starts the program on an empty database.
func (p *program) printedCode(t testing.TB) string {
	t.Helper()
	notice, err := p.SetupNotice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`开通码 +([0-9A-Z-]{19})\n`).FindStringSubmatch(notice)
	if found == nil || !strings.Contains(notice, p.URL()+"/setup") || !strings.Contains(notice, "只显示这一次") {
		t.Fatalf("the notice does not say where and with what:\n%s", notice)
	}
	return found[1]
}

func setupBody(code string) map[string]any {
	return map[string]any{"code": code, "name": "某区", "zone": "Asia/Shanghai", "ruleSet": "wuhan", "planYear": 2017,
		"administrators": map[string]any{"sysadmin": person("sys"), "secadmin": person("sec"), "auditadmin": person("aud")}}
}

// setUp sets the program up and returns the one-time passwords by user name.
func (p *program) setUp(t testing.TB, code string) map[string]string {
	t.Helper()
	made := p.do(t, call{method: http.MethodPost, path: "/setup", body: setupBody(code)})
	if made.status != http.StatusCreated {
		t.Fatalf("set-up: %d %s", made.status, made.body)
	}
	var answer struct {
		Administrators []struct{ Username, OneTimePassword string }
	}
	made.into(t, &answer)
	passwords := map[string]string{}
	for _, a := range answer.Administrators {
		passwords[a.Username] = a.OneTimePassword
	}
	return passwords
}

// TestFirstStart walks from an empty database to a person who works, with nothing but the printed code and the API.
func TestFirstStart(t *testing.T) {
	eachProgram(t, false, func(t *testing.T, p *program) {
		passwords := p.setUp(t, p.printedCode(t))
		if notice, err := p.SetupNotice(t.Context()); notice != "" || err != nil {
			t.Errorf("a start afterwards says %q, %v", notice, err)
		}
		if again := p.do(t, call{method: http.MethodPost, path: "/setup", body: setupBody("x")}); again.code(t) != "already_set_up" {
			t.Errorf("a second set-up: %d %s", again.status, again.body)
		}
		sys, sec := p.firstLogin(t, "sys", passwords["sys"]), p.firstLogin(t, "sec", passwords["sec"])
		p.firstLogin(t, "aud", passwords["aud"])
		department := p.made(t, sys, "/departments", map[string]any{"code": "edu", "name": "教育局"})
		post := p.made(t, sys, "/posts", map[string]any{"code": "edu.reporter", "name": "联络员", "departmentId": department.ID})
		user := p.made(t, sys, "/users", map[string]any{"username": "zhang.san", "name": "张三"})
		p.made(t, sec, "/grants", map[string]any{"postId": post.ID, "role": "reporter"})
		p.made(t, sec, at("/posts/%d/holders", post.ID), map[string]any{"userId": user.ID, "from": DemoDay})
		worker := p.firstLogin(t, "zhang.san", user.OneTimePassword)
		if got := p.do(t, call{path: "/worklist", token: worker}); got.status != http.StatusOK {
			t.Errorf("the first work list: %d %s", got.status, got.body)
		}
		var district struct {
			Name, RuleSet string
			SetupNeeded   bool
		}
		p.do(t, call{path: "/district"}).into(t, &district)
		if district.SetupNeeded || district.Name != "某区" || district.RuleSet != "wuhan" {
			t.Errorf("%+v", district)
		}
	})
}

type madeRow struct {
	ID              int64
	OneTimePassword string
}

// made creates something and returns what the tests need of it.
func (p *program) made(t testing.TB, token, path string, body any) madeRow {
	t.Helper()
	got := p.do(t, call{method: http.MethodPost, path: path, token: token, key: path, body: body})
	if got.status != http.StatusCreated {
		t.Fatalf("%s: %d %s", path, got.status, got.body)
	}
	var row madeRow
	got.into(t, &row)
	return row
}

// TestPasswordChangeComesFirst asks every operation there is as a system administrator who has not changed the one-time
// password: all but asking who one is and changing it are refused, whatever is sent.
func TestPasswordChangeComesFirst(t *testing.T) {
	eachProgram(t, false, func(t *testing.T, p *program) {
		password := p.setUp(t, p.printedCode(t))["sys"]
		token := p.login(t, "sys", password)
		asked := 0
		for _, op := range p.Operations() {
			if op.Public || op.ID == "getMe" || op.ID == "changePassword" {
				continue
			}
			asked++
			recipe := recipes()[op.ID]
			request := call{method: op.Method, path: fill(op.Path, missingRow) + recipe.query, token: token, body: recipe.body, key: "first-" + op.ID}
			if op.IfMatch {
				request.etag = `"1"`
			}
			if got := p.do(t, request); got.status != http.StatusForbidden || got.code(t) != "password_change_required" {
				t.Errorf("%s: %d %.200s", op.ID, got.status, got.body)
			}
		}
		if asked < 50 {
			t.Errorf("only %d operations were asked", asked)
		}
		var me struct{ MustChangePassword bool }
		if p.do(t, call{path: "/me", token: token}).into(t, &me); !me.MustChangePassword {
			t.Error("GET /me does not tell")
		}
		changed := p.do(t, call{method: http.MethodPost, path: "/me/password", token: token, body: map[string]string{"current": password, "new": demoWord}})
		if got := p.do(t, call{path: "/users", token: token}); changed.status != http.StatusNoContent || got.status != http.StatusOK {
			t.Errorf("changed %d, then %d %s", changed.status, got.status, got.body)
		}
	})
}

// TestRulesCountOnEveryInstance: rule set, zone and calendar of a second program on the same database follow the first
// one with the next request, and what it had computed and kept before does not count any more.
func TestRulesCountOnEveryInstance(t *testing.T) {
	dialects := []string{database.SQLite}
	if os.Getenv(dbtest.MySQLEnv) != "" {
		dialects = append(dialects, database.MySQL)
	}
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			c := settings(t, "GUATU_DATA_DIR="+t.TempDir(), "GUATU_DATABASE_DSN="+dbtest.DSN(t, dialect))
			here, there := start(t, c, false, dialect), start(t, c, false, dialect)
			code := here.printedCode(t)
			if notice, err := there.SetupNotice(t.Context()); err != nil || strings.Contains(notice, code) || !strings.Contains(notice, "guatu setup-code") {
				t.Errorf("the second start: %v\n%s", err, notice)
			}
			if set := there.book.RuleSet().Name; set != "zhenan-default-1" {
				t.Fatalf("before the set-up %s is in force", set)
			}
			passwords := there.setUp(t, code)
			sys := here.firstLogin(t, "sys", passwords["sys"])
			if set := here.book.RuleSet().Name; set != "wuhan" {
				t.Errorf("the rule set chosen there is %s here", set)
			}
			calendarCounts(t, here, there, sys)
			zoneCounts(t, here, there, sys)
		})
	}
}

// calendarCounts imports a year here and looks for it there.
func calendarCounts(t *testing.T, here, there *program, token string) {
	t.Helper()
	mark := there.book.Mark()
	imported := here.do(t, call{method: http.MethodPost, path: "/calendar/import", token: token, key: "c", body: map[string]any{"year": 2019, "text": "2019-01-01,holiday,元旦"}})
	if imported.status != http.StatusOK {
		t.Fatalf("%d %s", imported.status, imported.body)
	}
	var year struct {
		Known bool
		Days  []struct{ Date string }
	}
	there.do(t, call{path: "/calendar?year=2019", token: token}).into(t, &year)
	if !year.Known || len(year.Days) != 1 || there.book.Mark() == mark {
		t.Errorf("imported here, there: %+v, mark %d", year, there.book.Mark())
	}
}

// zoneCounts moves the district east here, as far as it goes, and looks at zone and day there.
func zoneCounts(t *testing.T, here, there *program, token string) {
	t.Helper()
	changed := here.do(t, call{method: http.MethodPatch, path: "/settings", token: token, etag: etag(2), body: map[string]any{"zone": "Pacific/Kiritimati"}})
	if changed.status != http.StatusOK {
		t.Fatalf("%d %s", changed.status, changed.body)
	}
	if got := there.do(t, call{path: "/me", token: token}); got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.body)
	}
	if zone := there.clock.Location().String(); zone != "Pacific/Kiritimati" || there.clock.Today() != here.clock.Today() {
		t.Errorf("there the zone is %s and the day %s, here the day is %s", zone, there.clock.Today(), here.clock.Today())
	}
}

// TestZoneOfTheDatabaseCountsAtStart: the configuration is for a fresh database; the shown day stays the one asked for.
func TestZoneOfTheDatabaseCountsAtStart(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	open := func(environ ...string) *App {
		a, err := New(t.Context(), settings(t, append(environ, "GUATU_DATA_DIR="+folder)...), Options{PasswordCost: cheap()})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	first := open()
	(&program{App: first}).exec(t, "UPDATE district SET zone = 'Pacific/Kiritimati', rule_set = 'wuhan', name = '数据库里的区'")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := open("GUATU_ZONE=America/New_York", "GUATU_RULE_SET=sanya-2022", "GUATU_DISTRICT_NAME=配置里的区")
	district, err := second.rooms.district.District(t.Context())
	if err != nil || district.Zone != "Pacific/Kiritimati" || district.RuleSet != "wuhan" || district.Name != "数据库里的区" || district.Today != DemoDay {
		t.Errorf("%+v %v", district, err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
}

// rulesCountAtOnce puts other lamp rules in force under the access epoch, as the act of two people will: board, overview,
// lists and single rows are judged by them with the next request, also those that were kept in memory, and back again.
func rulesCountAtOnce(t *testing.T, p *program) {
	paths := []string{"/board?year=2017", "/overview", "/milestones?limit=20", "/projects?limit=20", "/livelihood-tasks?year=2017"}
	read := func() (out []string) {
		for _, path := range paths {
			got := p.do(t, call{path: path, as: "supervisor"})
			if got.status != http.StatusOK {
				t.Fatalf("%s: %d %s", path, got.status, got.body)
			}
			out = append(out, string(got.body))
		}
		return out
	}
	put := func(set string) {
		p.exec(t, "UPDATE district SET rule_set = ?", set)
		p.exec(t, "UPDATE access_epoch SET epoch = epoch + 1")
	}
	before := read()
	put("ouhai-2020")
	for i, answer := range read() {
		if !strings.Contains(answer, `"ruleSet":"ouhai-2020"`) || strings.Contains(answer, `"ruleSet":"zhenan-default-1"`) || answer == before[i] {
			t.Errorf("%s is still judged by the rules of before: %.300s", paths[i], answer)
		}
	}
	put("zhenan-default-1")
	for i, answer := range read() {
		if answer != before[i] {
			t.Errorf("%s is another one after the rules came back", paths[i])
		}
	}
}
