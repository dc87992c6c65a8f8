package app

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"guatu/internal/auth/authtest"
)

// exportsAreTheLists: for every principal, filter and order a file holds the rows of the screen in the order of the screen,
// the wall holds the projects of the list, the choices count it, and each file is in the audit with its rows.
func exportsAreTheLists(t *testing.T, p *program) {
	files := 0
	for _, principal := range authtest.Principals() {
		if principal.State != authtest.Active {
			continue
		}
		who := principal.Username
		for _, query := range []string{"", "sort=-lamp&year=2017", "q=xx&sort=due", "leader=mine&asOf=2017-06-30", "lamp=red&sort=lead", "onlyLate=true&sort=-overdue"} {
			listed := p.items(t, who, "/projects", query, "code")
			files += p.compareFile(t, who, "/exports/projects.csv", query, "code", listed)
			if total, ok := p.total(t, who, query); ok && total != len(listed) {
				t.Errorf("%s: the choices count %d, the list %q has %d", who, total, query, len(listed))
			}
		}
		for _, query := range []string{"", "sort=-overdue&state=overdue", "sort=department&lamp=yellow", "sort=project&q=jg", "sort=-progress&asOf=2017-06-30"} {
			files += p.compareFile(t, who, "/exports/milestones.csv", query, "name", p.items(t, who, "/milestones", query, "name"))
		}
		wall := p.wallCodes(t, who)
		if list := p.items(t, who, "/projects", "year=2017", "code"); !slices.Equal(wall, list) {
			t.Errorf("%s: the wall has %v, the list %v", who, wall, list)
		}
		files += p.compareFile(t, who, "/exports/wall.csv", "year=2017&group=none", "code", wall)
		files += p.compareTasks(t, who)
	}
	if recorded := p.id(t, "SELECT COUNT(*) FROM audit_events WHERE action LIKE 'export.%' AND action IN ('export.projects', 'export.milestones', 'export.wall', 'export.tasks')"); recorded < int64(files) || files == 0 {
		t.Errorf("%d files, %d in the audit", files, recorded)
	}
	t.Logf("exports = lists on %s: %d files", p.dialect, files)
}

// items walks a list and returns one field of each row, nil for who may not read it.
func (p *program) items(t *testing.T, who, list, query, field string) (out []string) {
	t.Helper()
	for cursor := ""; ; {
		got := p.do(t, call{path: list + "?limit=50&" + query + "&cursor=" + cursor, as: who})
		if got.status == http.StatusForbidden {
			return nil
		}
		if got.status != http.StatusOK {
			t.Fatalf("%s as %s: %d %s", list, who, got.status, got.body)
		}
		var page struct {
			Items      []map[string]any
			NextCursor string
		}
		got.into(t, &page)
		for _, item := range page.Items {
			out = append(out, fmt.Sprint(item[field]))
		}
		if cursor = page.NextCursor; cursor == "" {
			return out
		}
	}
}

// file reads an export with one column; false for who may not.
func (p *program) file(t *testing.T, who, path, query, column string) (rows []string, note []string, ok bool) {
	t.Helper()
	got := p.do(t, call{path: path + "?columns=" + column + "&" + query, as: who})
	if got.status == http.StatusForbidden {
		return nil, nil, false
	}
	body, marked := bytes.CutPrefix(got.body, []byte("\uFEFF"))
	if got.status != http.StatusOK || !marked {
		t.Fatalf("%s as %s: %d %.200s", path, who, got.status, got.body)
	}
	reader := csv.NewReader(bytes.NewReader(body))
	reader.FieldsPerRecord = -1
	lines, err := reader.ReadAll()
	if err != nil || len(lines) < 2 {
		t.Fatalf("%s as %s: %v\n%s", path, who, err, body)
	}
	for _, line := range lines[2:] {
		if len(line) != 1 {
			t.Fatalf("%s: one column was asked for: %v", path, line)
		}
		rows = append(rows, line[0])
	}
	return rows, lines[0], true
}

// compareFile returns 1 when there is a file. A wall has a line for each milestone: neighbours of one project count once.
func (p *program) compareFile(t *testing.T, who, path, query, column string, want []string) int {
	t.Helper()
	rows, note, ok := p.file(t, who, path, query, column)
	if !ok {
		if len(want) > 0 {
			t.Errorf("%s may list and not take out %s", who, path)
		}
		return 0
	}
	if note[4] != fmt.Sprintf("共 %d 行", len(rows)) || !strings.HasPrefix(note[1], "截至 2017-") {
		t.Errorf("%s as %s: %v over %d rows", path, who, note, len(rows))
	}
	if strings.Contains(path, "wall") {
		rows = slices.Compact(rows)
	}
	if !slices.Equal(rows, want) {
		t.Errorf("%s?%s as %s:\n file %v\n list %v", path, query, who, rows, want)
	}
	return 1
}

func (p *program) total(t *testing.T, who, query string) (int, bool) {
	t.Helper()
	query = strings.Join(slices.DeleteFunc(strings.Split(query, "&"), func(part string) bool { return strings.HasPrefix(part, "sort=") }), "&")
	got := p.do(t, call{path: "/projects/choices?" + query, as: who})
	if got.status == http.StatusForbidden {
		return 0, false
	}
	var choices struct{ Total int }
	got.into(t, &choices)
	return choices.Total, true
}

func (p *program) wallCodes(t *testing.T, who string) (out []string) {
	t.Helper()
	got := p.do(t, call{path: "/wall?year=2017&group=none", as: who})
	if got.status == http.StatusForbidden {
		return nil
	}
	var wall struct{ Rows []struct{ Code string } }
	got.into(t, &wall)
	for _, row := range wall.Rows {
		out = append(out, row.Code)
	}
	return out
}

func (p *program) compareTasks(t *testing.T, who string) int {
	t.Helper()
	got := p.do(t, call{path: "/livelihood-tasks?year=2017", as: who})
	rows, _, ok := p.file(t, who, "/exports/tasks.csv", "year=2017", "name")
	if got.status == http.StatusForbidden || !ok {
		if ok || got.status != http.StatusForbidden {
			t.Errorf("%s: list %d, file %v", who, got.status, ok)
		}
		return 0
	}
	var list struct {
		Items []struct{ Indicators []struct{ Name string } }
	}
	got.into(t, &list)
	var want []string
	for _, task := range list.Items {
		for _, indicator := range task.Indicators {
			want = append(want, indicator.Name)
		}
	}
	if !slices.Equal(rows, want) {
		t.Errorf("tasks as %s:\n file %v\n list %v", who, rows, want)
	}
	return 1
}
