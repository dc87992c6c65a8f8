package audit

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
)

const (
	checkpointEvery   = time.Minute
	checkpointRecords = 1000
	checkpointFolder  = "checkpoints"
)

// Head is the newest record of a chain.
type Head struct {
	Chain string `json:"chain"`
	Seq   int64  `json:"seq"`
	Hash  string `json:"hash"`
}

// Checkpoint is one line of a file of checkpoints: where the chains stood at an instant, signed. The first of a file names all
// chains, each later one those that moved on since.
type Checkpoint struct {
	At        time.Time `json:"at"`
	Heads     []Head    `json:"heads"`
	Previous  string    `json:"previous"` // SHA-256 of the line before, empty in the first
	Key       string    `json:"key"`
	Signature string    `json:"signature,omitempty"`
}

// message is what is signed: the line without its signature.
func (c Checkpoint) message() []byte {
	c.Signature = ""
	line, err := json.Marshal(c)
	if err != nil {
		panic(err) // times and strings only
	}
	return line
}

// Notary writes signed checkpoints of all chains into a folder outside the database, a file for each start of an instance. What is
// done to the records afterwards, or to the whole database, does not agree with them any more.
type Notary struct {
	db       *database.DB
	recorder *Recorder
	clock    *clock.Clock
	log      *slog.Logger
	dir      string

	mu       sync.Mutex
	signer   signer
	path     string
	previous string
	seen     map[string]int64
}

// NewNotary returns the notary of a folder. Nothing is read or made there before the first checkpoint.
func NewNotary(db *database.DB, recorder *Recorder, log *slog.Logger, dir string) *Notary {
	return &Notary{db: db, recorder: recorder, clock: recorder.clock, log: log, dir: dir, seen: map[string]int64{}}
}

// Run writes a checkpoint each minute, and after each thousand records of this instance, until ctx ends. The last one is that
// of the caller, when no more records come.
func (n *Notary) Run(ctx context.Context) error {
	ticker := time.NewTicker(checkpointEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		case <-n.recorder.full:
		}
		if err := n.Checkpoint(ctx); err != nil && ctx.Err() == nil {
			n.log.ErrorContext(ctx, "the audit could not be signed and is tried again", "error", err)
		}
	}
}

// Checkpoint writes down where the chains stand; nothing when none has moved since the last time. When it returns without an error the
// line is on the disk. The log has it too, for whoever sends the log to another machine.
func (n *Notary) Checkpoint(ctx context.Context) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	moved, err := n.moved(ctx)
	if err != nil || len(moved) == 0 {
		return err
	}
	if n.path == "" {
		if n.signer, err = loadSigner(n.dir); err != nil {
			return err
		}
	}
	point := Checkpoint{At: n.clock.Now().UTC().Truncate(time.Millisecond), Heads: moved, Previous: n.previous, Key: n.signer.id}
	point.Signature = n.signer.sign(point.message())
	line, err := json.Marshal(point)
	if err != nil {
		return err
	}
	if err := n.append(point.At, line); err != nil {
		return fmt.Errorf("audit: checkpoint: %w", err)
	}
	n.previous = lineSum(line)
	for _, head := range moved {
		n.seen[head.Chain] = head.Seq
	}
	n.log.InfoContext(ctx, "audit checkpoint", "heads", len(moved), "line", n.previous, "signature", point.Signature)
	return nil
}

func lineSum(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

func (n *Notary) append(at time.Time, line []byte) error {
	folder := filepath.Join(n.dir, checkpointFolder)
	if n.path == "" {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
		n.path = filepath.Join(folder, at.Format("20060102T150405Z")+"-"+rand.Text()[:8]+".jsonl")
	}
	file, err := os.OpenFile(n.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(line, '\n'))
	return errors.Join(err, file.Sync(), file.Close())
}

// moved are the heads that this notary has not written down yet.
func (n *Notary) moved(ctx context.Context) ([]Head, error) {
	var rows []struct {
		ChainID  string
		ChainSeq int64
		Hash     string
	}
	err := n.db.Read(ctx).Raw(`SELECT e.chain_id, e.chain_seq, e.hash FROM audit_chains c JOIN audit_events e ON e.chain_id = c.id
		AND e.chain_seq = (SELECT MAX(x.chain_seq) FROM audit_events x WHERE x.chain_id = c.id) ORDER BY c.started_at, c.id`).Scan(&rows).Error
	if err != nil {
		return nil, database.Translate(err)
	}
	var moved []Head
	for _, row := range rows {
		if row.ChainSeq != n.seen[row.ChainID] {
			moved = append(moved, Head{row.ChainID, row.ChainSeq, row.Hash})
		}
	}
	return moved, nil
}

// checkpoints are the lines of all files of a folder, and what is wrong with them.
type checkpoints struct {
	lines  int
	last   time.Time
	points map[string]map[int64]point // chain, seq
	faults []Fault
}

// point is a record a checkpoint vouches for.
type point struct {
	hash string
	at   time.Time
}

func loadCheckpoints(dir string, ring keyring) (checkpoints, error) {
	all := checkpoints{points: map[string]map[int64]point{}}
	paths, err := filepath.Glob(filepath.Join(dir, checkpointFolder, "*.jsonl"))
	if err != nil {
		return all, err
	}
	for _, path := range paths {
		if err := all.read(path, ring); err != nil {
			return all, fmt.Errorf("audit: checkpoints: %w", err)
		}
	}
	return all, nil
}

func (all *checkpoints) read(path string, ring keyring) (err error) {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 64<<20)
	previous := ""
	for number := 1; scanner.Scan(); number++ {
		var c Checkpoint
		line := scanner.Bytes()
		if err := json.Unmarshal(line, &c); err != nil || c.Previous != previous || !ring.verify(c.Key, c.message(), c.Signature) {
			all.faults = append(all.faults, Fault{Kind: FaultCheckpoint, Words: fmt.Sprintf("%s:%d", filepath.Base(path), number)})
			return nil // what follows hangs on this line
		}
		previous = lineSum(line)
		all.take(c)
	}
	return scanner.Err()
}

func (all *checkpoints) take(c Checkpoint) {
	all.lines++
	if c.At.After(all.last) {
		all.last = c.At
	}
	for _, head := range c.Heads {
		if all.points[head.Chain] == nil {
			all.points[head.Chain] = map[int64]point{}
		}
		all.points[head.Chain][head.Seq] = point{head.Hash, c.At}
	}
}
