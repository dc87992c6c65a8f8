package audit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"os"
	"sync"

	"gorm.io/gorm"

	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
)

// insertBatch is how many records an INSERT has at most: a loader's thousand would be more than a statement, and its line in the log,
// should be.
const insertBatch = 25

// sum is the hash that links a record to the one before.
type sum [sha256.Size]byte

func (s sum) hex() string { return hex.EncodeToString(s[:]) }

func parseSum(text string) (s sum, err error) {
	n, err := hex.Decode(s[:], []byte(text))
	if err == nil && n != len(s) {
		err = errors.New("a hash is cut short")
	}
	return s, err
}

// chain is where the records of one start of an instance hang. Nobody else writes into it, so its head is known without a
// look at the database, and instances do not wait for each other. Transactions of the instance pass through it one by one,
// from the writing of their records to the outcome of their COMMIT.
type chain struct {
	mu   sync.Mutex
	id   string // empty: not begun, or the last head is not known for sure
	seq  int64
	head sum
	last int64 // id of the newest row
}

// chainRow is one row of audit_chains: how a chain begins.
type chainRow struct {
	ID              string
	StartedAt       int64
	Host            string
	UnchainedRows   int64
	UnchainedLast   int64
	UnchainedDigest string
}

// TableName names the table for GORM.
func (chainRow) TableName() string { return "audit_chains" }

// genesis is what the first record of the chain hangs on.
func (c chainRow) genesis() sum {
	h := sha256.New()
	text(h, "guatu audit chain 1")
	text(h, c.ID)
	number(h, c.StartedAt)
	text(h, c.Host)
	number(h, c.UnchainedRows)
	number(h, c.UnchainedLast)
	text(h, c.UnchainedDigest)
	return sum(h.Sum(nil))
}

// link returns the hash of a record behind prev. Every field is in it with its length, so that no two records read the same;
// the id is not, because the database gives it: within a chain ids must grow.
func (row *eventRow) link(prev sum) sum {
	h := sha256.New()
	h.Write(prev[:])
	text(h, deref(row.ChainID))
	number(h, deref(row.ChainSeq))
	row.content(h)
	return sum(h.Sum(nil))
}

func (row *eventRow) content(h hash.Hash) {
	number(h, row.At)
	text(h, civil(row.RecordedOn))
	number(h, row.ActorID)
	for _, field := range []string{row.ActorName, row.Action, row.Entity} {
		text(h, field)
	}
	number(h, row.EntityID)
	for _, state := range []*string{row.BeforeState, row.AfterState} {
		if state == nil {
			number(h, 0)
			continue
		}
		number(h, 1)
		text(h, *state)
	}
	for _, field := range []string{row.RequestID, row.SessionID, row.IP} {
		text(h, field)
	}
}

func text(h hash.Hash, s string) {
	number(h, int64(len(s)))
	h.Write([]byte(s)) // a hash never fails
}

func number(h hash.Hash, n int64) { h.Write(binary.BigEndian.AppendUint64(nil, uint64(n))) }

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// pending is what one transaction has recorded. It is hung into the chain at the very end: so the chain is held for as short
// as can be, and never while the transaction waits for a row.
type pending struct {
	chain *chain
	clock *clock.Clock
	full  chan<- struct{}
	rows  []eventRow
	next  chain // where the chain stands when the transaction is committed
}

type pendingKey struct{ *chain }

// Close writes the records. It holds the chain until Closed.
func (p *pending) Close(ctx context.Context, tx *gorm.DB) error {
	p.chain.mu.Lock()
	p.next.id, p.next.seq, p.next.head, p.next.last = p.chain.id, p.chain.seq, p.chain.head, p.chain.last
	if p.next.id == "" {
		if err := p.begin(tx); err != nil {
			return fmt.Errorf("audit: beginning a chain: %w", database.Translate(err))
		}
	}
	for i := range p.rows {
		row := &p.rows[i]
		p.next.seq++
		row.ID, row.ChainID, row.ChainSeq = 0, &p.next.id, ptr(p.next.seq)
		p.next.head = row.link(p.next.head)
		row.Hash = ptr(p.next.head.hex())
	}
	if err := tx.CreateInBatches(&p.rows, insertBatch).Error; err != nil {
		return p.failed(err)
	}
	if p.rows[0].ID <= p.next.last { // another node of a cluster gave them
		return p.failed(fmt.Errorf("%w: ids of the audit do not grow", errHead))
	}
	p.next.last = p.rows[len(p.rows)-1].ID
	return nil
}

// failed leaves the chain after an error that says that the head may not be what it was thought to be. The next transaction
// begins another.
func (p *pending) failed(err error) error {
	err = database.Translate(err)
	if errors.Is(err, database.ErrDuplicate) || errors.Is(err, errHead) {
		p.chain.id = ""
		err = fmt.Errorf("%w: %w", database.ErrUnavailable, err) // trying again helps
	}
	return fmt.Errorf("audit: %w", err)
}

var errHead = errors.New("the head of the chain is not where it was left")

func (p *pending) begin(tx *gorm.DB) error {
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		return err
	}
	host, err := os.Hostname()
	if err != nil {
		host = "" // a machine without a name is still a machine
	}
	row := chainRow{ID: hex.EncodeToString(id), StartedAt: p.clock.Now().UnixMilli(), Host: cut(visible(host), 80)}
	var chains int64
	if err := tx.Table("audit_chains").Count(&chains).Error; err != nil {
		return err
	}
	if chains == 0 {
		u := newUnchained()
		if err := u.read(tx, nil); err != nil {
			return err
		}
		row.UnchainedRows, row.UnchainedLast, row.UnchainedDigest = u.rows, u.last, u.digest()
	}
	p.next.id, p.next.seq, p.next.head, p.next.last = row.ID, 0, row.genesis(), row.UnchainedLast
	return tx.Create(&row).Error
}

// Closed moves the chain on when the records are there. After a COMMIT nobody knows the outcome of, the chain is left as it
// is: what hangs on it, hangs well, and the next transaction begins another.
func (p *pending) Closed(outcome database.Outcome) {
	defer p.chain.mu.Unlock()
	switch outcome {
	case database.Committed:
		if p.next.seq/checkpointRecords > p.chain.seq/checkpointRecords {
			select {
			case p.full <- struct{}{}:
			default: // the notary is on its way
			}
		}
		p.chain.id, p.chain.seq, p.chain.head, p.chain.last = p.next.id, p.next.seq, p.next.head, p.next.last
	case database.Unknown:
		p.chain.id = ""
	}
}

func ptr[T any](v T) *T { return &v }

// unchained is the digest over the rows from before there were chains, in the order of their ids.
type unchained struct {
	hash       hash.Hash
	rows, last int64
}

func newUnchained() *unchained { return &unchained{hash: sha256.New()} }

func (u *unchained) digest() string {
	if u.rows == 0 {
		return ""
	}
	return hex.EncodeToString(u.hash.Sum(nil))
}

func (u *unchained) add(row *eventRow) {
	number(u.hash, row.ID)
	row.content(u.hash)
	u.rows++
	u.last = row.ID
}

// read takes in all rows without a chain, and calls each after every one.
func (u *unchained) read(tx *gorm.DB, each func(*eventRow)) error {
	return eachRow(tx.Where("chain_id IS NULL").Order("id"), func(row *eventRow) error {
		u.add(row)
		if each != nil {
			each(row)
		}
		return nil
	})
}

// eachRow reads the events of a query one by one.
func eachRow(query *gorm.DB, use func(*eventRow) error) (err error) {
	rows, err := query.Table("audit_events").Rows()
	if err != nil {
		return database.Translate(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var row eventRow
		if err := query.ScanRows(rows, &row); err != nil {
			return err
		}
		if err := use(&row); err != nil {
			return err
		}
	}
	return database.Translate(rows.Err())
}
