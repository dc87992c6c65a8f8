package auth_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

func TestDepartmentNamesKeepTheirDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		edu := w.Departments["edu"]
		url := "/api/v1/departments/" + id(edu)
		rename := func(name string, version int64) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: "sysadmin", Method: http.MethodPatch, URL: url, IfMatch: version, Body: fmt.Sprintf(`{"name":%q}`, name)}
		}
		w.clock.setToday("2017-11-01")
		w.Run(t, rename("教育体育局", 1), rename("教育和体育局", 2))
		w.clock.setToday("2018-02-10")
		w.Run(t, rename("教育体育旅游局", 3),
			apitest.Scenario{Name: "a short name alone is kept too", Actor: "sysadmin", Method: http.MethodPatch, URL: url, IfMatch: 4, Body: `{"shortName":"教体旅"}`},
			apitest.Scenario{Name: "what is no name leaves no trace", Actor: "sysadmin", Method: http.MethodPatch, URL: url, IfMatch: 5, Body: `{"sort":9}`},
			apitest.Scenario{Name: "everybody who names units may look", Actor: "reporter.build", URL: url + "/history"},
			apitest.Scenario{Name: "a former name finds it", Actor: "reporter.build", URL: "/api/v1/departments?q=教育局", MustContain: []string{"教育体育旅游局"}},
			apitest.Scenario{Name: "missing", Actor: "sysadmin", URL: "/api/v1/departments/999999/history", Status: 404},
		)
		var history auth.DepartmentHistory
		w.Do(t, apitest.Scenario{Actor: "sysadmin", URL: url + "/history"}).JSON(t, &history)
		var got []string
		for _, name := range history.Names {
			by := ""
			if name.By != nil {
				by = name.By.Name
			}
			got = append(got, fmt.Sprintf("%s %s %s–%s %s", name.Name, name.ShortName, name.From, name.To, by))
		}
		want := []string{ // the first name of 1 November and of 10 February never were the name of a day
			"教育体育旅游局 教体旅 2018-02-10– 系统管理员", "教育和体育局 教育局 2017-11-01–2018-02-09 系统管理员", "教育局 教育局 2017-09-30–2017-10-31 ",
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got  %v\nwant %v", got, want)
		}
		w.clock.setToday("2017-12-01")
		w.Run(t, apitest.Scenario{Name: "a day set back writes no history before what is there", Actor: "sysadmin", Method: http.MethodPatch, URL: url, IfMatch: 6,
			Status: 409, Code: "business_day_behind", Body: `{"name":"又一个"}`})
	})
}

func TestDepartmentTree(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		edu, build := w.Departments["edu"], w.Departments["build"]
		school := must[auth.Department](t)(w.service.CreateDepartment(system(), auth.NewDepartment{Code: "school", Name: "学校处", ParentID: edu}))
		class := must[auth.Department](t)(w.service.CreateDepartment(system(), auth.NewDepartment{Code: "class", Name: "班", ParentID: school.ID}))
		empty := must[auth.Department](t)(w.service.CreateDepartment(system(), auth.NewDepartment{Code: "empty", Name: "空"}))
		patch := func(name string, department, version int64, body string, status int, code string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: "sysadmin", Method: http.MethodPatch, URL: "/api/v1/departments/" + id(department), IfMatch: version, Body: body, Status: status, Code: code}
		}
		w.Run(t,
			patch("below itself", edu, 1, fmt.Sprintf(`{"parentId":%d}`, edu), 422, "invalid"),
			patch("below what is below it", edu, 1, fmt.Sprintf(`{"parentId":%d}`, class.ID), 422, "invalid"),
			patch("below nothing known", edu, 1, `{"parentId":999999}`, 422, "invalid"),
			patch("elsewhere", school.ID, 1, fmt.Sprintf(`{"parentId":%d}`, build), 200, ""),
			patch("one with posts and parts stays", build, 1, `{"disabled":true}`, 409, "department_in_use"),
			patch("an empty one goes", empty.ID, 1, `{"disabled":true}`, 200, ""),
			patch("nothing moves below it then", school.ID, 2, fmt.Sprintf(`{"parentId":%d}`, empty.ID), 422, "invalid"),
			apitest.Scenario{Name: "the refusal counts what is left", Actor: "sysadmin", Method: http.MethodPatch, URL: "/api/v1/departments/" + id(build), IfMatch: 1, Body: `{"disabled":true}`,
				Status: 409, Code: "department_in_use", MustContain: []string{"2 个在用岗位", "1 个下级单位", `"posts":2`, `"children":1`}},
			apitest.Scenario{Name: "only those in use", Actor: "sysadmin", URL: "/api/v1/departments?active=true&limit=200", MustContain: []string{`"code":"build"`}, MustNotContain: []string{`"code":"empty"`}},
		)
	})
}

func TestMergeOfDepartments(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		edu, build, office := w.Departments["edu"], w.Departments["build"], w.Departments["office"]
		school := must[auth.Department](t)(w.service.CreateDepartment(system(), auth.NewDepartment{Code: "school", Name: "学校处", ParentID: edu}))
		reporter := w.Token(t, "reporter.edu")
		url := "/api/v1/departments/" + id(edu)
		merge := func(name, actor string, version, into int64, status int, code string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: url + "/merge", IfMatch: version, Key: strings.ReplaceAll(name, " ", "-"), Status: status, Code: code,
				Body: auth.MergeRequest{IntoID: into}}
		}
		w.Run(t,
			merge("rights are not the system's to give", "secadmin", 1, build, 403, "forbidden"),
			merge("stale", "sysadmin", 9, build, 412, "version_conflict"),
			merge("into itself", "sysadmin", 1, edu, 422, "invalid"),
			merge("into nothing", "sysadmin", 1, 999_999, 422, "invalid"),
			apitest.Scenario{Name: "preview", Actor: "sysadmin", URL: url + "/merge-preview?into=" + id(build), MustContain: []string{`"posts":2`, `"people":3`, `"children":1`, `"projects":0`}},
			apitest.Scenario{Name: "preview refuses alike", Actor: "sysadmin", URL: url + "/merge-preview?into=" + id(edu), Status: 422},
			apitest.Scenario{Name: "merge", Actor: "sysadmin", Method: http.MethodPost, URL: url + "/merge", IfMatch: 1, Key: "m", Body: auth.MergeRequest{IntoID: build},
				MustContain: []string{`"disabled":true`, `"mergedInto":` + id(build), `"mergedOn":"2017-09-30"`, `"posts":2`, `"people":3`, `"children":1`}},
			merge("only once", "sysadmin", 2, office, 409, "department_merged"),
			apitest.Scenario{Name: "the preview says so too", Actor: "sysadmin", URL: url + "/merge-preview?into=" + id(office), Status: 409, Code: "department_merged"},
			apitest.Scenario{Name: "it stays closed", Actor: "sysadmin", Method: http.MethodPatch, URL: url, IfMatch: 2, Status: 409, Code: "department_merged", Body: `{"disabled":false}`},
			apitest.Scenario{Name: "no post for it", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/posts", Key: "p", Status: 422, Body: auth.NewPost{Code: "late", Name: "晚", DepartmentID: edu}},
			apitest.Scenario{Name: "nothing goes into it", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/departments/" + id(office) + "/merge", IfMatch: 1, Key: "n", Status: 422, Body: auth.MergeRequest{IntoID: edu}},
			apitest.Scenario{Name: "history of the closed one", Actor: "reporter.build", URL: url + "/history", MustContain: []string{`"into":{"department":{"id":` + id(build), `"on":"2017-09-30"`}},
			apitest.Scenario{Name: "history of the other", Actor: "reporter.build", URL: "/api/v1/departments/" + id(build) + "/history", MustContain: []string{`"absorbed":[{"department":{"id":` + id(edu)}},
			apitest.Scenario{Name: "the audit administrator sees it", Actor: "auditadmin", URL: "/api/v1/audit-events?action=department.merge", MustContain: []string{`"posts":2`}},
		)
		if me := w.me(t, reporter); len(me.Departments) != 1 || me.Departments[0].ID != build || fmt.Sprint(me.Roles) != "[reporter]" {
			t.Errorf("the reporter has the session and the role still, in %v as %v", me.Departments, me.Roles)
		}
		if n := w.count(t, "SELECT parent_id FROM departments WHERE id = ?", school.ID); int64(n) != build {
			t.Errorf("the school stands below %d, want %d", n, build)
		}
		t.Run("into a part of itself", func(t *testing.T) {
			merged := must[auth.DepartmentMerge](t)(w.service.MergeDepartments(system(), build, 1, school.ID))
			if merged.Into.ParentID != nil {
				t.Errorf("the part takes the place of the whole, not %v", *merged.Into.ParentID)
			}
		})
	})
}

// TestMergesAtTheSameTime: whatever merges meet, the tree keeps no circle, every department has at most one heir in use at the end
// of its chain, and every post is in a department in use.
func TestMergesAtTheSameTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		for round := range 8 {
			var ids []int64
			for i := range 6 {
				in := auth.NewDepartment{Code: fmt.Sprintf("r%d.%d", round, i), Name: "单位"}
				if i > 0 {
					in.ParentID = ids[rand.IntN(len(ids))]
				}
				made := must[auth.Department](t)(w.service.CreateDepartment(system(), in))
				ids = append(ids, made.ID)
				must[auth.Post](t)(w.service.CreatePost(system(), auth.NewPost{Code: fmt.Sprintf("p%d.%d", round, i), Name: "岗", DepartmentID: made.ID}))
			}
			var wait sync.WaitGroup
			for range 8 {
				from, into := ids[rand.IntN(len(ids))], ids[rand.IntN(len(ids))]
				wait.Go(func() {
					_, err := w.service.MergeDepartments(system(), from, int64(w.count(t, "SELECT version FROM departments WHERE id = ?", from)), into)
					if c := code(err); err != nil && c != "invalid" && c != "department_merged" && c != "version_conflict" {
						t.Errorf("merge of %d into %d: %v", from, into, err)
					}
				})
			}
			wait.Wait()
			checkForest(t, w, ids)
		}
	})
}

func checkForest(t *testing.T, w *world, ids []int64) {
	t.Helper()
	if n := w.count(t, "SELECT COUNT(*) FROM posts p JOIN departments d ON d.id = p.department_id WHERE d.disabled = ? AND p.disabled = ?", true, false); n > 0 {
		t.Errorf("%d posts are left in a closed department", n)
	}
	if n := w.count(t, "SELECT COUNT(*) FROM departments c JOIN departments d ON d.id = c.parent_id WHERE d.disabled = ? AND c.disabled = ?", true, false); n > 0 {
		t.Errorf("%d departments stand below a closed one", n)
	}
	for _, column := range []string{"parent_id", "merged_into"} {
		for _, start := range ids {
			at := start
			for range 20 {
				at = int64(w.count(t, "SELECT COALESCE("+column+", 0) FROM departments WHERE id = ?", at))
				if at == 0 {
					break
				}
			}
			if at != 0 {
				t.Errorf("the chain of %s from %d does not end", column, start)
			}
		}
	}
}

// roomOfRows is a room that refuses to hand over.
type roomOfRows struct{ handed int }

func (r *roomOfRows) CountDepartmentRows(context.Context, int64) (auth.DepartmentCounts, error) {
	return auth.DepartmentCounts{Projects: 3}, nil
}

func (r *roomOfRows) HandOver(context.Context, *gorm.DB, int64, int64, int64) (auth.DepartmentCounts, error) {
	r.handed++
	return auth.DepartmentCounts{}, fmt.Errorf("the room is on fire")
}

// TestMergeIsAllOrNothing: when one room can not hand over, no post has moved and no department is closed.
func TestMergeIsAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		room := &roomOfRows{}
		service := must[*auth.Service](t)(w.withRows(room))
		yes := true
		if _, err := service.MergeDepartments(system(), w.Departments["edu"], 1, w.Departments["build"]); err == nil || room.handed != 1 {
			t.Fatalf("merged in spite of the room: %v, asked %d times", err, room.handed)
		}
		if n := w.count(t, "SELECT COUNT(*) FROM departments WHERE disabled = ? OR merged_into IS NOT NULL", true); n != 0 {
			t.Errorf("%d departments are closed", n)
		}
		if n := w.count(t, "SELECT COUNT(*) FROM posts WHERE department_id = ?", w.Departments["edu"]); n != 2 {
			t.Errorf("%d posts are left, want 2", n)
		}
		empty := must[auth.Department](t)(service.CreateDepartment(system(), auth.NewDepartment{Code: "empty", Name: "空"}))
		if _, err := service.PatchDepartment(system(), empty.ID, 1, auth.DepartmentPatch{Disabled: &yes}); code(err) != "department_in_use" {
			t.Errorf("a department whose rows stand in a room was disabled: %v", err)
		}
	})
}
