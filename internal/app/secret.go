package app

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"guatu/internal/platform/config"
)

// secretFile is where the secret of this server lies in the data directory when the configuration names none.
const secretFile = "secret.key"

// serverSecret returns the secret that second factors are sealed with: the configured one, else that of the data directory,
// which is made at the first start. It is never in the database, so that a copy of the database alone opens nothing.
func serverSecret(c config.Config) ([]byte, error) {
	if secret, err := c.SecretBytes(); err != nil || secret != nil {
		return secret, err
	}
	path := filepath.Join(c.DataDir, secretFile)
	if err := makeSecret(path); err != nil {
		return nil, fmt.Errorf("主密钥 %s: %w", path, err)
	}
	text, err := os.ReadFile(path) //nolint:gosec // a fixed name in the configured folder
	if err != nil {
		return nil, fmt.Errorf("主密钥: %w", err)
	}
	c.SecretKey = strings.TrimSpace(string(text))
	secret, err := c.SecretBytes()
	if err == nil && secret == nil {
		err = errors.New("is empty")
	}
	if err != nil {
		return nil, fmt.Errorf("主密钥 %s: %w", path, err)
	}
	return secret, nil
}

// makeSecret writes a new secret unless there is one. It is linked into place whole, so that of two programs starting at
// once both read the same.
func makeSecret(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	draft, err := os.CreateTemp(filepath.Dir(path), secretFile+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	_, err = draft.WriteString(base64.StdEncoding.EncodeToString(secret) + "\n")
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if err = os.Link(draft.Name(), path); errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}
