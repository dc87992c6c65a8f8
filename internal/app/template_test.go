package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/database/migrations"
)

// templateFolder is where the demonstration of these tests is loaded, once for all of them: loading it is the dear part, and
// internal/demo tests that on both databases. TestMain takes the folder away.
var templateFolder = filepath.Join(os.TempDir(), fmt.Sprintf("guatu-app-test-%d", os.Getpid()))

// demoTemplate loads it at the first call and returns its database.
var demoTemplate = sync.OnceValues(func() (string, error) {
	if err := os.Mkdir(templateFolder, 0o700); err != nil {
		return "", err
	}
	c, err := config.Load("", []string{"GUATU_DATA_DIR=" + templateFolder, "GUATU_TODAY=" + DemoDay, "GUATU_DEMO_PASSWORD=" + demoWord, "GUATU_SECOND_FACTOR=optional"})
	if err != nil {
		return "", err
	}
	a, err := New(context.Background(), c, Options{Version: "test", Demo: true, PasswordCost: cheap()})
	if err != nil {
		return "", err
	}
	return c.DatabaseDSN, a.Close()
})

// fillDemo puts the loaded demonstration into the empty database of c.
func fillDemo(t *testing.T, c config.Config, dialect string) {
	t.Helper()
	template, err := demoTemplate()
	if err != nil {
		t.Fatal(err)
	}
	if dialect == database.SQLite {
		if err := os.CopyFS(c.DataDir, os.DirFS(templateFolder)); err != nil {
			t.Fatal(err)
		}
		return
	}
	from, to := dbtest.Open(t, template), dbtest.Open(t, c.DatabaseDSN)
	if _, err := database.Copy(t.Context(), from, to, migrations.Files, database.CopyOptions{}); err != nil {
		t.Fatal(err)
	}
}
