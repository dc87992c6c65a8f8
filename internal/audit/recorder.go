package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
)

// Event is one thing that happened. Action is a slug ("milestone.report", "login.failed"), Entity the kind of row it
// happened to, Before and After anything that encoding/json can write; nil is left out.
type Event struct {
	Action   string
	Entity   string
	EntityID int64
	Before   any
	After    any
}

// Recorder writes events, each behind the one before it in the chain of this recorder. It is safe for concurrent use, over one
// database: a program has one.
type Recorder struct {
	clock *clock.Clock
	chain *chain
	full  chan struct{} // a thousand records since the last time
}

// New returns a recorder that takes instants and business days from clk. Its chain begins with the first event.
func New(clk *clock.Clock) *Recorder {
	return &Recorder{clock: clk, chain: &chain{}, full: make(chan struct{}, 1)}
}

// eventRow is one row of audit_events.
type eventRow struct {
	ID          int64
	At          int64
	RecordedOn  string
	ActorID     int64
	ActorName   string
	Action      string
	Entity      string
	EntityID    int64
	BeforeState *string
	AfterState  *string
	RequestID   string
	SessionID   string
	IP          string `gorm:"column:ip"`
	ChainID     *string
	ChainSeq    *int64
	Hash        *string
}

// TableName names the table for GORM.
func (eventRow) TableName() string { return "audit_events" }

// Record adds the event to the transaction tx, whose context ctx is; the row is written when everything else of the
// transaction has succeeded. It fails, and so must the transaction, when the event has no action or
// entity, when Before or After can not be written as JSON, or when they hold a secret by name.
func (r *Recorder) Record(ctx context.Context, tx *gorm.DB, event Event) error {
	if tx == nil {
		return errors.New("audit: an event is recorded in the transaction of its change")
	}
	if event.Action == "" || event.Entity == "" {
		return errors.New("audit: an event needs an action and an entity")
	}
	before, err := stateOf(event.Before)
	if err != nil {
		return fmt.Errorf("audit: %s: state before: %w", event.Action, err)
	}
	after, err := stateOf(event.After)
	if err != nil {
		return fmt.Errorf("audit: %s: state after: %w", event.Action, err)
	}
	who := SubjectFrom(ctx)
	row := eventRow{
		At: r.clock.Now().UnixMilli(), RecordedOn: dayFrom(ctx, r.clock.Today().String()),
		ActorID: who.ActorID, ActorName: cut(visible(who.ActorName), 80),
		Action: event.Action, Entity: event.Entity, EntityID: event.EntityID,
		BeforeState: before, AfterState: after,
		RequestID: cut(visible(who.RequestID), 64), SessionID: sessionTag(who.SessionID), IP: cut(visible(who.IP), 64),
	}
	work, ok := database.AtEnd(ctx, pendingKey{r.chain}, func() database.Closing {
		return &pending{chain: r.chain, clock: r.clock, full: r.full}
	}).(*pending)
	if !ok {
		return errors.New("audit: the context of an event carries no transaction")
	}
	work.rows = append(work.rows, row)
	return nil
}

// sessionTag stands for a session in the audit. It tells which events are of the same session; whoever reads it can not
// name the session to the login.
func sessionTag(id string) string {
	if id == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("guatu audit " + id))
	return hex.EncodeToString(sum[:12])
}

// stateOf writes a state as JSON, nil for none.
func stateOf(state any) (*string, error) {
	if state == nil {
		return nil, nil
	}
	encoded, err := json.Marshal(state)
	if err != nil {
		return nil, err
	}
	if err := refuseSecrets(encoded); err != nil {
		return nil, err
	}
	text := string(encoded)
	return &text, nil
}

// refuseSecrets finds keys that must never be kept, at any depth. A programming error is better than a leak that can
// not be taken back: rows of the audit are never deleted. Values are people's words and may say anything.
func refuseSecrets(encoded []byte) error {
	var value any
	if err := json.Unmarshal(encoded, &value); err != nil {
		return err
	}
	return refuseKeys(value)
}

func refuseKeys(value any) error {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if isSecretName(key) {
				return fmt.Errorf("%q must not be kept", key)
			}
			if err := refuseKeys(inner); err != nil {
				return err
			}
		}
	case []any:
		for _, inner := range v {
			if err := refuseKeys(inner); err != nil {
				return err
			}
		}
	}
	return nil
}

func isSecretName(key string) bool {
	switch strings.ToLower(strings.ReplaceAll(key, "_", "")) {
	case "password", "passwordhash", "hash", "token", "accesstoken", "refreshtoken", "refreshhash", "previoushash", "secret":
		return true
	}
	return false
}

// cut shortens text to what a column holds, never inside a character.
func cut(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit])
}
