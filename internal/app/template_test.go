package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/database/migrations"
)

// templateFolder is where the demonstration of these tests is loaded, once for all of them: loading it is the dear part, and
// internal/demo tests that on both databases. TestMain takes it away.
var templateFolder = filepath.Join(os.TempDir(), "guatu-app-test-"+strings.ReplaceAll(filepath.Base(os.Args[0]), ".", "-")+"-"+strconv.Itoa(os.Getpid()))

// demoTemplate loads it at the first call.
var demoTemplate = sync.OnceValue(func() error {
	if err := os.Mkdir(templateFolder, 0o700); err != nil {
		return err
	}
	c, err := config.Load("", []string{"GUATU_DATA_DIR=" + templateFolder, "GUATU_TODAY=" + DemoDay, "GUATU_DEMO_PASSWORD=" + demoWord})
	if err != nil {
		return err
	}
	a, err := New(context.Background(), c, Options{Version: "test", Demo: true, PasswordCost: cheap()})
	if err != nil {
		return err
	}
	return a.Close()
})

// fillDemo puts the loaded demonstration into the folder and the empty database of c.
func fillDemo(t *testing.T, c config.Config, dialect string) {
	t.Helper()
	if err := demoTemplate(); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(c.DataDir, os.DirFS(templateFolder)); err != nil && !errors.Is(err, os.ErrExist) {
		t.Fatal(err)
	}
	if dialect == database.SQLite {
		return
	}
	files, err := filepath.Glob(filepath.Join(templateFolder, "*.db"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the template has the databases %v: %v", files, err)
	}
	from, to := dbtest.Open(t, "sqlite://"+files[0]), dbtest.Open(t, c.DatabaseDSN)
	if _, err := database.Copy(t.Context(), from, to, migrations.Files, database.CopyOptions{}); err != nil {
		t.Fatal(err)
	}
}
