package archtest_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

var (
	proofName = regexp.MustCompile("`(Test\\w+|[\\w-]+\\.spec\\.ts|scripts/[\\w-]+\\.sh)`")
	testFunc  = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
)

// proofs are the names a document may give as a proof: test functions, browser specs and scripts of this tree.
func proofs(root fs.FS) ([]string, error) {
	var found []string
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".git"):
			return fs.SkipDir
		case strings.HasSuffix(name, ".spec.ts"):
			found = append(found, path.Base(name))
		case strings.HasPrefix(name, "scripts/"):
			found = append(found, name)
		case strings.HasSuffix(name, "_test.go"):
			text, err := fs.ReadFile(root, name)
			if err != nil {
				return err
			}
			for _, match := range testFunc.FindAllSubmatch(text, -1) {
				found = append(found, string(match[1]))
			}
		}
		return nil
	})
	return found, err
}

// unproved returns what is wrong with a document: a proof that does not exist, and, in a ledger, a row of a table that names
// no proof and does not say either whose duty it is or that it is missing.
func unproved(text string, known []string, ledger bool) []string {
	var faults []string
	for number, line := range strings.Split(text, "\n") {
		names := proofName.FindAllStringSubmatch(line, -1)
		for _, name := range names {
			if !slices.Contains(known, name[1]) {
				faults = append(faults, fmt.Sprintf("line %d: %s does not exist", number+1, name[1]))
			}
		}
		isRow := strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "|---") && !strings.HasPrefix(line, "| 条款 |")
		if ledger && isRow && len(names) == 0 && !strings.Contains(line, "**使用单位**") && !strings.Contains(line, "**尚缺**") {
			faults = append(faults, fmt.Sprintf("line %d: claims without a proof: %s", number+1, line))
		}
	}
	return faults
}

// TestLedgerNamesWhatThereIs: the documents for buyers and assessors promise what a test proves, and nothing else.
func TestLedgerNamesWhatThereIs(t *testing.T) {
	root := os.DirFS("../..")
	known, err := proofs(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, ledger := range map[string]bool{"docs/djbh3.md": true, "docs/trust.md": false, "SECURITY.md": false} {
		text, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		if count := len(proofName.FindAll(text, -1)); ledger && count < 50 {
			t.Errorf("%s names %d proofs", name, count)
		}
		for _, fault := range unproved(string(text), known, ledger) {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

func TestLedgerCanFail(t *testing.T) {
	known, err := proofs(fstest.MapFS{
		"a/b_test.go": {Data: []byte("package a\nfunc TestGood(t *testing.T) {}\n// func TestInAComment(\n")}, "web/e2e/1-a.spec.ts": {}, "scripts/c.sh": {},
	})
	if err != nil {
		t.Fatal(err)
	}
	text := "| 条款 | 做法 | 证明 |\n|---|---|---|\n| a | x | `TestGood` `1-a.spec.ts` `scripts/c.sh` |\n| b | x | `TestInAComment` |\n| c | x | 肯定没问题 |\n| d | x | **使用单位** |\n"
	faults := unproved(text, known, true)
	if len(faults) != 2 || !strings.Contains(faults[0], "TestInAComment does not exist") || !strings.Contains(faults[1], "claims without a proof") {
		t.Errorf("%q", faults)
	}
}
