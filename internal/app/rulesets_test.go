package app

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The scopes with the most in them: a class, a list, and a task whose indicators point at milestones.
const (
	mostClass    = "SELECT annual_class FROM projects WHERE annual_class <> '' GROUP BY annual_class ORDER BY COUNT(*) DESC, annual_class LIMIT 1"
	mostList     = "SELECT list_code FROM project_lists GROUP BY list_code ORDER BY COUNT(*) DESC, list_code LIMIT 1"
	pointingTask = "SELECT i.task_id FROM indicators i JOIN milestones m ON m.id = i.milestone_id WHERE m.open = 1 GROUP BY i.task_id ORDER BY COUNT(*) DESC, i.task_id LIMIT 1"
)

// rulesAreAdopted puts a stricter rule set in force for everybody, then for a class, a list and a task, and looks whether the
// dry run said what happened, whether lists and counts say what the lamps say, and whether the past stayed as it was. In
// the end the rules of before are in force again.
func rulesAreAdopted(t *testing.T, p *program) {
	stored := map[string]int64{
		"strict": p.storedRuleSet(t, "strict", "name: strict\nversion: 1\nprogress: {points: {yellowFromBp: 1, redAboveBp: 2}}\nmilestone: {redAfterDays: 1, redAfterDaysKey: 0}\n"),
		"before": p.storedRuleSet(t, "before", p.ruleSetText(t, "zhenan-default-1")),
	}
	var moved []int64
	past, now := p.lamps(t, "&asOf=2017-08-31"), p.lamps(t, "")
	for _, scope := range []map[string]any{
		{"kind": "all"},
		{"kind": "class", "class": p.most(t, mostClass)},
		{"kind": "list", "list": p.most(t, mostList)},
		{"kind": "task"},
	} {
		if scope["kind"] == "task" { // one of those the rules have just moved, with a milestone if there is such a one
			scope["taskId"] = p.most(t, "SELECT task_id FROM indicators WHERE id IN ? ORDER BY CASE WHEN milestone_id IS NULL THEN 1 ELSE 0 END, id LIMIT 1", moved)
		}
		t.Logf("%v", scope)
		said := p.tried(t, stored["strict"], scope)
		p.adopted(t, stored["strict"], scope)
		after := p.lamps(t, "")
		if changed := differing(now, after); changed != said || changed == "" {
			t.Errorf("%v: the dry run said\n%s\nit became\n%s", scope, said, changed)
		}
		if differing(past, p.lamps(t, "&asOf=2017-08-31")) != "" {
			t.Errorf("%v: a lamp of the past is another one", scope)
		}
		moved = append(moved, indicatorsIn(differing(now, after))...)
		p.listsAreLamps(t, after)
		p.adopted(t, stored["before"], scope)
		if differing(now, p.lamps(t, "")) != "" {
			t.Errorf("%v: the rules of before do not give the lamps of before", scope)
		}
	}
}

// indicatorsIn are the ids of the indicators in a list of what differs.
func indicatorsIn(changed string) (ids []int64) {
	for line := range strings.Lines(changed) {
		var id int64
		if n, _ := fmt.Sscanf(line, "indicator %d", &id); n == 1 {
			ids = append(ids, id)
		}
	}
	return ids
}

// most is the one value a query answers: a number where it is one.
func (p *program) most(t *testing.T, query string, args ...any) any {
	t.Helper()
	var text string
	if err := p.db.Read(t.Context()).Raw(query, args...).Row().Scan(&text); err != nil {
		t.Fatal(err)
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	return text
}

// storedRuleSet is the id of a text that is stored, once for a key.
func (p *program) storedRuleSet(t *testing.T, key, text string) int64 {
	t.Helper()
	got := p.do(t, call{method: http.MethodPost, path: "/rule-sets", as: "supervisor", key: "set-" + key, body: map[string]string{"text": text}})
	if got.status != http.StatusCreated {
		t.Fatalf("upload: %d %s", got.status, got.body)
	}
	var set struct{ ID int64 }
	got.into(t, &set)
	return set.ID
}

func (p *program) ruleSetText(t *testing.T, name string) string {
	t.Helper()
	var sets struct{ Items []struct{ Name, Text string } }
	p.get(t, "supervisor", "/rule-sets", &sets)
	for _, set := range sets.Items {
		if set.Name == name {
			return set.Text
		}
	}
	t.Fatalf("no rule set %s", name)
	return ""
}

// lamps are the colours of everything on a day, by kind and id.
func (p *program) lamps(t *testing.T, query string) map[string]string {
	t.Helper()
	type item struct {
		ID         int64
		Lamp       struct{ Colour string }
		Indicators []struct {
			ID   int64
			Lamp struct{ Colour string }
		}
	}
	out := map[string]string{}
	for kind, path := range map[string]string{"milestone": "/milestones?limit=200", "project": "/projects?limit=200", "task": "/livelihood-tasks?year=2017"} {
		for cursor := ""; ; {
			var page struct {
				Items      []item
				NextCursor string
			}
			p.get(t, "supervisor", path+query+cursor, &page)
			for _, i := range page.Items {
				out[fmt.Sprint(kind, " ", i.ID)] = i.Lamp.Colour
				for _, n := range i.Indicators {
					out[fmt.Sprint("indicator ", n.ID)] = n.Lamp.Colour
				}
			}
			if page.NextCursor == "" {
				break
			}
			cursor = "&cursor=" + page.NextCursor
		}
	}
	return out
}

// differing lists what is of another colour, in an order of its own.
func differing(before, after map[string]string) string {
	var out []string
	for key, colour := range after {
		if before[key] != colour {
			out = append(out, key+" "+before[key]+" → "+colour)
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// tried is what a dry run says would be of another colour.
func (p *program) tried(t *testing.T, set int64, scope map[string]any) string {
	t.Helper()
	var trial struct {
		Judged int
		Items  []struct {
			Kind          string
			ID            int64
			Before, After struct{ Colour string }
		}
		Counts []struct{ Items int }
	}
	got := p.do(t, call{method: http.MethodPost, path: at("/rule-sets/%d/dry-run", set), as: "supervisor", body: map[string]any{"scope": scope}})
	if got.status != http.StatusOK {
		t.Fatalf("dry run: %d %s", got.status, got.body)
	}
	got.into(t, &trial)
	var out []string
	for _, i := range trial.Items {
		if i.Before.Colour != i.After.Colour {
			out = append(out, fmt.Sprint(i.Kind, " ", i.ID, " ", i.Before.Colour, " → ", i.After.Colour))
		}
	}
	sum := 0
	for _, c := range trial.Counts {
		sum += c.Items
	}
	if sum != trial.Judged || sum < 200 {
		t.Errorf("%d counted of %d judged", sum, trial.Judged)
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// adopted puts a set in force from today on.
func (p *program) adopted(t *testing.T, set int64, scope map[string]any) {
	t.Helper()
	var adoption struct{ ID int64 }
	key := fmt.Sprint("adopt-", set, "-", strings.Map(func(r rune) rune {
		if r > ' ' && r < 127 {
			return r
		}
		return -1
	}, fmt.Sprint(scope)))
	got := p.do(t, call{method: http.MethodPost, path: at("/rule-sets/%d/propose", set), as: "supervisor", key: key, body: map[string]any{"from": DemoDay, "scope": scope, "words": "试行"}})
	if got.status != http.StatusCreated {
		t.Fatalf("propose: %d %s", got.status, got.body)
	}
	got.into(t, &adoption)
	if got = p.do(t, call{method: http.MethodPost, path: at("/rule-set-adoptions/%d/adopt", adoption.ID), as: "supervisor.2", key: key, etag: `"1"`}); got.status != http.StatusOK {
		t.Fatalf("adopt: %d %s", got.status, got.body)
	}
}

// listsAreLamps compares the lists by colour with the lamps.
func (p *program) listsAreLamps(t *testing.T, lamps map[string]string) {
	t.Helper()
	for _, colour := range []string{"red", "yellow", "green", "grey", "blue"} {
		for _, kind := range []string{"milestone", "project"} {
			want := 0
			for key, is := range lamps {
				if is == colour && strings.HasPrefix(key, kind+" ") {
					want++
				}
			}
			var page struct {
				Items []struct{ Lamp struct{ Colour string } }
				Total int
			}
			p.get(t, "supervisor", fmt.Sprintf("/%ss?limit=200&count=true&lamp=%s", kind, colour), &page)
			if page.Total != want {
				t.Errorf("%d %ss are %s, listed are %d", want, kind, colour, page.Total)
			}
			for _, i := range page.Items {
				if i.Lamp.Colour != colour {
					t.Errorf("a %s that is %s is listed as %s", kind, i.Lamp.Colour, colour)
				}
			}
		}
	}
}
