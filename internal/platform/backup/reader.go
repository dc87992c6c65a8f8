package backup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"
)

// maxManifest is more than any manifest needs: an attachment takes about 200 bytes of it.
const maxManifest = 256 << 20

// Reader is a file that was found whole and could be opened.
type Reader struct {
	Manifest  Manifest
	Encrypted bool
	Bytes     int64

	ctx     context.Context
	file    *os.File
	archive *tar.Reader
}

// Open checks length and SHA-256 of the whole file, opens it with the key and reads the manifest. The caller closes it.
// ErrForeign, ErrTruncated, ErrAltered, ErrWrongKey and ErrNewer say why a file can not be used.
func Open(ctx context.Context, path string, key Key) (_ *Reader, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	f, err := readFrame(file)
	if err != nil {
		return nil, err
	}
	if err := f.checkWhole(ctx, file); err != nil {
		return nil, err
	}
	r := &Reader{ctx: ctx, file: file, Encrypted: f.encrypted, Bytes: frameSize + f.length}
	if err := r.unlock(key); err != nil {
		return nil, err
	}
	if err := r.readManifest(); err != nil {
		return nil, err
	}
	return r, nil
}

// Close closes the file.
func (r *Reader) Close() error { return r.file.Close() }

func (r *Reader) unlock(key Key) error {
	var content io.Reader = patient{r.ctx, r.file}
	if r.Encrypted {
		if len(key.identities) == 0 {
			return fmt.Errorf("%w: it is encrypted and no key was given", ErrWrongKey)
		}
		opened, err := age.Decrypt(content, key.identities...)
		if _, wrong := errors.AsType[*age.NoIdentityMatchError](err); wrong {
			return ErrWrongKey
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrAltered, err)
		}
		content = opened
	}
	packed, err := gzip.NewReader(content)
	if err != nil {
		return r.broken(err)
	}
	r.archive = tar.NewReader(packed)
	return nil
}

// broken: the file is what was written, by its sum, and yet can not be read. Somebody made it so.
func (r *Reader) broken(err error) error {
	if gone := r.ctx.Err(); gone != nil {
		return gone
	}
	return fmt.Errorf("%w: %w", ErrAltered, err)
}

func (r *Reader) readManifest() error {
	head, err := r.archive.Next()
	if err != nil {
		return r.broken(err)
	}
	if head.Name != manifestName || head.Size > maxManifest {
		return fmt.Errorf("%w: it begins with %q", ErrAltered, head.Name)
	}
	text, err := io.ReadAll(io.LimitReader(r.archive, maxManifest))
	if err != nil {
		return r.broken(err)
	}
	if err := json.Unmarshal(text, &r.Manifest); err != nil {
		return r.broken(err)
	}
	return nil
}

// Unpack hands every part to keep, in the order of the manifest, which reads it to its end. What keep has written is good
// once Unpack has returned nil: the SHA-256 of a part is known at its end. It may be called once.
func (r *Reader) Unpack(keep func(part Part, content io.Reader) error) error {
	for _, part := range r.Manifest.Parts {
		head, err := r.archive.Next()
		if err != nil {
			return r.broken(err)
		}
		if head.Name != part.Name || head.Size != part.Size {
			return fmt.Errorf("%w: %q stands where %q belongs", ErrAltered, head.Name, part.Name)
		}
		sum := sha256.New()
		if err := keep(part, io.TeeReader(faulty{r}, sum)); err != nil {
			return err
		}
		if hex.EncodeToString(sum.Sum(nil)) != part.SHA256 {
			return fmt.Errorf("%w: %s", ErrAltered, part.Name)
		}
	}
	if _, err := r.archive.Next(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: there is more than the manifest names", ErrAltered)
	}
	return nil
}

// faulty names a fault of the archive as what it is; faults of the disk that is written to stay as they are.
type faulty struct{ r *Reader }

func (f faulty) Read(b []byte) (int, error) {
	n, err := f.r.archive.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = f.r.broken(err)
	}
	return n, err
}
