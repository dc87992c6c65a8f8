package audit

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"guatu/internal/platform/database"
)

const (
	restoredFormat = "guatu-audit-restored-1"
	restoredFolder = "restored"
	// clockSkew is by how much the machine that signs and the one that takes a backup may disagree about the time, both ways.
	clockSkew = 10 * time.Second
)

// Restored is the signed statement that the database was replaced by an older state of itself, and where its chains ended then. What
// was signed later than the backup was taken is not in it, and nobody took it away: so a check names it as a [Gap] and not as a fault.
// What was signed before the backup must be there.
type Restored struct {
	Format    string    `json:"format"`
	At        time.Time `json:"at"`
	TakenAt   time.Time `json:"takenAt"`
	Heads     []Head    `json:"heads"`
	Key       string    `json:"key"`
	Signature string    `json:"signature,omitempty"`

	open bool // not signed yet: the ends of the chains are what the check finds
}

// Gap is the places of a chain that a checkpoint vouched for and that went when a backup from before them was restored. To is the newest
// place that is known of.
type Gap struct {
	Chain      string    `json:"chain"`
	From       int64     `json:"from"`
	To         int64     `json:"to"`
	TakenAt    time.Time `json:"takenAt" doc:"When the backup was taken."`
	RestoredAt time.Time `json:"restoredAt"`
}

// VerifyRestored checks a database that was just made from a backup, as Verify does. The statement it returns is for SignRestored, when
// the database is given free.
func VerifyRestored(ctx context.Context, db *database.DB, dir string, takenAt, now time.Time) (Verification, Restored, error) {
	r := Restored{Format: restoredFormat, At: now.UTC(), TakenAt: takenAt.UTC(), open: true}
	v := verifier{restores: []Restored{r}}
	err := v.run(ctx, db, dir, now)
	r.Heads, r.open = append([]Head{}, v.heads...), false
	return v.result, r, err
}

// SignRestored keeps the statement in the folder, for every later check. It returns the name of its file.
func SignRestored(dir string, r Restored) (name string, err error) {
	key, err := loadSigner(dir)
	if err != nil {
		return "", err
	}
	r.Key = key.id
	if r.Signature, err = key.signJSON(r); err != nil {
		return "", err
	}
	line, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	folder := filepath.Join(dir, restoredFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	name = r.At.Format("20060102T150405Z") + "-" + rand.Text()[:8] + ".json"
	return name, writeSynced(filepath.Join(folder, name), append(line, '\n'))
}

// signJSON signs what the value is as JSON, without its signature.
func (s signer) signJSON(unsigned any) (string, error) {
	message, err := json.Marshal(unsigned)
	return s.sign(message), err
}

func (r Restored) genuine(ring keyring) bool {
	signature := r.Signature
	r.Signature = ""
	message, err := json.Marshal(r)
	return err == nil && r.Format == restoredFormat && ring.verify(r.Key, message, signature)
}

func loadRestores(dir string, ring keyring) (all []Restored, faults []Fault, err error) {
	paths, err := filepath.Glob(filepath.Join(dir, restoredFolder, "*.json"))
	if err != nil {
		return nil, nil, err
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, fmt.Errorf("audit: restores: %w", err)
		}
		var r Restored
		decoder := json.NewDecoder(bytes.NewReader(content))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&r); err != nil || !r.genuine(ring) {
			faults = append(faults, Fault{Kind: FaultRestored, Words: filepath.Base(path)})
			continue
		}
		all = append(all, r)
	}
	return all, faults, nil
}

// restoredOver says whether a restore explains that a chain ends at head although a place up to newest was signed.
func (v *verifier) restoredOver(head Head, newest int64) (Gap, bool) {
	points := v.signed.points[head.Chain]
	for _, r := range v.restores {
		if r.explains(head, points) {
			return Gap{Chain: head.Chain, From: head.Seq + 1, To: newest, TakenAt: r.TakenAt, RestoredAt: r.At}, true
		}
	}
	return Gap{}, false
}

// explains: the chain ends where it ended when the backup was restored, and what was signed behind that place was signed after the backup
// was taken. A chain that was not in the backup must have been known before the restore: one that began later is of the new database.
func (r Restored) explains(head Head, points map[int64]point) bool {
	kept := r.open && head.Seq > 0
	for _, known := range r.Heads {
		if known.Chain == head.Chain {
			kept = known == head
			if !kept {
				return false
			}
		}
	}
	if !kept && head.Seq > 0 {
		return false
	}
	var first time.Time
	for seq, p := range points {
		if seq <= head.Seq {
			continue
		}
		if p.at.Before(r.TakenAt.Add(-clockSkew)) {
			return false
		}
		if first.IsZero() || p.at.Before(first) {
			first = p.at
		}
	}
	return !first.IsZero() && (kept || !first.After(r.At))
}
