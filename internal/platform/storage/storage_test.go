package storage_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guatu/internal/platform/clock"
	"guatu/internal/platform/storage"
)

// filesIn lists the regular files below a folder.
func filesIn(t *testing.T, root string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func receive(t *testing.T, s *storage.Store, text string) *storage.Received {
	t.Helper()
	received, err := s.Receive(t.Context(), strings.NewReader(text), 100)
	if err != nil {
		t.Fatal(err)
	}
	return received
}

func keep(t *testing.T, s *storage.Store, text string) string {
	t.Helper()
	key, err := receive(t, s, text).Keep()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestAFileIsKeptWhole(t *testing.T) {
	root := t.TempDir()
	s := storage.New(root)
	first, second := keep(t, s, "主体结顶"), keep(t, s, "主体结顶")
	if first == second {
		t.Fatal("two uploads of the same bytes share a file: removing one would take the other away")
	}
	if err := s.Remove(first); err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(first); err != nil {
		t.Errorf("what is gone already is no error: %v", err)
	}
	file, err := s.OpenWhole(second)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(file)
	if err = errors.Join(err, file.Close()); err != nil || string(text) != "主体结顶" {
		t.Errorf("came back as %q: %v", text, err)
	}
	found := filesIn(t, root)
	if len(found) != 1 || !strings.HasSuffix(found[0], filepath.Join(second[:2], second[2:4], second)) {
		t.Fatalf("on the disk: %v", found)
	}
	for path, want := range map[string]os.FileMode{found[0]: 0o600, filepath.Dir(found[0]): 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v (%v), want %v", path, info.Mode().Perm(), err, want)
		}
	}
}

func TestWhatChangedOnTheDiskIsNotHandedOut(t *testing.T) {
	root := t.TempDir()
	s := storage.New(root)
	key := keep(t, s, "批复原文")
	path := filepath.Join(root, key[:2], key[2:4], key)
	for what, damage := range map[string]func() error{
		"other bytes of the same length": func() error { return os.WriteFile(path, []byte("批复改文"), 0o600) },
		"cut short":                      func() error { return os.Truncate(path, 3) },
		"emptied":                        func() error { return os.Truncate(path, 0) },
	} {
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.OpenWhole(key); !errors.Is(err, storage.ErrAltered) {
			t.Errorf("%s: %v, want ErrAltered", what, err)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenWhole(key); !errors.Is(err, storage.ErrMissing) {
		t.Errorf("gone: %v, want ErrMissing", err)
	}
}

func TestNothingOfACallerIsPartOfAPath(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := storage.New(filepath.Join(root, "files"))
	for _, key := range []string{"", "../secret", "..", "/etc/passwd", strings.Repeat("a", 64), strings.Repeat("a", 64) + "-../../secret0000", "a\x00b"} {
		if _, err := s.OpenWhole(key); !errors.Is(err, storage.ErrMissing) {
			t.Errorf("OpenWhole(%q): %v", key, err)
		}
		if err := s.Remove(key); !errors.Is(err, storage.ErrMissing) {
			t.Errorf("Remove(%q): %v", key, err)
		}
	}
}

// broken fails after some bytes, as a connection does.
type broken struct{ left int }

func (b *broken) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	b.left--
	p[0] = 'x'
	return 1, nil
}

func TestWhatDoesNotComeInWholeLeavesNothing(t *testing.T) {
	root := t.TempDir()
	s := storage.New(root)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for what, try := range map[string]struct {
		ctx  context.Context
		r    io.Reader
		want error
	}{
		"one byte too many":  {t.Context(), strings.NewReader(strings.Repeat("x", 101)), storage.ErrTooLarge},
		"a cut connection":   {t.Context(), &broken{7}, io.ErrUnexpectedEOF},
		"a caller who left":  {gone, strings.NewReader("x"), context.Canceled},
		"far more than that": {t.Context(), strings.NewReader(strings.Repeat("x", 100_000)), storage.ErrTooLarge},
	} {
		if _, err := s.Receive(try.ctx, try.r, 100); !errors.Is(err, try.want) {
			t.Errorf("%s: %v, want %v", what, err, try.want)
		}
	}
	receive(t, s, "refused later").Discard()
	if found := filesIn(t, root); len(found) > 0 {
		t.Errorf("left behind: %v", found)
	}
	if whole, err := s.Receive(t.Context(), strings.NewReader(strings.Repeat("x", 100)), 100); err != nil || whole.Size != 100 {
		t.Errorf("exactly the limit: %v", err)
	}
}

func TestSweepRemovesWhatNeverCameIn(t *testing.T) {
	root := t.TempDir()
	s := storage.New(root)
	if removed, err := s.Sweep(clock.Real()); removed != 0 || err != nil {
		t.Errorf("a store without files: %d, %v", removed, err)
	}
	kept := keep(t, s, "kept")
	receive(t, s, "never kept") // the program died here
	if removed, err := s.Sweep(clock.Real().Add(-time.Hour)); removed != 0 || err != nil {
		t.Errorf("what may still be coming in was removed: %d, %v", removed, err)
	}
	if removed, err := s.Sweep(clock.Real().Add(time.Hour)); removed != 1 || err != nil {
		t.Errorf("removed %d, %v", removed, err)
	}
	if file, err := s.OpenWhole(kept); err != nil {
		t.Error("a kept file was swept")
	} else if err := file.Close(); err != nil {
		t.Error(err)
	}
}
