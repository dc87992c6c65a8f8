package demo

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestOnlyLoopbackUnlessForced(t *testing.T) {
	for addr, refused := range map[string]bool{
		"127.0.0.1:8080": false, "localhost:80": false, "[::1]:8080": false,
		":8080": true, "0.0.0.0:8080": true, "[::]:8080": true, "10.0.0.5:8080": true, "guatu.example:80": true,
	} {
		if err := checkAddress(addr, false); errors.Is(err, ErrNotLoopback) != refused {
			t.Errorf("%s: %v", addr, err)
		}
		if err := checkAddress(addr, true); err != nil {
			t.Errorf("%s forced: %v", addr, err)
		}
	}
	if err := checkAddress("nonsense", false); err == nil {
		t.Error("an address without a port was taken")
	}
}

func TestPasswordIsKept(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	first, file, err := password("", folder)
	if err != nil || len(first) < 20 {
		t.Fatalf("%q, %v", first, err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v, %v", file, info.Mode(), err)
	}
	if again, _, err := password("", folder); again != first || err != nil {
		t.Errorf("second start: %q, %v", again, err)
	}
	if given, file, _ := password("given-by-config", folder); given != "given-by-config" || file != "" {
		t.Errorf("configured: %q in %q", given, file)
	}
}
