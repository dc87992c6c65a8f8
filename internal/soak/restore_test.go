package soak

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"guatu/internal/platform/database/dbtest"
)

const (
	restoreProjects   = 10_000 // with ten milestones each
	restoreRows       = 100_000
	restoreLimit      = 5 * time.Minute
	restorePassphrase = "the soak's own passphrase"
)

var rowsOfABackup = regexp.MustCompile(`共 (\d+) 行`)

// TestRestoreLarge: a data set of more than 100,000 rows is backed up and restored on each database, every table and every lamp
// compared, within the time in which people must be able to work again.
func TestRestoreLarge(t *testing.T) {
	if !long() {
		t.Skip("long: run `make soak`")
	}
	folder := t.TempDir()
	demonstration(t, folder)
	file := filepath.Join(folder, "guatu.db")
	fillLarge(t, file)
	t.Run("sqlite", func(t *testing.T) {
		drillRestore(t, "sqlite://"+file, "sqlite://"+filepath.Join(t.TempDir(), "restored.db"))
	})
	t.Run("mariadb", func(t *testing.T) {
		if why := unavailable("mariadb"); why != "" {
			t.Skip("NOT TESTED: " + why)
		}
		first := dbtest.Empty(t)
		copyDatabase(t, file, first)
		drillRestore(t, first, dbtest.Empty(t))
	})
}

// fillLarge loads the projects of the bench into the database of a demonstration.
func fillLarge(t *testing.T, file string) {
	t.Helper()
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	load := exec.CommandContext(t.Context(), "go", "run", "./cmd/bench", "-into", file, "-projects", strconv.Itoa(restoreProjects), "-each", "10")
	load.Dir = root
	if output, err := load.CombinedOutput(); err != nil {
		t.Fatalf("can not be loaded: %v\n%s", err, output)
	}
}

// drillRestore backs up one database and restores it into another, empty one. The restore compares all that it has restored.
func drillRestore(t *testing.T, from, into string) {
	t.Helper()
	folder := t.TempDir()
	word, backup := filepath.Join(folder, "word"), filepath.Join(folder, "all.guatu")
	if err := os.WriteFile(word, []byte(restorePassphrase), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(dsn string, arguments ...string) (string, time.Duration) {
		t.Helper()
		began := time.Now()
		command := exec.CommandContext(t.Context(), program(t), append(arguments, "--passphrase-file", word)...)
		command.Env = append(os.Environ(), "GUATU_DATA_DIR="+folder, "GUATU_DATABASE_DSN="+dsn)
		output, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(arguments[:1], " "), err, output)
		}
		return string(output), time.Since(began)
	}
	told, took := run(from, "backup", "--to", backup)
	found := rowsOfABackup.FindStringSubmatch(told)
	if found == nil {
		t.Fatalf("the backup does not say how many rows it has:\n%s", told)
	}
	if rows, err := strconv.Atoi(found[1]); err != nil || rows < restoreRows {
		t.Fatalf("%s rows, %d are wanted", found[1], restoreRows)
	}
	_, back := run(into, "restore", "--from", backup, "--into", into)
	t.Logf("FIGURES backup and restore, %s: %s rows, backup %.0f s, restore with comparing every table and lamp %.0f s (limit %.0f s)",
		t.Name(), found[1], took.Seconds(), back.Seconds(), restoreLimit.Seconds())
	if back > restoreLimit {
		t.Errorf("FAULT: the restore took %s", back)
	}
}
