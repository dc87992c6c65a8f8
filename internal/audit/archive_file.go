package audit

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"time"
)

const (
	archiveFormat = "guatu-audit-archive-1"
	archiveFolder = "archive"
)

// archiveHead is the first line of an archive: what it holds.
type archiveHead struct {
	Format string        `json:"format"`
	MadeAt time.Time     `json:"madeAt"`
	Before time.Time     `json:"before"`
	Parts  []archivePart `json:"parts"`
	// Approval is missing in archives from before two people were needed.
	Approval *Approval `json:"approval,omitempty"`
}

// archivePart is the records of one chain that follow From, up to Through. The part of the rows without a chain has no begin; its
// places are ids, and the hash of Through is the digest over all of them.
type archivePart struct {
	Begin   chainRow `json:"begin"`
	From    Head     `json:"from"`
	Through Head     `json:"through"`
	Rows    int64    `json:"rows"`
}

// archiveTail is the last line: the hash of everything before it, signed.
type archiveTail struct {
	Sum       string `json:"sum"`
	Key       string `json:"key"`
	Signature string `json:"signature"`
}

var errArchive = errors.New("audit: the archive is not what was signed")

// archiveWriter writes a file of lines and hashes it on the way. The file has its name only when it is whole.
type archiveWriter struct {
	file *os.File
	out  *bufio.Writer
	sum  hash.Hash
}

func createArchive(dir, name string) (*archiveWriter, error) {
	folder := filepath.Join(dir, archiveFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(filepath.Join(folder, name+".part"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &archiveWriter{file: file, out: bufio.NewWriter(file), sum: sha256.New()}, nil
}

func (w *archiveWriter) line(value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = io.MultiWriter(w.out, w.sum).Write(append(line, '\n'))
	return err
}

// finish signs and closes, and gives the file its name.
func (w *archiveWriter) finish(s signer) (path string, err error) {
	tail := archiveTail{Sum: hex.EncodeToString(w.sum.Sum(nil)), Key: s.id}
	tail.Signature = s.sign([]byte(archiveFormat + tail.Sum))
	err = w.line(tail)
	if err = errors.Join(err, w.out.Flush(), w.file.Sync(), w.file.Close()); err != nil {
		return "", err
	}
	path = w.file.Name()[:len(w.file.Name())-len(".part")]
	return path, os.Rename(w.file.Name(), path)
}

func (w *archiveWriter) discard(err error) error {
	return errors.Join(err, w.file.Close(), os.Remove(w.file.Name()))
}

// readArchive checks the whole file: the signature, and that the records of each part hang together from From to Through. use is
// called with each record, which may still turn out to be of a bad file.
func readArchive(path string, ring keyring, use func(*eventRow)) (head archiveHead, fileSum string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return head, "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	r := archiveReader{lines: bufio.NewReader(file), sum: sha256.New(), use: use}
	if err := r.next(&head); err != nil || head.Format != archiveFormat {
		return head, "", fmt.Errorf("%w: no archive of this kind: %w", errArchive, err)
	}
	for _, part := range head.Parts {
		if err := r.part(part); err != nil {
			return head, "", err
		}
	}
	signed := hex.EncodeToString(r.sum.Sum(nil))
	var tail archiveTail
	if err := r.next(&tail); err != nil || tail.Sum != signed || !ring.verify(tail.Key, []byte(archiveFormat+signed), tail.Signature) {
		return head, "", fmt.Errorf("%w: signature of %s", errArchive, filepath.Base(path))
	}
	if _, err := r.lines.ReadByte(); err != io.EOF {
		return head, "", fmt.Errorf("%w: lines behind the signature", errArchive)
	}
	return head, hex.EncodeToString(r.sum.Sum(nil)), nil
}

type archiveReader struct {
	lines *bufio.Reader
	sum   hash.Hash
	use   func(*eventRow)
}

func (r *archiveReader) next(into any) error {
	line, err := r.lines.ReadBytes('\n')
	if err != nil {
		return err
	}
	r.sum.Write(line) // a hash never fails
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

func (r *archiveReader) part(p archivePart) error {
	head, lost := start(p.From.Hash)
	if p.From.Seq == 0 {
		head, lost = p.Begin.genesis(), false
	}
	loose := newUnchained()
	for n := int64(1); n <= p.Rows; n++ {
		var row eventRow
		if err := r.next(&row); err != nil {
			return fmt.Errorf("%w: record %d of chain %s: %w", errArchive, n, p.Through.Chain, err)
		}
		if p.Through.Chain == "" {
			loose.add(&row)
		} else {
			head = row.link(head)
			if lost || deref(row.ChainID) != p.Through.Chain || deref(row.ChainSeq) != p.From.Seq+n || deref(row.Hash) != head.hex() {
				return fmt.Errorf("%w: record %d of chain %s", errArchive, n, p.Through.Chain)
			}
		}
		if r.use != nil {
			r.use(&row)
		}
	}
	found := Head{p.Through.Chain, p.From.Seq + p.Rows, head.hex()}
	if p.Through.Chain == "" {
		found = Head{"", loose.last, loose.digest()}
	}
	if found != p.Through {
		return fmt.Errorf("%w: end of chain %s", errArchive, p.Through.Chain)
	}
	return nil
}
