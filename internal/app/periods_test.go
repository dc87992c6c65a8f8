package app

import (
	"fmt"
	"net/http"
	"testing"
)

// closedMonths looks at the months the demonstration has closed. It only reads.
func closedMonths(t *testing.T, p *program) {
	var list struct {
		Items []struct {
			Month, ClosedOn, Hash, PreviousHash string
			Items                               int
		}
		Next struct {
			Month string
			Ready bool
		}
		May struct{ Close bool }
	}
	p.get(t, "supervisor", "/periods?year=2017", &list)
	if len(list.Items) != 8 || list.Items[0].Month != "2017-08" || list.Next.Month != "2017-09" || list.Next.Ready || !list.May.Close {
		t.Fatalf("the closed months: %+v", list)
	}
	for n, month := range list.Items {
		var check struct {
			Intact bool
			Items  int
		}
		p.get(t, "auditor", "/periods/"+month.Month+"/verify", &check)
		if !check.Intact || check.Items != month.Items || month.Items < 150 {
			t.Errorf("%s: %+v", month.Month, check)
		}
		if n > 0 && list.Items[n-1].PreviousHash != month.Hash {
			t.Errorf("%s does not name the hash of %s", list.Items[n-1].Month, month.Month)
		}
		// The office closed each month last of that day: the snapshot is what the day says, row by row and figure by figure.
		for _, of := range []string{"milestones", "tasks", "projects"} {
			if got := p.compared(t, "supervisor", month.Month, month.ClosedOn, of); got.Total < 10 || got.Counts != (counts{}) {
				t.Errorf("%s and %s differ: %s %+v", month.Month, month.ClosedOn, of, got)
			}
		}
	}
	quarter := p.compared(t, "leader.chief", "2017-05", "2017-08", "milestones")
	if c := quarter.Counts; c.Lamps == 0 || c.Dates == 0 || c.Late == 0 || c.Done == 0 || c.Figures == 0 {
		t.Errorf("three months and nothing changed: %+v", c)
	}
	others := p.id(t, "SELECT m.id FROM milestones m JOIN projects j ON j.id = m.project_id JOIN departments d ON d.id = j.lead_department_id WHERE d.code = 'edu'"+
		" AND NOT EXISTS (SELECT 1 FROM project_units u JOIN departments b ON b.id = u.department_id WHERE u.project_id = j.id AND b.code = 'build') ORDER BY m.id LIMIT 1")
	for path, want := range map[string]int{
		at("/milestones/%d?period=2017-08", others): http.StatusNotFound, "/board?year=2017&period=2017-08": http.StatusOK,
		"/board?period=2017-09": http.StatusConflict, "/overview?period=2017-09": http.StatusConflict, "/compare?from=2017-09": http.StatusConflict,
		"/board?period=2017-08&asOf=2017-08-01": http.StatusUnprocessableEntity, "/compare?from=2017-08-01&to=2017-07-01": http.StatusUnprocessableEntity,
		"/compare?from=yesterday": http.StatusUnprocessableEntity, "/periods/2017-09": http.StatusNotFound, "/periods/spring": http.StatusNotFound,
	} {
		if got := p.do(t, call{path: path, as: "reporter.build"}); got.status != want {
			t.Errorf("%s as reporter.build: %d, want %d: %.200s", path, got.status, want, got.body)
		}
	}
	earlierEnds(t, p)
	if own, all := p.compared(t, "reporter.build", "2017-01", "2017-08", "milestones"), p.compared(t, "supervisor", "2017-01", "2017-08", "milestones"); own.Total == 0 || own.Total >= all.Total {
		t.Errorf("a unit compares %d rows of %d", own.Total, all.Total)
	}
}

// earlierEnds: what the board says of an earlier day is what the board of that day said; the trend ends on 45°.
func earlierEnds(t *testing.T, p *program) {
	type board struct {
		Since *struct{ On string }
		Tasks []struct {
			ID           int64
			Lamp         struct{ Colour string }
			Class        string
			CompletionBp *int
			Since        *struct {
				Colour, Class, Move string
				CompletionBp        *int
			}
		}
	}
	for since, read := range map[string]string{"2017-05-31": "asOf=2017-05-31", "2017-06": "period=2017-06"} {
		var now, then board
		p.get(t, "leader.chief", "/board?year=2017&since="+since, &now)
		p.get(t, "leader.chief", "/board?year=2017&"+read, &then)
		ups := 0
		for n, task := range now.Tasks {
			was := then.Tasks[n]
			if task.Since == nil || task.ID != was.ID || task.Since.Colour != was.Lamp.Colour || task.Since.Class != was.Class ||
				fmt.Sprint(deref(task.Since.CompletionBp)) != fmt.Sprint(deref(was.CompletionBp)) {
				t.Errorf("since %s: %+v, then it was %+v", since, task.Since, was)
			}
			if task.Since != nil && task.Since.Move == "up" {
				ups++
			}
		}
		if now.Since == nil || len(now.Tasks) != 10 || ups == 0 {
			t.Errorf("since %s: %v, %d tasks, %d went up", since, now.Since, len(now.Tasks), ups)
		}
	}
	var trend struct {
		Milestones []struct {
			Reached *string
			Points  []struct{ On, Date, Kind string }
		}
	}
	p.get(t, "supervisor", at("/projects/%d/trend", p.id(t, "SELECT project_id FROM milestones WHERE changes > 0 AND verified = 0 ORDER BY id LIMIT 1")), &trend)
	kinds := map[string]int{}
	for _, m := range trend.Milestones {
		for _, point := range m.Points {
			kinds[point.Kind]++
		}
		if last := m.Points[len(m.Points)-1]; m.Reached != nil && (last.On != last.Date || last.On != *m.Reached) {
			t.Errorf("a milestone that is reached does not end on 45°: %+v", m)
		}
	}
	if kinds["baseline"] == 0 || kinds["approved"] == 0 {
		t.Errorf("a project with a change of date: %v", kinds)
	}
	others := p.id(t, "SELECT m.id FROM milestones m JOIN departments d ON d.id = m.lead_department_id WHERE d.code <> 'edu' AND NOT EXISTS (SELECT 1 FROM project_units u JOIN departments b ON b.id = u.department_id WHERE u.project_id = m.project_id AND b.code = 'edu') ORDER BY m.id LIMIT 1")
	if got := p.do(t, call{path: at("/milestones/%d/trend", others), as: "reporter.edu"}); got.status != http.StatusNotFound {
		t.Errorf("the trend of another unit: %d", got.status)
	}
}

func deref(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

type counts struct{ Lamps, Dates, Late, Done, Unreported, Added, Exited, Figures int }

// compared asks for a comparison.
func (p *program) compared(t *testing.T, as, from, to, of string) (answer struct {
	Total  int
	Counts counts
}) {
	t.Helper()
	p.get(t, as, fmt.Sprintf("/compare?from=%s&to=%s&of=%s", from, to, of), &answer)
	return answer
}
