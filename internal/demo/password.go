package demo

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// passwordFile keeps a generated password in the data folder, readable by its owner alone.
const passwordFile = "demo-password"

// Password returns the configured password of the demo accounts, else the one kept in the folder, else a new one that is
// kept there; file is "" when it is not kept. Once the plan is loaded no new one is made: word is "" then when the accounts
// were given a configured one that is not configured any more.
//
// Whoever offers the accounts makes sure that only this machine reaches them (the verb demo does).
func Password(configured, folder string, loaded bool) (word, file string, err error) {
	if configured != "" {
		return configured, "", nil
	}
	file = filepath.Join(folder, passwordFile)
	kept, err := os.ReadFile(file)
	switch {
	case err == nil && strings.TrimSpace(string(kept)) != "":
		return strings.TrimSpace(string(kept)), file, os.Chmod(file, 0o600)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", "", fmt.Errorf("demo: password: %w", err)
	case loaded:
		return "", "", nil
	}
	word = "Demo-" + rand.Text() // 26 letters and digits, 128 bits; the front makes three classes of characters certain
	return word, file, keep(file, word)
}

// keep writes the password for its owner alone.
func keep(file, word string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("demo: password: %w", err)
	}
	if err := os.WriteFile(file, []byte(word+"\n"), 0o600); err != nil {
		return fmt.Errorf("demo: password: %w", err)
	}
	return nil
}
