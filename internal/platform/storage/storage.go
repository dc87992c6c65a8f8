package storage

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// Errors of the store.
var (
	// ErrTooLarge: more bytes came than are allowed; nothing was kept.
	ErrTooLarge = errors.New("storage: the file is larger than allowed")
	// ErrMissing: there is no file under the key.
	ErrMissing = errors.New("storage: the file is not there")
	// ErrAltered: the bytes on the disk are not those that were stored.
	ErrAltered = errors.New("storage: the file is not what was stored")
)

const (
	incoming   = "incoming" // folder of what is still being received
	folderMode = 0o700
	fileMode   = 0o600
)

// Store is a folder of files. It is safe for concurrent use, also by several programs on a shared folder.
type Store struct{ root string }

// New returns the store in the folder, which is made when the first file comes in.
func New(root string) *Store { return &Store{root: root} }

// Received is a file that has come in and has no name yet: Keep or Discard it.
type Received struct {
	Size   int64
	SHA256 string // hexadecimal
	store  *Store
	path   string
}

// Receive writes at most limit bytes of r to a temporary file and hashes them on the way. ErrTooLarge when there are more.
func (s *Store) Receive(ctx context.Context, r io.Reader, limit int64) (_ *Received, err error) {
	if err := os.MkdirAll(filepath.Join(s.root, incoming), folderMode); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(s.root, incoming, rand.Text()), os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	defer func() {
		if closing := file.Close(); err == nil {
			err = closing
		}
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, sum), io.LimitReader(&patient{ctx, r}, limit+1))
	switch {
	case err != nil:
		return nil, err
	case size > limit:
		return nil, ErrTooLarge
	}
	if err := file.Sync(); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	return &Received{Size: size, SHA256: hex.EncodeToString(sum.Sum(nil)), store: s, path: file.Name()}, nil
}

// patient stops reading when the request has ended.
type patient struct {
	ctx context.Context
	r   io.Reader
}

func (p *patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}

// Open returns the bytes that came in; the caller closes it.
func (r *Received) Open() (*os.File, error) { return os.Open(r.path) }

// Keep gives the file its final name and returns its key. It is on the disk for good then.
func (r *Received) Keep() (key string, err error) {
	key = r.SHA256 + "-" + strings.ToLower(rand.Text()[:16])
	return key, r.place(key)
}

// KeepAs gives the file the key it had before, out of a backup. ErrAltered when it is not the file of that key.
func (r *Received) KeepAs(key string) error {
	if !strings.HasPrefix(key, r.SHA256+"-") {
		return fmt.Errorf("%w: what came in for %s has the hash %s", ErrAltered, key, r.SHA256)
	}
	return r.place(key)
}

func (r *Received) place(key string) error {
	path, err := r.store.path(key)
	if err != nil {
		return err
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, folderMode); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	if err := os.Rename(r.path, path); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	for _, changed := range []string{folder, filepath.Dir(folder), r.store.root} {
		if err := syncFolder(changed); err != nil {
			return err
		}
	}
	return nil
}

// Discard removes what came in; after Keep it does nothing.
func (r *Received) Discard() {
	_ = os.Remove(r.path) // a leftover is cleared by Sweep
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// keyForm: nothing else is ever part of a path.
var keyForm = regexp.MustCompile(`^[0-9a-f]{64}-[0-9a-z]{16}$`)

func (s *Store) path(key string) (string, error) {
	if !keyForm.MatchString(key) {
		return "", fmt.Errorf("%w: %q is no key", ErrMissing, key)
	}
	return filepath.Join(s.root, key[:2], key[2:4], key), nil
}

// OpenWhole returns a stored file after hashing it, at its beginning; the caller closes it. ErrMissing when it is not there,
// ErrAltered when it is not what was stored.
func (s *Store) OpenWhole(key string) (_ *os.File, err error) {
	path, err := s.path(key)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrMissing, key)
	}
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	if err := sameHash(key, file); err != nil {
		return nil, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	return file, nil
}

// Pin gives a stored file a second name in a folder, so that it stays readable there whatever becomes of the first, and hashes
// it. Where the file system has no second names it is copied. ErrMissing and ErrAltered as OpenWhole.
func (s *Store) Pin(key, folder string) (pinned string, err error) {
	path, err := s.path(key)
	if err != nil {
		return "", err
	}
	pinned = filepath.Join(folder, key)
	linked := os.Link(path, pinned) == nil
	file, err := s.OpenWhole(key)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if linked {
		return pinned, nil
	}
	made, err := os.OpenFile(pinned, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return "", fmt.Errorf("storage: %w", err)
	}
	_, err = io.Copy(made, file)
	return pinned, errors.Join(err, made.Close())
}

// sameHash reads a file to its end and says whether it is the one of the key.
func sameHash(key string, file io.Reader) error {
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	if found := hex.EncodeToString(sum.Sum(nil)); found != key[:64] {
		return fmt.Errorf("%w: %s has the hash %s", ErrAltered, key, found)
	}
	return nil
}

// Remove deletes a stored file; one that is gone already is no error.
func (s *Store) Remove(key string) error {
	path, err := s.path(key)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("storage: %w", err)
	}
	return nil
}

// Sweep removes what began to come in before the instant and was never kept, and returns how many files that were.
func (s *Store) Sweep(before time.Time) (removed int, err error) {
	entries, err := os.ReadDir(filepath.Join(s.root, incoming))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil // no file has come in yet
	}
	if err != nil {
		return 0, fmt.Errorf("storage: %w", err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() || !info.ModTime().Before(before) {
			continue // it has been kept meanwhile, or is still coming in
		}
		if err := os.Remove(filepath.Join(s.root, incoming, entry.Name())); err != nil && !errors.Is(err, os.ErrNotExist) {
			return removed, fmt.Errorf("storage: %w", err)
		}
		removed++
	}
	return removed, nil
}
