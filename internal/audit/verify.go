package audit

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
)

// What may be wrong with the audit.
const (
	FaultEdited     = "edited"     // a record is not what it was when it was written
	FaultMissing    = "missing"    // a record is not there any more
	FaultInserted   = "inserted"   // a record hangs in no chain
	FaultOrder      = "order"      // records have changed places
	FaultRewritten  = "rewritten"  // a chain hangs together, but is not the one a checkpoint was made of
	FaultBeginning  = "beginning"  // a chain has no beginning
	FaultUnchained  = "unchained"  // the rows from before there were chains are not what they were
	FaultCheckpoint = "checkpoint" // a checkpoint is not signed by a known key, or lines before it are gone
	FaultArchive    = "archive"    // an archive is not what was signed
	FaultRestored   = "restored"   // a statement about a restore is not signed by a known key
)

// Fault is one thing that is wrong. Chain and Seq name the record by its place, ID by its row where there is one. Since is the place
// from which on a rewritten chain may differ.
type Fault struct {
	Kind  string `json:"kind" enum:"edited,missing,inserted,order,rewritten,beginning,unchained,checkpoint,archive,restored"`
	Chain string `json:"chain"`
	Seq   int64  `json:"seq"`
	ID    int64  `json:"id"`
	Since int64  `json:"since"`
	Words string `json:"words"`
}

// String names the fault in one line.
func (f Fault) String() string {
	return fmt.Sprintf("%s chain=%s seq=%d id=%d %s", f.Kind, f.Chain, f.Seq, f.ID, f.Words)
}

// Verification is what a check of the whole audit found. The first fault is the first bad record: chains come in the order of their
// beginning, records in that of their chain.
type Verification struct {
	At             time.Time `json:"at"`
	Records        int64     `json:"records" doc:"Records in the database."`
	Unchained      int64     `json:"unchained" doc:"Of these from before there were chains."`
	Archived       int64     `json:"archived" doc:"Records read from archives."`
	ArchivesAway   int       `json:"archivesAway" doc:"Archives that are not in the folder any more; their end is signed in the database."`
	Chains         int       `json:"chains"`
	Checkpoints    int       `json:"checkpoints"`
	LastCheckpoint time.Time `json:"lastCheckpoint"`
	Unsigned       int64     `json:"unsigned" doc:"Records newer than the last checkpoint of their chain: the end of a chain is safe only up to there."`
	Gaps           []Gap     `json:"gaps" nullable:"false" doc:"Records that were signed and went when an older backup was restored: no fault, and nothing to be silent about."`
	Faults         []Fault   `json:"faults" nullable:"false"`
}

// Lost is how many signed records are known to have gone with restores.
func (v Verification) Lost() (n int64) {
	for _, gap := range v.Gaps {
		n += gap.To - gap.From + 1
	}
	return n
}

// Verify reads everything and compares: each record with its hash, each chain with its beginning, the checkpoints of the folder and the
// archives. The state is one: what is written meanwhile is not in it. It changes nothing.
func Verify(ctx context.Context, db *database.DB, dir string, now time.Time) (Verification, error) {
	v := verifier{}
	err := v.run(ctx, db, dir, now)
	return v.result, err
}

func (v *verifier) run(ctx context.Context, db *database.DB, dir string, now time.Time) error {
	v.result = Verification{At: now.UTC(), Gaps: []Gap{}}
	ring, err := loadKeyring(dir)
	if err != nil {
		return err
	}
	// The checkpoints first: a record may be newer than they are, they may not be newer than the records.
	if v.signed, err = loadCheckpoints(dir, ring); err != nil {
		return err
	}
	known, bad, err := loadRestores(dir, ring)
	if err != nil {
		return err
	}
	v.restores, v.signed.faults = append(v.restores, known...), append(v.signed.faults, bad...)
	v.result.Checkpoints, v.result.LastCheckpoint = v.signed.lines, v.signed.last
	err = db.ReadTx(ctx, func(ctx context.Context) error {
		tx := db.Read(ctx)
		if err := tx.Order("started_at, id").Find(&v.begun).Error; err != nil {
			return database.Translate(err)
		}
		if err := v.archives(tx, dir, ring); err != nil {
			return err
		}
		if err := v.unchained(tx); err != nil {
			return err
		}
		return v.chains(tx)
	})
	v.result.Faults = append(v.faults(), v.signed.faults...)
	return err
}

type verifier struct {
	result Verification
	signed checkpoints
	// restores are statements; an open one takes the ends of the chains as they are found.
	restores []Restored
	begun    []chainRow
	anchors  map[string]Head // where the database goes on behind an archive
	heads    []Head          // where the chains of the database end
	first    []Fault         // of archives and rows without a chain
	found    map[string][]Fault
	stray    []Fault // rows in no chain: they may have lost the beginning that covered them, so they come last
}

// faults in the order of the chains; chains that nobody knows come last.
func (v *verifier) faults() []Fault {
	all := append([]Fault{}, v.first...)
	for _, row := range v.begun {
		all = append(all, v.found[row.ID]...)
		delete(v.found, row.ID)
	}
	var strange []string
	for id := range v.found {
		strange = append(strange, id)
	}
	slices.Sort(strange)
	for _, id := range strange {
		all = append(all, v.found[id]...)
	}
	return append(all, v.stray...)
}

func (v *verifier) unchained(tx *gorm.DB) error {
	want := map[int64][]chainRow{} // by the last row the digest is over
	var last int64
	for _, row := range v.begun {
		if row.UnchainedRows > 0 {
			want[row.UnchainedLast] = append(want[row.UnchainedLast], row)
			last = max(last, row.UnchainedLast)
		}
	}
	if anchor, archived := v.anchors[""]; archived {
		last = max(last, anchor.Seq)
		want = nil // they were compared when they were archived, and are in the file
	}
	u := newUnchained()
	err := u.read(tx, func(row *eventRow) {
		for _, c := range want[row.ID] {
			if u.rows != c.UnchainedRows || u.digest() != c.UnchainedDigest {
				v.first = append(v.first, Fault{Kind: FaultUnchained, ID: row.ID, Words: fmt.Sprintf("one of the rows up to this one, before chain %s", c.ID)})
			}
		}
		delete(want, row.ID)
		if len(v.begun) > 0 && row.ID > last {
			v.stray = append(v.stray, Fault{Kind: FaultInserted, ID: row.ID})
		}
	})
	for id := range want { // the row the digest ends with is gone
		v.first = append(v.first, Fault{Kind: FaultUnchained, ID: id, Words: "this row, or one before it, is missing"})
	}
	v.result.Unchained = u.rows
	v.result.Records += u.rows
	return err
}

// walk is how far one chain has been followed.
type walk struct {
	head   Head
	sum    sum
	lastID int64
	good   int64 // newest place a checkpoint agreed with
	lost   bool  // the hash before the next record is not known
}

func (v *verifier) chains(tx *gorm.DB) error {
	v.found = map[string][]Fault{}
	walks := map[string]*walk{}
	for _, row := range v.begun {
		walks[row.ID] = &walk{head: Head{Chain: row.ID}, sum: row.genesis(), lastID: row.UnchainedLast}
	}
	for id, anchor := range v.anchors {
		if w := walks[id]; w != nil {
			w.head, w.good = anchor, anchor.Seq
			w.sum, w.lost = start(anchor.Hash)
		}
	}
	err := eachRow(tx.Where("chain_id IS NOT NULL").Order("chain_id, chain_seq"), func(row *eventRow) error {
		id := deref(row.ChainID)
		if walks[id] == nil {
			walks[id] = &walk{head: Head{Chain: id}, lost: true}
			v.fault(Fault{Kind: FaultBeginning, Chain: id, Seq: deref(row.ChainSeq), ID: row.ID})
		}
		v.step(walks[id], row)
		return nil
	})
	for id := range v.signed.points {
		if walks[id] == nil {
			walks[id] = &walk{head: Head{Chain: id}}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(walks)) {
		v.end(walks[id])
	}
	v.result.Chains = len(v.begun)
	return err
}

func start(hash string) (sum, bool) {
	s, err := parseSum(hash)
	return s, err != nil
}

func (v *verifier) fault(f Fault) { v.found[f.Chain] = append(v.found[f.Chain], f) }

// step follows a chain by one record. After a fault it goes on with the hash that is written in the record, so that one bad
// record is one fault.
func (v *verifier) step(w *walk, row *eventRow) {
	v.result.Records++
	at := Fault{Chain: w.head.Chain, Seq: deref(row.ChainSeq), ID: row.ID}
	report := func(kind string) {
		at.Kind = kind
		v.fault(at)
	}
	switch {
	case at.Seq != w.head.Seq+1:
		v.fault(Fault{Kind: FaultMissing, Chain: at.Chain, Seq: w.head.Seq + 1, Words: fmt.Sprintf("after row %d, before row %d", w.lastID, row.ID)})
	case w.lost:
	case row.link(w.sum).hex() != deref(row.Hash):
		report(FaultEdited)
	case row.ID <= w.lastID:
		report(FaultOrder)
	}
	w.head.Seq, w.head.Hash, w.lastID = at.Seq, deref(row.Hash), row.ID
	w.sum, w.lost = start(w.head.Hash)
	p, vouched := v.signed.points[at.Chain][at.Seq]
	switch {
	case !vouched:
	case p.hash == w.head.Hash:
		w.good = at.Seq
	default:
		at.Since = w.good + 1
		at.Words = fmt.Sprintf("not what was signed at %s; places %d to %d may have been changed", p.at.Format(time.RFC3339), at.Since, at.Seq)
		report(FaultRewritten)
		w.good = at.Seq
	}
}

// end compares the end of a chain with the newest checkpoint.
func (v *verifier) end(w *walk) {
	newest := int64(1) // a chain begins with its first record
	for seq := range v.signed.points[w.head.Chain] {
		newest = max(newest, seq)
	}
	if w.head.Seq > 0 {
		v.heads = append(v.heads, w.head)
	}
	if newest > w.head.Seq {
		if gap, explained := v.restoredOver(w.head, newest); explained {
			v.result.Gaps = append(v.result.Gaps, gap)
			return
		}
		v.fault(Fault{Kind: FaultMissing, Chain: w.head.Chain, Seq: w.head.Seq + 1, Words: fmt.Sprintf("the chain ends after row %d; it had at least %d records", w.lastID, newest)})
		return
	}
	if v.signed.points[w.head.Chain] == nil {
		newest = 0
	}
	v.result.Unsigned += w.head.Seq - max(newest, 0)
}
