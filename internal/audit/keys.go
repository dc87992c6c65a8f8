package audit

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	keyFile    = "signing.key"
	publicFile = "signing.pub"
	trusted    = "trusted" // public keys of other instances, and of former keys
)

// signer signs checkpoints and archives with the Ed25519 key of the folder.
type signer struct {
	id  string
	key ed25519.PrivateKey
}

func (s signer) sign(message []byte) string {
	return base64.StdEncoding.EncodeToString(ed25519.Sign(s.key, message))
}

// loadSigner reads the key, or makes one on the first start. Instances that share the folder share the key.
func loadSigner(dir string) (signer, error) {
	path := filepath.Join(dir, keyFile)
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeKey(dir); err != nil {
			return signer{}, fmt.Errorf("audit: making the signing key: %w", err)
		}
		content, err = os.ReadFile(path)
	}
	if err != nil {
		return signer{}, fmt.Errorf("audit: signing key: %w", err)
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return signer{}, fmt.Errorf("audit: %s is no PEM file", path)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return signer{}, fmt.Errorf("audit: %s: %w", path, err)
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return signer{}, fmt.Errorf("audit: %s is no Ed25519 key", path)
	}
	return signer{id: keyID(key.Public().(ed25519.PublicKey)), key: key}, nil
}

// makeKey writes a new pair. The private one appears in one step, and only if there is none: of two instances that start at
// once one wins, and both then read the same.
func makeKey(dir string) error {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	inside, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	outside, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	draft := filepath.Join(dir, keyFile+"."+rand.Text())
	if err := writeSynced(draft, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: inside})); err != nil {
		return err
	}
	err = os.Link(draft, filepath.Join(dir, keyFile))
	if err == nil {
		err = writeSynced(filepath.Join(dir, publicFile), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: outside}))
	}
	if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	return errors.Join(err, os.Remove(draft))
}

func writeSynced(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Sync(), file.Close())
}

func keyID(public ed25519.PublicKey) string {
	sum := sha256.Sum256(public)
	return hex.EncodeToString(sum[:8])
}

// keyring are the public keys whose signatures count, by id.
type keyring map[string]ed25519.PublicKey

// loadKeyring reads the folder's own public key and those the administrator put beside it.
func loadKeyring(dir string) (keyring, error) {
	paths, err := filepath.Glob(filepath.Join(dir, trusted, "*.pub"))
	if err != nil {
		return nil, err
	}
	ring := keyring{}
	for _, path := range append(paths, filepath.Join(dir, publicFile)) {
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("audit: %w", err)
		}
		block, _ := pem.Decode(content)
		if block == nil {
			return nil, fmt.Errorf("audit: %s is no PEM file", path)
		}
		parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
		public, ok := parsed.(ed25519.PublicKey)
		if err != nil || !ok {
			return nil, fmt.Errorf("audit: %s is no Ed25519 key: %w", path, err)
		}
		ring[keyID(public)] = public
	}
	return ring, nil
}

func (r keyring) verify(id string, message []byte, signature string) bool {
	public, known := r[id]
	raw, err := base64.StdEncoding.DecodeString(signature)
	return known && err == nil && ed25519.Verify(public, message, raw)
}
