//go:build !race

// One caller after another: the race detector would see nothing and take four times as long. `make test-unwatched` runs these.
package app

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guatu/internal/platform/backup"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/database/migrations"
	"guatu/internal/platform/storage"
)

// rewritten is a backup with another manifest or other parts, as a newer program or a forger would write it.
func rewritten(t *testing.T, file string, change func(m *backup.Manifest, folder string)) string {
	t.Helper()
	r, err := backup.Open(t.Context(), file, backup.Key{})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	m := r.Manifest
	m.Parts = nil
	err = r.Unpack(func(part backup.Part, content io.Reader) error {
		path := filepath.Join(folder, filepath.Base(part.Name))
		text, err := io.ReadAll(content)
		if err = errors.Join(err, os.WriteFile(path, text, 0o600)); err != nil {
			return err
		}
		again, err := backup.PartOf(t.Context(), part.Name, path)
		m.Parts = append(m.Parts, again)
		return err
	})
	if err = errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	change(&m, folder)
	written, err := backup.Write(t.Context(), filepath.Join(folder, "rewritten"), m, backup.Lock{})
	if err != nil {
		t.Fatal(err)
	}
	if err := written.Keep(); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "rewritten")
}

// attach gives the installation one attachment that is owed and one that nobody used, and returns their keys.
func attach(t *testing.T, c config.Config) (owned, unused string) {
	t.Helper()
	p := &program{App: &App{db: dbtest.Open(t, c.DatabaseDSN)}}
	for n, text := range []string{"主体结顶照片", "没有用上的"} {
		received, err := storage.New(filesFolder(c)).Receive(t.Context(), strings.NewReader(text), 100)
		if err != nil {
			t.Fatal(err)
		}
		key, err := received.Keep()
		if err != nil {
			t.Fatal(err)
		}
		p.exec(t, "INSERT INTO files (storage_key, name, size, content_type, sha256, uploader_id, uploaded_at, recorded_on) VALUES (?, '照片', ?, 'image/png', ?, 1, 0, '2017-09-30')",
			key, len(text), key[:64])
		if unused = key; n == 0 {
			owned = key
			p.exec(t, "UPDATE files SET owner_kind = 'report', owner_id = 1 WHERE storage_key = ?", key)
		}
	}
	return owned, unused
}

// change is a file with other bytes.
func changed(t *testing.T, file string, edit func([]byte) []byte) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "changed.backup")
	if err := os.WriteFile(path, edit(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// restoreRefuses: each way in which a backup or a target is no use ends with its own code and a sentence that says what
// to do, and writes nothing.
func restoreRefuses(t *testing.T) {
	t.Parallel()
	c, _ := demoDatabase(t)
	attach(t, c)
	secret, public, err := NewBackupKey()
	if err != nil {
		t.Fatal(err)
	}
	foreign, _, err := NewBackupKey()
	if err != nil {
		t.Fatal(err)
	}
	take := func(in BackupInput) string {
		in.To, in.Version = t.TempDir(), "test"
		report, err := Backup(t.Context(), c, in)
		if err != nil {
			t.Fatal(err)
		}
		return report.File
	}
	plain, closed := take(BackupInput{Plain: true}), take(BackupInput{Recipients: public})
	flip := func(at int) func([]byte) []byte {
		return func(content []byte) []byte { content[at] ^= 4; return content }
	}
	cases := []struct {
		name string
		in   RestoreInput
		code int
		want string
	}{
		{"a whole one", RestoreInput{From: closed, Identities: secret}, 0, ""},
		{"a target with data", RestoreInput{From: plain, Into: c.DatabaseDSN}, ExitFull, "换一个空库"},
		{"another file", RestoreInput{From: strings.TrimPrefix(c.DatabaseDSN, "sqlite://")}, ExitForeign, "不是挂图的备份"},
		{"cut off", RestoreInput{From: changed(t, closed, func(b []byte) []byte { return b[:len(b)-1] }), Identities: secret}, ExitTruncated, "缺了一截"},
		{"a flipped bit", RestoreInput{From: changed(t, closed, flip(5000)), Identities: secret}, ExitAltered, "改动或损坏"},
		{"a flipped bit of a plain one", RestoreInput{From: changed(t, plain, flip(5000))}, ExitAltered, "改动或损坏"},
		{"the key of somebody else", RestoreInput{From: closed, Identities: foreign}, ExitWrongKey, "密钥或口令"},
		{"no key", RestoreInput{From: closed}, ExitWrongKey, "密钥或口令"},
		{"a short passphrase", RestoreInput{From: closed, Passphrase: "kurz"}, ExitWrongKey, "12"},
		{"a newer form", RestoreInput{From: changed(t, plain, func(b []byte) []byte { b[13] = '7'; return b })}, ExitNewer, "更新的程序"},
		{"a newer schema", RestoreInput{From: rewritten(t, plain, func(m *backup.Manifest, _ string) { m.Schema = 99_999 })}, ExitNewer, "更新的程序"},
		{"a forged manifest", RestoreInput{From: rewritten(t, plain, func(m *backup.Manifest, _ string) { m.Tables[3].Rows++ })}, ExitDiffers, "不一致"},
		{"another schema inside", RestoreInput{From: rewritten(t, plain, func(m *backup.Manifest, _ string) { m.Schema-- })}, ExitAltered, "改动"},
		{"an attachment under another key", RestoreInput{From: rewritten(t, plain, swapAttachments)}, 1, "not what was stored"},
		{"without its attachments", RestoreInput{From: rewritten(t, plain, func(m *backup.Manifest, _ string) { m.Parts = m.Parts[:1] })}, ExitDiffers, "不一致"},
		{"a way out of the folder", RestoreInput{From: rewritten(t, plain, func(m *backup.Manifest, _ string) { m.Parts[1].Name = "../../evil" })}, ExitAltered, "evil"},
		{"lamps of another day", RestoreInput{From: rewritten(t, plain, func(m *backup.Manifest, _ string) {
			m.Shown = []byte(strings.Replace(string(m.Shown), `"lamps": "`, `"lamps": "0`, 1))
		})}, ExitDiffers, "灯"},
		{"nothing", RestoreInput{From: "/nowhere/x.backup"}, 1, "/nowhere/x.backup"},
	}
	before := contentsOf(t, c.DatabaseDSN)
	for _, test := range cases {
		test.in.Version = "test"
		_, err := Restore(t.Context(), c, test.in)
		switch {
		case err == nil && test.code != 0:
			t.Errorf("%s: no error", test.name)
		case err != nil && (ExitCode(err) != test.code || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: code %d, want %d: %v", test.name, ExitCode(err), test.code, err)
		}
	}
	if after := contentsOf(t, c.DatabaseDSN); before != after {
		t.Error("the database in use was written")
	}
	if left, err := filepath.Glob(filepath.Join(c.DataDir, workPrefix+"*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func swapAttachments(m *backup.Manifest, _ string) {
	m.Parts[1].Name, m.Parts[2].Name = m.Parts[2].Name, m.Parts[1].Name
}

func contentsOf(t *testing.T, dsn string) (all string) {
	t.Helper()
	tables, err := dbtest.Open(t, dsn).Contents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		all += table.Hash
	}
	return all
}

// attachmentsGoAlong: what is owed and whole comes back byte by byte; what is owed and damaged is named, and the backup is
// written all the same while the older ones stay.
func attachmentsGoAlong(t *testing.T) {
	t.Parallel()
	c, _ := demoDatabase(t)
	owned, unused := attach(t, c)
	folder := t.TempDir()
	in := BackupInput{To: filepath.Join(folder, "guatu-20170930-000000.000Z.backup"), Plain: true, Version: "test"}
	report, err := Backup(t.Context(), c, in)
	if err != nil || len(report.Manifest.Parts) != 3 {
		t.Fatalf("%+v: %v", report.Manifest.Parts, err)
	}
	back := c
	back.DataDir = t.TempDir()
	into := "sqlite://" + filepath.Join(back.DataDir, "guatu.db")
	restored, err := Restore(t.Context(), back, RestoreInput{From: report.File, Into: into, Version: "test"})
	if err != nil || restored.Files != 2 {
		t.Fatalf("%+v: %v", restored, err)
	}
	for _, key := range []string{owned, unused} {
		if file, err := storage.New(filesFolder(back)).OpenWhole(key); err != nil {
			t.Error(err)
		} else if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, key := range []string{owned, unused} {
		if err := storage.New(filesFolder(c)).Remove(key); err != nil {
			t.Fatal(err)
		}
	}
	in.To, in.Keep = folder, 1
	report, err = Backup(t.Context(), c, in)
	if ExitCode(err) != ExitIncomplete || len(report.Manifest.Missing) != 1 || report.Manifest.Missing[0] != owned || len(report.Removed) > 0 {
		t.Fatalf("%+v: %v", report, err)
	}
	if _, err := Restore(t.Context(), c, RestoreInput{From: report.File, Version: "test"}); ExitCode(err) != ExitIncomplete {
		t.Errorf("%v", err)
	}
}

// TestOlderBackupIsMigrated: a backup that an older program took of its schema comes back with this program's.
func TestOlderBackupIsMigrated(t *testing.T) {
	t.Parallel()
	const old = 47
	way := map[string]func() string{database.SQLite: func() string { return "sqlite://" + filepath.Join(t.TempDir(), "old.db") }}
	if os.Getenv(dbtest.MySQLEnv) != "" {
		way[database.MySQL] = func() string { return dbtest.Empty(t) }
	}
	for dialect, address := range way {
		c := settings(t, "GUATU_DATA_DIR="+t.TempDir(), "GUATU_DATABASE_DSN="+address())
		p := &program{App: &App{db: dbtest.Open(t, c.DatabaseDSN)}}
		if err := p.db.Migrate(t.Context(), database.UpTo(migrations.Files, old)); err != nil {
			t.Fatal(err)
		}
		p.exec(t, "INSERT INTO departments (code, name, short_name, sort, disabled, version) VALUES ('old', '旧单位', '旧', 1, 0, 1)")
		report, err := Backup(t.Context(), c, BackupInput{To: t.TempDir(), Plain: true, Version: "0.9"})
		if err != nil || report.Manifest.Schema != old || !report.Unrecorded || report.Manifest.Dialect != dialect {
			t.Fatalf("%s: %+v: %v", dialect, report.Manifest, err)
		}
		c.DatabaseDSN = "sqlite://" + filepath.Join(t.TempDir(), "new.db")
		restored, err := Restore(t.Context(), c, RestoreInput{From: report.File, Into: c.DatabaseDSN, Version: "test"})
		if err != nil || restored.Schema <= old || restored.ShownEqual {
			t.Fatalf("%s: %+v: %v", dialect, restored, err)
		}
		again := &program{App: &App{db: dbtest.Open(t, c.DatabaseDSN)}}
		again.id(t, "SELECT id FROM departments WHERE code = 'old' AND name = '旧单位'")
	}
}
