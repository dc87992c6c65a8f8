package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// demoDatabase is the demonstration in a file, with nobody on it; what comes back is the address of the file.
func demoDatabase(t *testing.T) (config.Config, string) {
	t.Helper()
	c := settings(t, "GUATU_DATA_DIR="+t.TempDir(), "GUATU_DEMO_PASSWORD="+demoWord)
	fillDemo(t, c, database.SQLite)
	return c, c.DatabaseDSN
}

// copyDatabase asks everything of one demonstration.
func copyDatabase(t *testing.T) {
	t.Parallel()
	c, first := demoDatabase(t)
	t.Run("there and back", func(t *testing.T) { copyThereAndBack(t, c, first) })
	t.Run("lamps", func(t *testing.T) { lampsAreCompared(t, c, first) })
	t.Run("refusals", func(t *testing.T) { refusalsAreWords(t, c, first) })
}

// copyThereAndBack moves the demonstration from SQLite to MariaDB and back to SQLite, as a district does that outgrows
// its file and thinks better of it. Every row, hash, id and lamp is the same; the program answers the same from the last
// copy as from the first database.
func copyThereAndBack(t *testing.T, c config.Config, first string) {
	t.Helper()
	way := []string{"sqlite://" + filepath.Join(t.TempDir(), "back.db")}
	if os.Getenv(dbtest.MySQLEnv) != "" {
		way = append([]string{dbtest.Empty(t)}, way...)
	}
	before, err := os.ReadFile(strings.TrimPrefix(first, "sqlite://"))
	if err != nil {
		t.Fatal(err)
	}
	from := first
	var reports []CopyReport
	for _, to := range way {
		report, err := CopyDatabase(t.Context(), c, CopyInput{From: from, To: to})
		if err != nil {
			t.Fatal(err)
		}
		reports, from = append(reports, report), to
	}
	for _, report := range reports {
		if report.Rows < 3000 || report.Projects < 50 || report.Milestones < 50 || report.Tasks != 10 || report.Indicators < 20 || len(report.Days) != 3 {
			t.Errorf("too little was compared: %+v", report)
		}
		if diff := cmp.Diff(reports[0], report); diff != "" {
			t.Errorf("the second way (-first +second):\n%s", diff)
		}
	}
	if after, err := os.ReadFile(strings.TrimPrefix(first, "sqlite://")); err != nil || string(after) != string(before) {
		t.Errorf("the first database has changed: %v", err)
	}
	if diff := cmp.Diff(answers(t, c, first), answers(t, c, from)); diff != "" {
		t.Errorf("answers of the program (-first +copy):\n%s", diff)
	}
}

// answers are what the program on a database says to people, from sign-in on.
func answers(t *testing.T, c config.Config, dsn string) map[string]string {
	t.Helper()
	c.DatabaseDSN = dsn
	p := start(t, c, false, database.SQLite)
	all := map[string]string{}
	for _, path := range []string{"/board", "/board?asOf=2017-06-30", "/overview", "/attention", "/projects?limit=200", "/livelihood-tasks", "/reports?state=submitted"} {
		all[path] = string(p.do(t, call{path: path, as: "leader.chief"}).body)
	}
	return all
}

// lampsAreCompared: one fact that is another in the copy is seen, and so is a row that is missing.
func lampsAreCompared(t *testing.T, c config.Config, first string) {
	t.Helper()
	second := "sqlite://" + filepath.Join(t.TempDir(), "second.db")
	if _, err := CopyDatabase(t.Context(), c, CopyInput{From: first, To: second}); err != nil {
		t.Fatal(err)
	}
	from, to := dbtest.Open(t, first), dbtest.Open(t, second)
	compare := func() (CopyReport, error) {
		var report CopyReport
		err := from.ReadTx(t.Context(), func(ctx context.Context) error { return sameLamps(ctx, c, from, to, &report) })
		return report, err
	}
	if report, err := compare(); err != nil || report.Milestones == 0 {
		t.Fatalf("%+v: %v", report, err)
	}
	change := func(statement string) {
		err := to.Tx(t.Context(), func(_ context.Context, tx *gorm.DB) error { return tx.Exec(statement).Error })
		if err != nil {
			t.Fatal(err)
		}
	}
	change("UPDATE milestones SET approved_on = '2017-01-03' WHERE id = (SELECT MAX(id) FROM milestones)")
	if _, err := compare(); !errors.Is(err, errLampsDiffer) || !strings.Contains(err.Error(), "节点") {
		t.Errorf("another date was not seen: %v", err)
	}
	change("UPDATE milestones SET approved_on = (SELECT v.approved_on FROM milestone_versions v WHERE v.id = milestones.id ORDER BY v.version DESC LIMIT 1)")
	if _, err := compare(); err != nil {
		t.Fatalf("put back: %v", err)
	}
	change("DELETE FROM indicators WHERE id = (SELECT MAX(id) FROM indicators)")
	if _, err := compare(); !errors.Is(err, errLampsDiffer) || !strings.Contains(err.Error(), "子项") {
		t.Errorf("a missing indicator was not seen: %v", err)
	}
}

// refusalsAreWords: the administrator is told what became of both databases and what to do.
func refusalsAreWords(t *testing.T, c config.Config, source string) {
	t.Helper()
	used := "sqlite://" + filepath.Join(t.TempDir(), "used.db")
	if _, err := CopyDatabase(t.Context(), c, CopyInput{From: source, To: used}); err != nil {
		t.Fatal(err)
	}
	half := "sqlite://" + filepath.Join(t.TempDir(), "half.db")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	cut := CopyInput{From: source, To: half, Progress: func(_ string, done, _ int64) {
		if done > 600 {
			stop()
		}
	}}
	cases := []struct {
		name string
		ctx  context.Context
		in   CopyInput
		want []string
	}{
		{"interrupted", ctx, cut, []string{"复制被中断", "复制未完成", half[len("sqlite://"):], "源库没有改动"}},
		{"over half a copy", t.Context(), CopyInput{From: source, To: half}, []string{"没有完成的复制", "没有写入", "删除 "}},
		{"over data", t.Context(), CopyInput{From: source, To: used}, []string{"不是空的", "没有写入任何内容", "删除 "}},
		{"onto itself", t.Context(), CopyInput{From: source, To: source}, []string{"同一个"}},
		{"from nothing", t.Context(), CopyInput{From: "sqlite:///nowhere/guatu.db", To: half}, []string{"源库打不开", "/nowhere/guatu.db"}},
	}
	for _, test := range cases {
		_, err := CopyDatabase(test.ctx, c, test.in)
		if err == nil {
			t.Errorf("%s: no error", test.name)
			continue
		}
		for _, word := range test.want {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("%s: %q is missing in: %v", test.name, word, err)
			}
		}
	}
	c.DatabaseDSN = half
	if _, err := New(t.Context(), c, Options{PasswordCost: cheap()}); err == nil || !strings.Contains(err.Error(), "没有完成的复制") {
		t.Errorf("the program starts on half a copy: %v", err)
	}
	if _, _, err := Migrate(t.Context(), c, nil, true); err == nil || !strings.Contains(err.Error(), "没有完成的复制") {
		t.Errorf("half a copy is current: %v", err)
	}
}

func TestEmptyHint(t *testing.T) {
	t.Parallel()
	if hint := emptyHint("mysql://guatu:geheim@db/guatu"); !strings.Contains(hint, "DROP DATABASE guatu;") || strings.Contains(hint, "geheim") {
		t.Error(hint)
	}
}
