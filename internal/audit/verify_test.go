package audit_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// kept is a database with three rows from before there were chains, two chains of eight records each, and checkpoints.
type kept struct {
	db     *database.DB
	dir    string
	chains [2]string
	notary *audit.Notary
	first  *audit.Recorder
}

const perChain = 8

func keep(t *testing.T, db *database.DB) kept {
	t.Helper()
	w := kept{db: db, dir: t.TempDir(), first: recorder(t)}
	w.exec(t, "INSERT INTO audit_events (at, recorded_on, action, entity, after_state) VALUES (1, '2016-01-01', 'user.edit', 'user', '1'), (2, '2016-01-01', 'user.edit', 'user', NULL), (3, '2016-01-02', 'user.edit', 'user', '')")
	w.notary = audit.NewNotary(db, w.first, slog.New(slog.DiscardHandler), w.dir)
	second := recorder(t)
	for n := range perChain {
		w.record(t, w.first, "第一", n)
		for began := clock.Real().UnixMilli(); n == 0 && clock.Real().UnixMilli() == began; { // chains come in the order of their beginning
		}
		w.record(t, second, "second", n)
		if n == 2 {
			w.sign(t)
		}
	}
	w.sign(t)
	var ids []string
	if err := db.Read(t.Context()).Raw("SELECT chain_id FROM audit_events WHERE chain_seq = 1 ORDER BY id").Scan(&ids).Error; err != nil || len(ids) != 2 {
		t.Fatal(ids, err)
	}
	copy(w.chains[:], ids)
	return w
}

func (w kept) record(t *testing.T, r *audit.Recorder, name string, n int) {
	t.Helper()
	err := w.db.Tx(audit.WithSubject(t.Context(), audit.Subject{ActorID: 7, ActorName: name}), func(ctx context.Context, tx *gorm.DB) error {
		return r.Record(ctx, tx, audit.Event{Action: "user.edit", Entity: "user", EntityID: int64(n + 1), Before: state{Name: name}, After: state{Name: strings.Repeat("新", n)}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w kept) sign(t *testing.T) {
	t.Helper()
	if err := w.notary.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (w kept) verify(t *testing.T) audit.Verification {
	t.Helper()
	found, err := audit.Verify(t.Context(), w.db, w.dir, clock.Real())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (w kept) exec(t *testing.T, sql string, values ...any) {
	t.Helper()
	if err := w.db.Tx(t.Context(), func(_ context.Context, tx *gorm.DB) error { return tx.Exec(sql, values...).Error }); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// wipe leaves an audit nothing was ever written into, in a database that was broken into.
func (w kept) wipe(t *testing.T) {
	t.Helper()
	for _, table := range []string{"audit_events", "audit_chains", "audit_archives"} {
		w.exec(t, "DELETE FROM "+table)
	}
}

// breakIn takes away what keeps even an owner of the database from changing records by mistake.
func (w kept) breakIn(t *testing.T) {
	t.Helper()
	if w.db.Dialect() != database.SQLite {
		return
	}
	for _, name := range []string{"audit_events_no_update", "audit_events_no_delete", "audit_chains_no_update", "audit_chains_no_delete", "audit_archives_no_delete"} {
		w.exec(t, "DROP TRIGGER "+name)
	}
}

// rehash computes the hashes of a chain anew, as somebody would who has read the source.
func (w kept) rehash(t *testing.T, chain string) {
	t.Helper()
	var rows []struct {
		ID, ChainSeq, At, ActorID, EntityID                                          int64
		RecordedOn, ActorName, Action, Entity, RequestID, SessionID, IP, BeforeState string
		AfterState                                                                   string
	}
	err := w.db.Read(t.Context()).Table("audit_events").Where("chain_id = ?", chain).Order("chain_seq").Find(&rows).Error
	if err != nil {
		t.Fatal(err)
	}
	var begin struct {
		StartedAt, UnchainedRows, UnchainedLast int64
		Host, UnchainedDigest                   string
	}
	if err := w.db.Read(t.Context()).Table("audit_chains").Where("id = ?", chain).Take(&begin).Error; err != nil {
		t.Fatal(err)
	}
	write := func(parts ...any) []byte {
		var out []byte
		for _, part := range parts {
			switch v := part.(type) {
			case int64:
				out = binary.BigEndian.AppendUint64(out, uint64(v))
			case string:
				out = append(binary.BigEndian.AppendUint64(out, uint64(len(v))), v...)
			}
		}
		return out
	}
	head := sha256.Sum256(write("guatu audit chain 1", chain, begin.StartedAt, begin.Host, begin.UnchainedRows, begin.UnchainedLast, begin.UnchainedDigest))
	for _, r := range rows {
		head = sha256.Sum256(append(head[:], write(chain, r.ChainSeq, r.At, r.RecordedOn[:10], r.ActorID, r.ActorName, r.Action, r.Entity, r.EntityID,
			int64(1), r.BeforeState, int64(1), r.AfterState, r.RequestID, r.SessionID, r.IP)...))
		w.exec(t, "UPDATE audit_events SET hash = ? WHERE id = ?", hex.EncodeToString(head[:]), r.ID)
	}
}

func TestVerifyFindsEachManipulation(t *testing.T) {
	const row = "chain_id = ? AND chain_seq = ?"
	cases := []struct {
		name string
		do   func(*testing.T, kept)
		want audit.Fault // kind, place, since
	}{
		{"nothing", func(*testing.T, kept) {}, audit.Fault{}},
		{"the same hashes again", func(t *testing.T, w kept) { w.rehash(t, w.chains[0]) }, audit.Fault{}},
		{"field edited", func(t *testing.T, w kept) {
			w.exec(t, "UPDATE audit_events SET after_state = '{}' WHERE "+row, w.chains[0], 4)
		}, audit.Fault{Kind: audit.FaultEdited, Seq: 4}},
		{"time edited", func(t *testing.T, w kept) {
			w.exec(t, "UPDATE audit_events SET at = at - 1 WHERE "+row, w.chains[0], 5)
		}, audit.Fault{Kind: audit.FaultEdited, Seq: 5}},
		{"middle deleted", func(t *testing.T, w kept) { w.exec(t, "DELETE FROM audit_events WHERE "+row, w.chains[0], 3) },
			audit.Fault{Kind: audit.FaultMissing, Seq: 3}},
		{"tail deleted", func(t *testing.T, w kept) {
			w.exec(t, "DELETE FROM audit_events WHERE chain_id = ? AND chain_seq > 6", w.chains[0])
		}, audit.Fault{Kind: audit.FaultMissing, Seq: 7}},
		{"inserted without a chain", func(t *testing.T, w kept) {
			w.exec(t, "INSERT INTO audit_events (at, recorded_on, action, entity) VALUES (1, '2017-09-30', 'user.edit', 'user')")
		}, audit.Fault{Kind: audit.FaultInserted}},
		{"inserted into a chain, the rest moved on", func(t *testing.T, w kept) {
			w.exec(t, "UPDATE audit_events SET chain_seq = chain_seq + 100 WHERE chain_id = ? AND chain_seq > 4", w.chains[0])
			w.exec(t, "UPDATE audit_events SET chain_seq = chain_seq - 99 WHERE chain_id = ? AND chain_seq > 100", w.chains[0])
			w.exec(t, "INSERT INTO audit_events (at, recorded_on, action, entity, chain_id, chain_seq, hash) SELECT at, recorded_on, action, entity, chain_id, 5, hash FROM audit_events WHERE "+row, w.chains[0], 4)
		}, audit.Fault{Kind: audit.FaultEdited, Seq: 5}},
		{"two swapped", func(t *testing.T, w kept) {
			w.exec(t, "UPDATE audit_events SET chain_seq = 100 WHERE "+row, w.chains[0], 4)
			w.exec(t, "UPDATE audit_events SET chain_seq = 4 WHERE "+row, w.chains[0], 5)
			w.exec(t, "UPDATE audit_events SET chain_seq = 5 WHERE "+row, w.chains[0], 100)
		}, audit.Fault{Kind: audit.FaultEdited, Seq: 4}},
		{"ids of two swapped", func(t *testing.T, w kept) {
			w.exec(t, "UPDATE audit_events SET id = 1000 + id WHERE "+row, w.chains[0], 4)
		}, audit.Fault{Kind: audit.FaultOrder, Seq: 5}},
		{"whole chain hashed anew", func(t *testing.T, w kept) {
			w.exec(t, "UPDATE audit_events SET actor_name = '别人' WHERE "+row, w.chains[0], 2)
			w.rehash(t, w.chains[0])
		}, audit.Fault{Kind: audit.FaultRewritten, Seq: 3, Since: 1}},
		{"end of a chain hashed anew", func(t *testing.T, w kept) {
			w.exec(t, "UPDATE audit_events SET actor_name = '别人' WHERE "+row, w.chains[0], 6)
			w.rehash(t, w.chains[0])
		}, audit.Fault{Kind: audit.FaultRewritten, Seq: 8, Since: 4}},
		{"chain removed", func(t *testing.T, w kept) {
			w.exec(t, "DELETE FROM audit_events WHERE chain_id = ?", w.chains[0])
			w.exec(t, "DELETE FROM audit_chains WHERE id = ?", w.chains[0])
		}, audit.Fault{Kind: audit.FaultMissing, Seq: 1}},
		{"beginning of a chain removed", func(t *testing.T, w kept) { w.exec(t, "DELETE FROM audit_chains WHERE id = ?", w.chains[0]) },
			audit.Fault{Kind: audit.FaultBeginning, Seq: 1}},
		{"moved to another chain", func(t *testing.T, w kept) {
			w.exec(t, "UPDATE audit_events SET chain_id = ?, chain_seq = 9 WHERE "+row, w.chains[1], w.chains[0], 8)
		}, audit.Fault{Kind: audit.FaultMissing, Seq: 8}},
		{"old row edited", func(t *testing.T, w kept) {
			w.exec(t, "UPDATE audit_events SET action = 'user.create' WHERE id = (SELECT x.id FROM (SELECT MIN(id) AS id FROM audit_events) x)")
		}, audit.Fault{Kind: audit.FaultUnchained}},
		{"old row deleted", func(t *testing.T, w kept) {
			w.exec(t, "DELETE FROM audit_events WHERE id = (SELECT x.id FROM (SELECT MAX(id) AS id FROM audit_events WHERE chain_id IS NULL) x)")
		}, audit.Fault{Kind: audit.FaultUnchained}},
		{"checkpoint edited", func(t *testing.T, w kept) { w.edit(t) }, audit.Fault{Kind: audit.FaultCheckpoint}},
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		kept{db: db}.breakIn(t)
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				kept{db: db}.wipe(t)
				w := keep(t, db)
				c.do(t, w)
				found := w.verify(t)
				if c.want.Kind == "" {
					if len(found.Faults) != 0 || found.Records != 3+2*perChain || found.Chains != 2 || found.Checkpoints != 2 || found.Unsigned != 0 || found.Unchained != 3 {
						t.Errorf("%+v", found)
					}
					return
				}
				if len(found.Faults) == 0 {
					t.Fatal("not found")
				}
				got := found.Faults[0]
				if got.Kind != c.want.Kind || got.Seq != c.want.Seq || got.Since != c.want.Since {
					t.Errorf("first fault: %s (since %d), want %s at %d", got, got.Since, c.want.Kind, c.want.Seq)
				}
				if c.want.Seq > 0 && got.Chain != w.chains[0] {
					t.Errorf("named chain %s", got.Chain)
				}
			})
		}
	})
}

// edit changes one letter of the first line of a file of checkpoints.
func (w kept) edit(t *testing.T) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(w.dir, "checkpoints", "*.jsonl"))
	if err != nil || len(paths) != 1 {
		t.Fatal(paths, err)
	}
	content, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(paths[0], []byte(strings.Replace(string(content), `"seq":3`, `"seq":2`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestRolledBack: the database of yesterday hangs together, but the checkpoints know more.
func TestRolledBack(t *testing.T) {
	dsn := dbtest.DSN(t, database.SQLite)
	db := dbtest.Open(t, dsn)
	w := keep(t, db)
	yesterday := filepath.Join(t.TempDir(), "yesterday.db")
	// VACUUM INTO must not run in a transaction.
	if err := db.Read(t.Context()).Exec("PRAGMA query_only = 0").Error; err != nil {
		t.Fatal(err)
	}
	if err := db.Read(t.Context()).Exec("VACUUM INTO ?", yesterday).Error; err != nil {
		t.Fatal(err)
	}
	w.record(t, w.first, "第一", 3)
	w.sign(t)
	old := dbtest.Open(t, "sqlite://"+yesterday)
	found, err := audit.Verify(t.Context(), old, w.dir, clock.Real())
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Faults) != 1 || found.Faults[0].Kind != audit.FaultMissing || found.Faults[0].Seq != perChain+1 || found.Faults[0].Chain != w.chains[0] {
		t.Errorf("%+v", found.Faults)
	}
	if n := len(w.verify(t).Faults); n != 0 {
		t.Errorf("%d faults in the database itself", n)
	}
}

// TestNobodyChangesTheAudit: the database itself refuses.
func TestNobodyChangesTheAudit(t *testing.T) {
	w := keep(t, dbtest.New(t, database.SQLite))
	for _, sql := range []string{
		"UPDATE audit_events SET at = 0", "DELETE FROM audit_events WHERE chain_id IS NULL", "DELETE FROM audit_events",
		"UPDATE audit_chains SET host = ''", "DELETE FROM audit_chains",
	} {
		err := w.db.Tx(t.Context(), func(_ context.Context, tx *gorm.DB) error { return tx.Exec(sql).Error })
		if err == nil || !strings.Contains(err.Error(), "only added to") {
			t.Errorf("%s: %v", sql, err)
		}
	}
	if n := len(w.verify(t).Faults); n != 0 {
		t.Errorf("%d faults", n)
	}
}
