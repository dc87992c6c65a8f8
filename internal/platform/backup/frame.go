package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// What is wrong with a file that can not be restored.
var (
	// ErrForeign: this is no backup of this program.
	ErrForeign = errors.New("backup: this is no backup of this program")
	// ErrTruncated: the file ends before its end.
	ErrTruncated = errors.New("backup: the file is shorter than it was written")
	// ErrAltered: the file, or a part of it, is not what was written.
	ErrAltered = errors.New("backup: the file is not what was written")
	// ErrWrongKey: the key does not open the file, or there is none and the file is closed.
	ErrWrongKey = errors.New("backup: the key does not open the file")
	// ErrNewer: the file has a form that only a newer program knows.
	ErrNewer = errors.New("backup: the file was written by a newer program")
)

const (
	magic     = "guatu-backup "
	form      = 1 // of the file; a reader refuses what is newer
	frameSize = 128
)

// frame is the first line of a file.
type frame struct {
	encrypted bool
	length    int64
	sum       string
}

func (f frame) line() []byte {
	closed := "plain"
	if f.encrypted {
		closed = "age"
	}
	line := fmt.Sprintf("%s%d %s length=%d sha256=%s", magic, form, closed, f.length, f.sum)
	return []byte(line + strings.Repeat(" ", frameSize-1-len(line)) + "\n")
}

var (
	frameForm   = regexp.MustCompile(`^guatu-backup 1 (age|plain) length=(\d{1,18}) sha256=([0-9a-f]{64}) *\n$`)
	frameNumber = regexp.MustCompile(`^guatu-backup (\d{1,4}) `)
)

func parseFrame(line []byte) (f frame, err error) {
	number := frameNumber.FindSubmatch(line)
	if number != nil {
		if n, err := strconv.Atoi(string(number[1])); err == nil && n > form {
			return f, fmt.Errorf("%w: form %d, this program knows %d", ErrNewer, n, form)
		}
	}
	found := frameForm.FindSubmatch(line)
	if found == nil {
		return f, fmt.Errorf("%w: its first line can not be read", ErrAltered)
	}
	f.encrypted, f.sum = string(found[1]) == "age", string(found[3])
	f.length, err = strconv.ParseInt(string(found[2]), 10, 64)
	return f, err
}

// readFrame reads the first line and leaves the file behind it.
func readFrame(file *os.File) (f frame, err error) {
	line := make([]byte, frameSize)
	n, err := io.ReadFull(file, line)
	line = line[:n]
	switch {
	case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return f, fmt.Errorf("backup: %w", err)
	case n > 0 && n < len(magic) && strings.HasPrefix(magic, string(line)):
		return f, fmt.Errorf("%w: %d bytes", ErrTruncated, n)
	case !strings.HasPrefix(string(line), magic):
		return f, ErrForeign
	case n < frameSize:
		return f, fmt.Errorf("%w: %d bytes", ErrTruncated, n)
	}
	return parseFrame(line)
}

// checkWhole reads the rest of the file and compares it with its first line.
func (f frame) checkWhole(ctx context.Context, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if have := info.Size() - frameSize; have < f.length {
		return fmt.Errorf("%w: %d of %d bytes are there", ErrTruncated, have, f.length)
	} else if have > f.length {
		return fmt.Errorf("%w: it has %d bytes too many", ErrAltered, have-f.length)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, patient{ctx, file}); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != f.sum {
		return fmt.Errorf("%w: its SHA-256 is another", ErrAltered)
	}
	_, err = file.Seek(frameSize, io.SeekStart)
	return err
}

// patient stops reading when its context has ended.
type patient struct {
	ctx context.Context
	r   io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}
