package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// auditWords is where the interface has the words of what the audit writes.
const auditWords = "web/src/i18n/zh-CN.audit.ts"

// The states the audit is given are structs of these names, and lists of columns under their names in the API.
var (
	stateType = regexp.MustCompile(`(?s)\ntype (?:[a-z]\w*State|[a-z]\w*Trace|state|trace|loginNote|refusal|taken|restored|Exported|EvidenceFile|Department|DepartmentCounts|CarryTotals|LeftOpen) struct \{(.*?)\n\}`)
	jsonName  = regexp.MustCompile("`json:\"(\\w+)")
	columnRow = regexp.MustCompile(`\{"[a-z_]+", "([a-zA-Z]+)", [^{}]+\},?\n`)
	wordOf    = regexp.MustCompile(`(\w+): '`)
)

// keptOut are states of these names that are no states of the audit.
var keptOut = []string{"internal/platform", "internal/archtest", "internal/soak", "internal/reports", "internal/demo", "internal/schedule"}

// TestAuditFieldsHaveWords: every field an audit record can hold has its word on the page of the audit. English has the words Chinese
// has, because the type of the one is the type of the other.
func TestAuditFieldsHaveWords(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, auditWords))
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(text), "    name: {")
	block, _, _ = strings.Cut(block, "\n    },")
	words := map[string]bool{"fields": true} // the envelope of every change, which is not shown
	for _, m := range wordOf.FindAllStringSubmatch(block, -1) {
		words[m[1]] = true
	}
	found := map[string]string{}
	err = filepath.WalkDir(filepath.Join(root, "internal"), func(path string, d os.DirEntry, err error) error {
		short := strings.TrimPrefix(filepath.ToSlash(path), "../../")
		for _, folder := range keptOut {
			if short == folder {
				return filepath.SkipDir
			}
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path) //#nosec G304 -- a file of this repository
		for _, m := range stateType.FindAllStringSubmatch(string(source), -1) {
			for _, name := range jsonName.FindAllStringSubmatch(m[1], -1) {
				found[name[1]] = short
			}
		}
		if strings.Contains(string(source), "[]column{") {
			for _, m := range columnRow.FindAllStringSubmatch(string(source), -1) {
				found[m[1]] = short
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 120 {
		t.Fatalf("only %d fields were found: the audit is written otherwise now, and this test has to follow", len(found))
	}
	for name, file := range found {
		if !words[name] {
			t.Errorf("%s: the audit writes %q, which has no word in %s", file, name, auditWords)
		}
	}
}
