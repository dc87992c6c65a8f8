package demo_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"guatu/internal/demo"
)

func plan(t *testing.T) *demo.Plan {
	t.Helper()
	p, err := demo.Read(os.DirFS("../../configs/demo"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestEveryIdOfTheReportIsAccountedFor counts the catalogue and what became of it.
func TestEveryIdOfTheReportIsAccountedFor(t *testing.T) {
	p := plan(t)
	became := map[demo.Decision]int{}
	for _, w := range p.Catalogue.Works {
		became[w.As]++
	}
	items, types := 0, map[string]int{}
	for _, task := range p.Tasks.Tasks {
		for _, item := range task.Items {
			items++
			types[item.Type]++
		}
	}
	for name, c := range map[string][2]int{
		"works": {len(p.Catalogue.Works), 167}, "targets": {len(p.Catalogue.Targets), 14},
		"actuals": {len(p.Catalogue.Actuals), 9}, "systems": {len(p.Catalogue.Systems), 48},
		"defects": {len(p.Catalogue.Defects), 10}, "tasks": {len(p.Tasks.Tasks), 10}, "sub-items": {items, 31},
		"as project": {became[demo.AsProject], 92}, "as result of 2016": {became[demo.AsResult2016], 44},
		"as honour": {became[demo.AsHonour], 5}, "as rate": {became[demo.AsRate], 4},
		"as target": {became[demo.AsTarget], 2}, "as other": {became[demo.AsOther], 20},
		"projects": {len(p.Ledger.Projects), 98}, "CUM": {types["CUM"], 7}, "KEEP": {types["KEEP"], 1},
		"EVENT": {types["EVENT"], 6}, "STAGE": {types["STAGE"], 7}, "RATE": {types["RATE"], 1},
		"OPEN": {types["OPEN"], 7}, "WORDS": {types["WORDS"], 2},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %d, want %d", name, c[0], c[1])
		}
	}
}

// TestIdsAreWithoutGaps: the list of ids is the one of the catalogue, each group numbered from 1.
func TestIdsAreWithoutGaps(t *testing.T) {
	counts := map[string]int{}
	for _, w := range plan(t).Catalogue.Works {
		group, number, _ := strings.Cut(w.ID, "-")
		counts[group]++
		if n, err := strconv.Atoi(number); err != nil || n < 1 {
			t.Errorf("id %s", w.ID)
		}
	}
	want := map[string]int{"IND": 19, "ENT": 8, "INN": 5, "INF": 24, "REC": 18, "SEA": 4, "PLN": 7, "ENV": 27, "EDU": 7,
		"MED": 4, "SOC": 13, "REF": 9, "OTH": 18, "RATE": 4}
	if !maps.Equal(counts, want) {
		t.Errorf("ids: %v, want %v", counts, want)
	}
}

// TestProjectsSayWhatTheReportSays: an open-ended work has no node, and an end of the report has no invented date.
func TestProjectsSayWhatTheReportSays(t *testing.T) {
	p := plan(t)
	withNodes, nodes := 0, 0
	for _, project := range p.Ledger.Projects {
		if len(project.Nodes) > 0 {
			withNodes++
		}
		nodes += len(project.Nodes)
		for _, n := range project.Nodes {
			if n.From == demo.FromSample && !strings.Contains(n.Note, "样例节点") {
				t.Errorf("%s/%s does not say that it is invented: %q", project.Code, n.Name, n.Note)
			}
		}
	}
	t.Logf("%d projects, %d of them with %d nodes", len(p.Ledger.Projects), withNodes, nodes)
	parents := map[string]string{}
	for _, project := range p.Ledger.Projects {
		parents[project.Code] = project.Parent
	}
	for child, parent := range map[string]string{"OF-02": "OF-00", "OF-03": "OF-00", "OF-04": "OF-00", "REC-07": "OF-02",
		"SEA-01": "OF-02", "REC-08": "OF-03", "REC-11": "OF-03", "SEA-03": "OF-03", "REC-10": "OF-04", "INF-08": "INF-11"} {
		if parents[child] != parent {
			t.Errorf("parent of %s is %q, want %q", child, parents[child], parent)
		}
	}
}

func TestTheSchoolThatIsFinishedAndUsedHasTwoMilestones(t *testing.T) {
	for _, project := range plan(t).Ledger.Projects {
		var ends []string
		for _, n := range project.Nodes {
			if n.From == demo.FromReport {
				ends = append(ends, n.Name+" "+string(n.Firmness))
			}
		}
		switch {
		case project.Code == "EDU-01" && !slices.Equal(ends, []string{"竣工 firm", "投入使用 firm"}),
			project.Code == "EDU-02" && !slices.Equal(ends, []string{"主体结顶 aim"}):
			t.Errorf("%s: %v", project.Code, ends)
		}
	}
}

// TestDefectsAreShown: each of the ten stands as a note beside what it touches, or only in the source where nothing does.
func TestDefectsAreShown(t *testing.T) {
	p := plan(t)
	notes := map[string]string{}
	for _, project := range p.Ledger.Projects {
		notes[project.Code] = project.Note
	}
	for _, task := range p.Tasks.Tasks {
		for _, item := range task.Items {
			notes[item.ID] = item.Note
		}
	}
	for id, defect := range map[string]string{"REC-07": "D-04", "INF-06": "D-05", "10.2": "D-06", "1.3": "D-07", "4.5": "D-10"} {
		if !strings.Contains(notes[id], defect) {
			t.Errorf("%s does not show %s: %q", id, defect, notes[id])
		}
	}
}

// TestEveryFaultIsListed spoils the files and wants all the faults in one error.
func TestEveryFaultIsListed(t *testing.T) {
	files := copyOf(t)
	spoil := func(name, old, new string) {
		text := string(files[name].Data)
		if !strings.Contains(text, old) {
			t.Fatalf("%s has no %q", name, old)
		}
		files[name].Data = []byte(strings.Replace(text, old, new, 1))
	}
	spoil("catalogue.yaml", `"获评国家生态工业示范园区`, `"荣获国家生态工业示范园区`)
	spoil("projects.yaml", "- {code: IND-07, lead: econ", "- {code: IND-77, lead: nobody")
	spoil("tasks.yaml", "kind: slogan, type: WORDS", "kind: slogan, type: CUM")
	spoil("story.yaml", "done: 2017-02-24, verified: 2017-02-27", "done: 2017-02-24, verified: 2017-02-20")
	_, err := demo.Read(files)
	if err == nil {
		t.Fatal("a spoiled plan was read")
	}
	for _, want := range []string{"does not stand in the report", "IND-07 is project: wants 1 projects, has 0",
		`unknown department "nobody"`, "IND-77: not of the catalogue", "a slogan can not be CUM", "verified on 2017-02-20"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not listed: %s in\n%v", want, err)
		}
	}
}

// TestUnknownKeysAreRefused: a misspelt key must not silently lose a fact.
func TestUnknownKeysAreRefused(t *testing.T) {
	files := copyOf(t)
	files["units.yaml"].Data = append(files["units.yaml"].Data, "\nmanagers: []\n"...)
	if _, err := demo.Read(files); err == nil || !strings.Contains(err.Error(), "managers") {
		t.Errorf("unknown key: %v", err)
	}
}

func copyOf(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	entries, err := os.ReadDir("../../configs/demo")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join("../../configs/demo", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = &fstest.MapFile{Data: content}
	}
	return files
}
