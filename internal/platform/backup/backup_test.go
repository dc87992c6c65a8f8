package backup_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guatu/internal/platform/backup"
)

var taken = time.Date(2017, 9, 30, 1, 2, 3, 0, time.UTC)

// keys makes a lock and the key that opens it.
func keys(t *testing.T) (backup.Lock, backup.Key) {
	t.Helper()
	secret, public, err := backup.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	lock, err := backup.ForRecipients("# the district\n" + public + "\n")
	if err != nil {
		t.Fatal(err)
	}
	key, err := backup.FromIdentities(secret)
	if err != nil {
		t.Fatal(err)
	}
	return lock, key
}

// parts are what a small installation has: a database that packs well and two attachments, one of them empty.
func parts(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{"database.sqlite": strings.Repeat("瓯江口大桥 主体结顶\n", 20_000), "files/a": "\x00\x01\xff", "files/b": ""}
}

// write makes a backup of the parts and returns its path.
func write(t *testing.T, lock backup.Lock, content map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	m := backup.Manifest{Product: "1.0", Schema: 58, Dialect: "sqlite", TakenAt: taken, Tables: []backup.Table{{Name: "reports", Rows: 7, SHA256: "ab"}}}
	for _, name := range []string{"database.sqlite", "files/a", "files/b"} {
		path := filepath.Join(t.TempDir(), "part")
		if err := os.WriteFile(path, []byte(content[name]), 0o600); err != nil {
			t.Fatal(err)
		}
		part, err := backup.PartOf(t.Context(), name, path)
		if err != nil {
			t.Fatal(err)
		}
		m.Parts = append(m.Parts, part)
	}
	path := filepath.Join(folder, backup.FileName(taken))
	written, err := backup.Write(t.Context(), path, m, lock)
	if err != nil {
		t.Fatal(err)
	}
	if err := written.Keep(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != written.Bytes {
		t.Fatalf("%v, %v", info, err)
	}
	return path
}

// read opens a backup and returns its parts.
func read(t *testing.T, path string, key backup.Key) (backup.Manifest, map[string]string, error) {
	t.Helper()
	r, err := backup.Open(t.Context(), path, key)
	if err != nil {
		return backup.Manifest{}, nil, err
	}
	defer func() { _ = r.Close() }()
	content := map[string]string{}
	err = r.Unpack(func(part backup.Part, from io.Reader) error {
		text, err := io.ReadAll(from)
		content[part.Name] = string(text)
		return err
	})
	return r.Manifest, content, err
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	lock, key := keys(t)
	passLock, passKey, err := backup.WithPassphrase(" 温州浙南 产业集聚区 2017\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		lock backup.Lock
		key  backup.Key
	}{"plain": {}, "public key": {lock, key}, "passphrase": {passLock, passKey}} {
		t.Run(name, func(t *testing.T) {
			path := write(t, c.lock, parts(t))
			m, content, err := read(t, path, c.key)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(parts(t), content); diff != "" {
				t.Error(diff)
			}
			if m.Rows() != 7 || m.Schema != 58 || !m.TakenAt.Equal(taken) || len(m.Parts) != 3 {
				t.Errorf("%+v", m)
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if c.lock.Closed() && bytes.Contains(raw, []byte("manifest")) {
				t.Error("the manifest can be read without the key")
			}
		})
	}
}

// TestDamageIsNamed: each way in which a file can be no use has its own error, and nothing of it is handed out.
func TestDamageIsNamed(t *testing.T) {
	t.Parallel()
	lock, key := keys(t)
	_, other := keys(t)
	_, pass, err := backup.WithPassphrase("another passphrase")
	if err != nil {
		t.Fatal(err)
	}
	for form, kind := range map[string]struct {
		lock backup.Lock
		key  backup.Key
	}{"plain": {}, "encrypted": {lock, key}} {
		whole, err := os.ReadFile(write(t, kind.lock, parts(t)))
		if err != nil {
			t.Fatal(err)
		}
		cases := []damage{
			{"nothing", nil, kind.key, backup.ErrForeign},
			{"another file", []byte("SQLite format 3\x00" + string(whole)), kind.key, backup.ErrForeign},
			{"a bare age file", whole[128:], kind.key, backup.ErrForeign},
			{"one byte too few", whole[:len(whole)-1], kind.key, backup.ErrTruncated},
			{"half of it", whole[:len(whole)/2], kind.key, backup.ErrTruncated},
			{"the first line alone", whole[:128], kind.key, backup.ErrTruncated},
			{"half of the first line", whole[:60], kind.key, backup.ErrTruncated},
			{"the first five bytes", whole[:5], kind.key, backup.ErrTruncated},
			{"one byte too many", append(slices.Clone(whole), 0), kind.key, backup.ErrAltered},
			{"a newer form", append([]byte("guatu-backup 2 zip something else"), whole...), kind.key, backup.ErrNewer},
			{"another closing", []byte(strings.Replace(string(whole), "guatu-backup 1 ", "guatu-backup 1 no", 1)), kind.key, backup.ErrAltered},
		}
		for _, at := range []int{100, 128, 140, len(whole) / 2, len(whole) - 1} {
			flipped := slices.Clone(whole)
			flipped[at] ^= 1
			cases = append(cases, damage{"a flipped bit", flipped, kind.key, backup.ErrAltered})
		}
		if kind.lock.Closed() {
			cases = append(cases, damage{"no key", whole, backup.Key{}, backup.ErrWrongKey}, damage{"the key of somebody else", whole, other, backup.ErrWrongKey},
				damage{"a passphrase", whole, pass, backup.ErrWrongKey})
		}
		for _, c := range cases {
			path := filepath.Join(t.TempDir(), "x.backup")
			if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, content, err := read(t, path, c.key); !errors.Is(err, c.want) || len(content) > 0 {
				t.Errorf("%s, %s: %v, want %v; handed out %d parts", form, c.name, err, c.want, len(content))
			}
		}
	}
}

type damage struct {
	name    string
	content []byte
	key     backup.Key
	want    error
}

func TestAPartThatChangesMeanwhileIsNoticed(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "part")
	for name, then := range map[string]string{"other bytes": "y", "grown": "xx", "shrunk": ""} {
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		part, err := backup.PartOf(t.Context(), "part", path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(then), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := backup.Write(t.Context(), filepath.Join(folder, "b"), backup.Manifest{Parts: []backup.Part{part}}, backup.Lock{}); err == nil {
			t.Errorf("%s: no error", name)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
			t.Errorf("%s: left behind %v, %v", name, left, err)
		}
	}
}

func TestABackupIsNeverOverwritten(t *testing.T) {
	t.Parallel()
	path := write(t, backup.Lock{}, parts(t))
	if _, err := backup.Write(t.Context(), path, backup.Manifest{}, backup.Lock{}); err == nil {
		t.Error("written over another backup")
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	if _, _, err := backup.WithPassphrase("  short  \n"); err == nil {
		t.Error("a short passphrase was taken")
	}
	if _, err := backup.ForRecipients("age1nobody"); err == nil {
		t.Error("a public key that is none")
	}
	if _, err := backup.FromIdentities("AGE-SECRET-KEY-1NONSENSE"); err == nil || strings.Contains(err.Error(), "NONSENSE") {
		t.Errorf("a secret key that is none: %v", err)
	}
}

func TestPrune(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	touch := func(name string, age time.Duration) {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, taken.Add(-age), taken.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	for day := range 5 {
		touch(backup.FileName(taken.AddDate(0, 0, day)), 0)
	}
	touch("guatu-before-upgrade.backup", 1000*time.Hour)
	touch(".guatu-x.backup.abc.unfinished", 48*time.Hour)
	touch(".guatu-y.backup.abc.unfinished", time.Hour)
	removed, err := backup.Prune(folder, 2, taken.Add(-24*time.Hour))
	if err != nil || len(removed) != 3 || removed[0] != backup.FileName(taken) {
		t.Fatalf("%v, %v", removed, err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, entry := range entries {
		left = append(left, entry.Name())
	}
	want := []string{".guatu-y.backup.abc.unfinished", backup.FileName(taken.AddDate(0, 0, 3)), backup.FileName(taken.AddDate(0, 0, 4)), "guatu-before-upgrade.backup"}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Error(diff)
	}
}
