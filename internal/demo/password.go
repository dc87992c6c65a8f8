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

// Password returns the configured password of the demo accounts, else the one kept in the folder, else a new one. It is
// kept there in each case, because a later start may not have the configuration of the first one; file is "" when the
// configuration gave it.
//
// Whoever offers the accounts makes sure that only this machine reaches them (the verb demo does).
func Password(configured, folder string) (word, file string, err error) {
	path := filepath.Join(folder, passwordFile)
	if configured != "" {
		return configured, "", keep(path, configured)
	}
	kept, err := os.ReadFile(path)
	switch {
	case err == nil && strings.TrimSpace(string(kept)) != "":
		return strings.TrimSpace(string(kept)), path, os.Chmod(path, 0o600)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", "", fmt.Errorf("demo: password: %w", err)
	}
	word = rand.Text() // 26 letters and digits, 128 bits
	return word, path, keep(path, word)
}

// keep writes the password for its owner alone.
func keep(file, word string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("demo: password: %w", err)
	}
	if err := os.WriteFile(file, []byte(word+"\n"), 0o600); err != nil {
		return fmt.Errorf("demo: password: %w", err)
	}
	// An older file keeps its mode when it is written again.
	if err := os.Chmod(file, 0o600); err != nil {
		return fmt.Errorf("demo: password: %w", err)
	}
	return nil
}
