package app

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// canaries are words planted in every free text of the rows of a department: where somebody receives one who may read no row of
// it, something was told by the way. The third stands in rows that neither of the two departments of the matrix takes part in.
var canaries = []struct{ word, unit string }{{canary, "edu"}, {"金丝雀CANARYb51d20", "build"}, {"金丝雀CANARYee0934", ""}}

// freeTexts are the columns people write words into; all other columns hold codes, days, numbers and what is public to
// everybody who signs in (names of departments, posts and people, titles of tasks and of what is counted, the published plan).
var freeTexts = map[string][]string{
	"projects":        {"name", "contact_name", "contact_phone", "source_quote", "source_target", "source_note"},
	"milestones":      {"name", "words", "note", "last_note", "contact_name", "contact_phone", "exit_document", "conclusion"},
	"indicators":      {"note", "last_note", "conclusion", "exit_document"},
	"reports":         {"note", "decision_note", "approval_note", "exception_words", "conclusion"},
	"change_requests": {"words", "effect", "decision_words", "document_title", "document_number", "filed_words"},
	"files":           {"name"},
}

// plantCanaries writes the words into the rows of each department that the other one takes no part in.
func (m *matrix) plantCanaries(t *testing.T) {
	t.Helper()
	for _, c := range canaries {
		lead, strangers := "lead_department_id NOT IN (?, ?)", []any{m.rows.edu, m.rows.build}
		switch c.unit {
		case "edu":
			lead, strangers = "lead_department_id = ?", []any{m.rows.build}
		case "build":
			lead, strangers = "lead_department_id = ?", []any{m.rows.edu}
		}
		own := strangers
		if c.unit != "" {
			own = []any{map[string]int64{"edu": m.rows.edu, "build": m.rows.build}[c.unit]}
		}
		projects := m.ids(t, "SELECT id FROM projects p WHERE p."+lead+" AND NOT EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = p.id AND u.department_id IN ?)",
			append(slices.Clone(own), strangers)...)
		indicators := m.ids(t, "SELECT i.id FROM indicators i JOIN livelihood_tasks t ON t.id = i.task_id WHERE i."+strings.Replace(lead, "lead_", "", 1)+
			" AND t.department_id NOT IN ?", append(slices.Clone(own), strangers)...)
		if len(projects) == 0 || len(indicators) == 0 {
			t.Fatalf("nothing to plant %s in: %d projects, %d indicators", c.word, len(projects), len(indicators))
		}
		milestones := m.ids(t, "SELECT id FROM milestones WHERE project_id IN ?", projects)
		reports := m.ids(t, "SELECT id FROM reports WHERE milestone_id IN ? OR indicator_id IN ?", milestones, indicators)
		requests := m.ids(t, "SELECT id FROM change_requests WHERE project_id IN ?", projects)
		files := m.ids(t, "SELECT id FROM files WHERE owner_kind = 'report' AND owner_id IN ?", reports)
		for table, rows := range map[string][]int64{"projects": projects, "milestones": milestones, "indicators": indicators, "reports": reports,
			"change_requests": requests, "files": files} {
			m.plant(t, table, rows, c.word)
		}
	}
}

// plant overwrites the free texts of the rows, also of their recorded versions.
func (m *matrix) plant(t *testing.T, table string, rows []int64, word string) {
	t.Helper()
	tables := []string{table}
	if versions := strings.TrimSuffix(table, "s") + "_versions"; slices.Contains(m.tables(t), versions) {
		tables = append(tables, versions)
	}
	for _, table := range tables {
		for _, column := range freeTexts[strings.Replace(table, "_versions", "s", 1)] {
			m.exec(t, "UPDATE "+table+" SET "+column+" = ? WHERE id IN ?", word, rows)
		}
	}
}

// scan looks for the canaries in what somebody got who reads nothing of the department.
func (m *matrix) scan(t *testing.T, who, what string, got *answer) {
	t.Helper()
	if slices.Contains([]string{"leader.edu", "leader.chief", "supervisor", "auditor"}, who) {
		return
	}
	m.scanned++
	var headers bytes.Buffer
	_ = got.headers.Write(&headers) // a buffer takes everything
	for _, c := range canaries {
		bare := strings.TrimPrefix(c.word, "金丝雀") // also where the characters are escaped
		if c.unit != "" && strings.HasSuffix(who, "."+c.unit) || !bytes.Contains(got.body, []byte(bare)) && !strings.Contains(headers.String(), bare) {
			continue
		}
		m.wrong++
		t.Errorf("%s received the canary of %q from %s:\n%.500s", who, c.unit, what, around(got.body, bare))
	}
}

// around is the part of an answer where the word stands.
func around(body []byte, word string) []byte {
	at := bytes.Index(body, []byte(word))
	return body[max(0, at-300):max(0, min(len(body), at+100))]
}
