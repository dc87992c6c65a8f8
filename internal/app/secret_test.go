package app

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"guatu/internal/platform/config"
)

// TestServerSecret: made once, read by everybody after, also of programs that start at once; the configured one comes first,
// and a damaged or weak one stops the start.
func TestServerSecret(t *testing.T) {
	t.Parallel()
	c := config.Config{DataDir: filepath.Join(t.TempDir(), "data")}
	made := make([][]byte, 8)
	var wait sync.WaitGroup
	for i := range made {
		wait.Go(func() {
			secret, err := serverSecret(c)
			if err != nil {
				t.Error(err)
			}
			made[i] = secret
		})
	}
	wait.Wait()
	for _, secret := range made {
		if len(secret) != 32 || !bytes.Equal(secret, made[0]) {
			t.Fatalf("programs that start at once disagree: %d bytes", len(secret))
		}
	}
	path := filepath.Join(c.DataDir, secretFile)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	files, err := os.ReadDir(c.DataDir)
	if err != nil || len(files) != 1 {
		t.Errorf("%d files stay behind, %v", len(files), err)
	}
	given := c
	given.SecretKey = base64.StdEncoding.EncodeToString([]byte(strings.Repeat("configured ", 4)))
	if secret, err := serverSecret(given); err != nil || !bytes.HasPrefix(secret, []byte("configured")) {
		t.Errorf("the configured secret: %q, %v", secret, err)
	}
	for name, text := range map[string]string{"empty": "", "short": "c2hvcnQ=", "no base64": "???", "one byte over and over": strings.Repeat("AAAA", 12)} {
		if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := serverSecret(c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
