package soak

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patch replaces one piece of a source file, which must be there exactly once.
type patch struct{ file, old, new string }

// fault is a deliberate mistake in the program, and the proof that must notice it.
type fault struct {
	name    string
	proof   string // -run of the test that must fail
	needs   string // what the machine must have, see available; empty: nothing
	patches []patch
}

// faults are the mistakes that programs of this kind are known for. A patch that no longer fits its file fails the test
// that asked for it: then write the mistake anew for the code as it is.
func faults() []fault {
	const (
		service = "internal/milestones/service.go"
		errs    = "internal/platform/database/errors.go"
	)
	return []fault{
		{"last-write-wins", "TestUpdates/sqlite", "", []patch{{service,
			"if row.Version == version {\n\t\treturn row, nil", "if row.Version >= version {\n\t\treturn row, nil"}}},
		{"read-modify-write", "TestUpdates/mysql", "mariadb", []patch{
			{service, "tx.Clauses(forUpdate()).Where(\"id = ?\", id).Limit(1)", "tx.Where(\"id = ?\", id).Limit(1)"},
			{"internal/platform/database/write.go", `Where("id = ? AND version = ?", id, version)`, `Where("id = ?", id)`},
			{"internal/platform/database/mysql.go", `params["innodb_snapshot_isolation"] = "ON"`, `params["innodb_snapshot_isolation"] = "OFF"`},
		}},
		{"no-idempotency", "TestDroppedAnswers/sqlite", "", []patch{{"internal/platform/httpapi/idempotency.go",
			"if err := tx.Create(&row).Error; err != nil {", "if err := error(nil); err != nil {"}}},
		{"answer-before-commit", "TestKill", "", []patch{
			{service, "err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {\n\t\tbefore, err := s.lockMilestone(ctx, tx, id, version, may)",
				"err = s.later(ctx, func(ctx context.Context, tx *gorm.DB) error {\n\t\tbefore, err := s.lockMilestone(ctx, tx, id, version, may)"},
			{service, "func editFaults(", "func (s *Service) later(ctx context.Context, fn func(context.Context, *gorm.DB) error) error {\n" +
				"\tgo func() { _ = s.db.Tx(context.WithoutCancel(ctx), fn) }()\n\treturn nil\n}\n\nfunc editFaults("},
		}},
		{"audit-afterwards", "TestKill", "", []patch{{service,
			"return after, s.audit.Record(ctx, tx, audit.Event{\n\t\tAction: action, Entity: \"milestone\", EntityID: after.ID, Before: was, After: is,\n\t})",
			"event := audit.Event{Action: action, Entity: \"milestone\", EntityID: after.ID, Before: was, After: is}\n" +
				"\ts.db.AfterCommit(ctx, func() { _ = s.db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error { return s.audit.Record(ctx, tx, event) }) })\n" +
				"\treturn after, nil"}}},
		{"synchronous-normal", "TestPowerCut", "loop", []patch{
			{"internal/platform/database/sqlite.go", "_pragma=synchronous(FULL)", "_pragma=synchronous(NORMAL)"},
			{"internal/platform/database/sqlite.go", `{"synchronous", "2"}`, `{"synchronous", "1"}`},
		}},
		{"full-disk-is-a-bug", "TestDiskFull", "tmpfs", []patch{{errs,
			"case sqliteFull, sqliteIOErr, sqliteReadOnly, sqliteCantOpen:\n\t\t\treturn ErrUnavailable",
			"case sqliteFull, sqliteIOErr, sqliteReadOnly, sqliteCantOpen:\n\t\t\treturn nil"}}},
		{"raw-errors", "TestBrokenDatabase", "mariadb", []patch{{errs,
			"if isRetryable(err) || isLostConnection(err) {\n\t\treturn ErrUnavailable\n\t}", "_ = isLostConnection"}}},
		{"migrate-without-lease", "TestMigrateTogether", "mariadb", []patch{{"internal/platform/database/migrate.go",
			"d.AcquireLease(ctx, migrationLease, migrationTTL)", "d.AcquireLease(ctx, migrationLease+time.Now().String(), migrationTTL)"}}},
	}
}

// overlay writes the patched sources of a fault beside a description that `go build -overlay` reads, and returns its path.
func overlay(name, root, folder string) (string, error) {
	replace := map[string]string{}
	for _, f := range faults() {
		if f.name != name {
			continue
		}
		for _, p := range f.patches {
			path := filepath.Join(root, p.file)
			source := path
			if patched := replace[path]; patched != "" {
				source = patched
			}
			text, err := os.ReadFile(source)
			if err != nil {
				return "", err
			}
			if n := strings.Count(string(text), p.old); n != 1 {
				return "", &staleFault{name, p.file, n}
			}
			replace[path] = filepath.Join(folder, strings.ReplaceAll(p.file, "/", "_"))
			if err := os.WriteFile(replace[path], []byte(strings.Replace(string(text), p.old, p.new, 1)), 0o600); err != nil {
				return "", err
			}
		}
	}
	if len(replace) == 0 {
		return "", &staleFault{name: name}
	}
	described, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "overlay.json")
	return path, os.WriteFile(path, described, 0o600)
}

// TestEveryFaultFits keeps the list of faults true: each still finds the code it breaks.
func TestEveryFaultFits(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults() {
		if _, err := overlay(f.name, root, t.TempDir()); err != nil {
			t.Error(err)
		}
	}
}

// TestEveryProofCanFail runs each proof against the program with the fault it is there for, and wants it to fail.
func TestEveryProofCanFail(t *testing.T) {
	if !long() || broken() != "" {
		t.Skip("long: run `make soak`")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	list := faults()
	for n := range rounds(t, len(list), len(list), 8*time.Minute) {
		f := list[n]
		t.Run(f.name, func(t *testing.T) {
			if why := unavailable(f.needs); why != "" {
				t.Skip(why)
			}
			command := exec.CommandContext(t.Context(), self, "-test.run=^"+f.proof+"$", "-test.count=1", "-test.timeout=5m", "-test.v")
			command.Env = append(os.Environ(), breakEnv+"="+f.name, longEnv+"=")
			output, err := command.CombinedOutput()
			if err == nil || !strings.Contains(string(output), "--- FAIL") || strings.Contains(string(output), "can not be built") {
				t.Errorf("%s did not notice %s:\n%s", f.proof, f.name, output)
				return
			}
			t.Logf("%s notices %s: %s", f.proof, f.name, firstFault(string(output)))
		})
	}
}

// firstFault is the line of an output that says what was wrong.
func firstFault(output string) string {
	for line := range strings.Lines(output) {
		if strings.Contains(line, "FAULT") {
			return strings.TrimSpace(line)
		}
	}
	return "see the output"
}
