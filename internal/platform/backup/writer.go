package backup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
)

const (
	manifestName = "manifest.json"
	fileMode     = 0o600
	unfinished   = ".unfinished" // end of the name of a file that is being written
)

// PartOf measures a file that is to be a part. The file must not change until Write has read it again.
func PartOf(ctx context.Context, name, path string) (_ Part, err error) {
	file, err := os.Open(path)
	if err != nil {
		return Part{}, fmt.Errorf("backup: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	sum := sha256.New()
	size, err := io.Copy(sum, patient{ctx, file})
	if err != nil {
		return Part{}, fmt.Errorf("backup: %w", err)
	}
	return Part{Name: name, Size: size, SHA256: hex.EncodeToString(sum.Sum(nil)), path: path}, nil
}

// Written is a whole file that has no name yet: Keep or Discard it.
type Written struct {
	Bytes       int64
	SHA256      string // of everything behind the first line
	path, final string
}

// Write writes manifest and parts (PartOf) beside path and syncs it. path must not exist. Nothing is left when it fails.
func Write(ctx context.Context, path string, m Manifest, lock Lock) (_ *Written, err error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("backup: %s is there already", path)
	}
	folder, name := filepath.Split(path)
	file, err := os.OpenFile(filepath.Join(folder, "."+name+"."+strings.ToLower(rand.Text()[:8])+unfinished), os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	defer func() {
		if closing := file.Close(); err == nil {
			err = closing
		}
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	body := &counting{to: file, sum: sha256.New()}
	if _, err := file.Write(make([]byte, frameSize)); err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	if err := writeBody(ctx, body, m, lock); err != nil {
		return nil, err
	}
	f := frame{encrypted: lock.Closed(), length: body.n, sum: hex.EncodeToString(body.sum.Sum(nil))}
	if _, err := file.WriteAt(f.line(), 0); err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	if err := file.Sync(); err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	return &Written{Bytes: frameSize + f.length, SHA256: f.sum, path: file.Name(), final: path}, nil
}

// Keep gives the file its name. It is on the disk for good then.
func (w *Written) Keep() error {
	if _, err := os.Lstat(w.final); err == nil {
		return fmt.Errorf("backup: %s is there already", w.final)
	}
	if err := os.Rename(w.path, w.final); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	folder, err := os.Open(filepath.Dir(w.final))
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Discard removes the file; after Keep it does nothing.
func (w *Written) Discard() { _ = os.Remove(w.path) } // a leftover is cleared by Prune

// counting hashes and counts what goes through.
type counting struct {
	to  io.Writer
	sum hash.Hash
	n   int64
}

func (c *counting) Write(b []byte) (int, error) {
	n, err := c.to.Write(b)
	_, _ = c.sum.Write(b[:n]) // a hash never fails
	c.n += int64(n)
	return n, err
}

func writeBody(ctx context.Context, to io.Writer, m Manifest, lock Lock) (err error) {
	if lock.Closed() {
		closed, err := age.Encrypt(to, lock.recipients...)
		if err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		if err := writePacked(ctx, closed, m); err != nil {
			return err
		}
		return closed.Close()
	}
	return writePacked(ctx, to, m)
}

func writePacked(ctx context.Context, to io.Writer, m Manifest) error {
	packed, err := gzip.NewWriterLevel(to, gzip.BestSpeed)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(packed)
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("backup: manifest: %w", err)
	}
	if err := writeHead(archive, manifestName, int64(len(text)), m); err != nil {
		return err
	}
	if _, err := archive.Write(text); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	for _, part := range m.Parts {
		if err := writePart(ctx, archive, part, m); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return packed.Close()
}

func writeHead(archive *tar.Writer, name string, size int64, m Manifest) error {
	err := archive.WriteHeader(&tar.Header{Name: name, Size: size, Mode: fileMode, ModTime: m.TakenAt.Truncate(1e9), Typeflag: tar.TypeReg})
	if err != nil {
		return fmt.Errorf("backup: %s: %w", name, err)
	}
	return nil
}

// writePart reads a part again, and notices when it is not what was measured.
func writePart(ctx context.Context, archive *tar.Writer, part Part, m Manifest) (err error) {
	if err := writeHead(archive, part.Name, part.Size, m); err != nil {
		return err
	}
	file, err := os.Open(part.path)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	through := &counting{to: archive, sum: sha256.New()}
	if _, err := io.Copy(through, patient{ctx, file}); err != nil {
		return fmt.Errorf("backup: %s: %w", part.Name, err)
	}
	if through.n != part.Size || hex.EncodeToString(through.sum.Sum(nil)) != part.SHA256 {
		return fmt.Errorf("backup: %s changed while it was read", part.Name)
	}
	return nil
}
