package demo_test

import (
	"os"
	"path/filepath"
	"testing"

	"guatu/internal/demo"
)

func TestPasswordIsKept(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	first, file, err := demo.Password("", folder, false)
	if err != nil || len(first) < 20 {
		t.Fatalf("%q, %v", first, err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v, %v", file, info.Mode(), err)
	}
	if again, _, err := demo.Password("", folder, false); again != first || err != nil {
		t.Errorf("second start: %q, %v", again, err)
	}
	if given, file, _ := demo.Password("given-by-config", folder, false); given != "given-by-config" || file != "" {
		t.Errorf("configured: %q in %q", given, file)
	}
	if unknown, _, err := demo.Password("", t.TempDir(), true); unknown != "" || err != nil {
		t.Errorf("a new password for accounts that have another: %q, %v", unknown, err)
	}
}
