package app

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// auditHasWords reads every record the steps before have left: each name in one has its word on the page of the audit. What the
// source code says is held by archtest; this is what was really written.
func auditHasWords(t *testing.T, p *program) {
	const file = "../../web/src/i18n/zh-CN.audit.ts"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(text), "    name: {")
	block, _, _ = strings.Cut(block, "\n    },")
	words := map[string]bool{"fields": true}
	for _, m := range regexp.MustCompile(`(\w+): '`).FindAllStringSubmatch(block, -1) {
		words[m[1]] = true
	}
	var states []string
	err = p.db.Read(t.Context()).Raw("SELECT DISTINCT before_state FROM audit_events WHERE before_state IS NOT NULL" +
		" UNION SELECT DISTINCT after_state FROM audit_events WHERE after_state IS NOT NULL").Scan(&states).Error
	if err != nil || len(states) < 100 {
		t.Fatalf("%d states: %v", len(states), err)
	}
	missing := map[string]string{}
	for _, state := range states {
		var v any
		if err := json.Unmarshal([]byte(state), &v); err != nil {
			t.Fatal(err)
		}
		named(v, func(name string) {
			if !words[strings.ToLower(name[:1])+name[1:]] {
				missing[name] = state
			}
		})
	}
	for name, state := range missing {
		t.Errorf("%q has no word in %s; it stands in %.300s", name, file, state)
	}
}

// named calls f with every name in a value of JSON.
func named(v any, f func(string)) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			f(name)
			named(inner, f)
		}
	case []any:
		for _, inner := range v {
			named(inner, f)
		}
	}
}
