package audit

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// Access is how much of the audit somebody may see.
type Access int

// What may be seen: nothing, what happened to accounts and rights, or everything.
const (
	AccessNone Access = iota
	AccessAdministrators
	AccessAll
)

// administrativeEntities are what administrators act on.
func administrativeEntities() []string {
	return []string{"user", "post", "grant", "department", "session", "district", "calendar", "audit"}
}

// Reader answers questions about the audit. It has no way to change it.
type Reader struct {
	db     *database.DB
	access func(context.Context) Access
}

// NewReader returns a reader; access decides what the caller of a request may see.
func NewReader(db *database.DB, access func(context.Context) Access) *Reader {
	return &Reader{db: db, access: access}
}

// RecordedThrough returns the newest business day (YYYY-MM-DD) an event is recorded on, empty for none. Every change has an
// event.
func RecordedThrough(ctx context.Context, db *database.DB) (string, error) {
	var day sql.NullString
	err := db.Read(ctx).Raw("SELECT MAX(recorded_on) FROM audit_events").Row().Scan(&day)
	return civil(day.String), database.Translate(err)
}

// Filter narrows a list of events; zero values do not.
type Filter struct {
	Entity   string
	EntityID int64
	Actor    int64
	Who      string // part of the name
	Action   string // exact, or all of a kind: "login." for login.ok, login.failed …
	From, To string // business days, both included, YYYY-MM-DD
	Before   int64  // only events older than this id
	Limit    int
}

// AuditEvent is one event as it is shown; the name is the one the API document and the front end use.
type AuditEvent struct {
	ID         int64           `json:"id"`
	At         time.Time       `json:"at"`
	RecordedOn string          `json:"recordedOn" format:"date" doc:"Business day."`
	ActorID    int64           `json:"actorId" doc:"0 for the system."`
	ActorName  string          `json:"actorName"`
	Action     string          `json:"action"`
	Entity     string          `json:"entity"`
	EntityID   int64           `json:"entityId"`
	Before     json.RawMessage `json:"before" doc:"State before, null when there is none."`
	After      json.RawMessage `json:"after" doc:"State after, null when there is none."`
	RequestID  string          `json:"requestId"`
	SessionID  string          `json:"sessionId" doc:"Stands for the session, the same for all its events; not its id."`
	IP         string          `json:"ip"`
	Chain      string          `json:"chain" doc:"Chain the record hangs in; empty for one from before there were chains."`
	Seq        int64           `json:"seq" doc:"Place in the chain, from 1."`
	Hash       string          `json:"hash" doc:"Hash of the record and of all before it in its chain."`
}

// List returns the newest events first, and whether older ones follow. 403 for a caller who may see none.
func (r *Reader) List(ctx context.Context, f Filter) (records []AuditEvent, more bool, err error) {
	query, err := r.narrowed(ctx, f)
	if err != nil {
		return nil, false, err
	}
	var rows []eventRow
	if err := query.Order("id DESC").Limit(f.Limit + 1).Find(&rows).Error; err != nil {
		return nil, false, database.Translate(err)
	}
	if more = len(rows) > f.Limit; more {
		rows = rows[:f.Limit]
	}
	records = make([]AuditEvent, len(rows))
	for i, row := range rows {
		records[i] = row.record()
	}
	return records, more, nil
}

// narrowed are the events of the filter that the caller may see.
func (r *Reader) narrowed(ctx context.Context, f Filter) (*gorm.DB, error) {
	query := r.db.Read(ctx).Table("audit_events")
	switch r.access(ctx) {
	case AccessAll:
	case AccessAdministrators:
		query = query.Where("entity IN ?", administrativeEntities())
	default:
		return nil, httpapi.Forbidden()
	}
	if f.Who != "" {
		query = query.Where(r.db.Contains("actor_name"), database.LikeArgument(f.Who))
	}
	return f.narrow(query), nil
}

func (f Filter) narrow(query *gorm.DB) *gorm.DB {
	for _, condition := range []struct {
		sql   string
		value any
		set   bool
	}{
		{"entity = ?", f.Entity, f.Entity != ""},
		{"entity_id = ?", f.EntityID, f.EntityID != 0},
		{"actor_id = ?", f.Actor, f.Actor != 0},
		{"recorded_on >= ?", f.From, f.From != ""},
		{"recorded_on <= ?", f.To, f.To != ""},
		{"id < ?", f.Before, f.Before != 0},
	} {
		if condition.set {
			query = query.Where(condition.sql, condition.value)
		}
	}
	switch {
	case f.Action == "":
	case f.Action[len(f.Action)-1] == '.': // a kind: everything from "login." up to, not including, "login/"
		query = query.Where("action >= ? AND action < ?", f.Action, f.Action[:len(f.Action)-1]+"/")
	default:
		query = query.Where("action = ?", f.Action)
	}
	return query
}

func (row eventRow) record() AuditEvent {
	return AuditEvent{
		ID: row.ID, At: time.UnixMilli(row.At).UTC(), RecordedOn: civil(row.RecordedOn),
		ActorID: row.ActorID, ActorName: row.ActorName, Action: row.Action, Entity: row.Entity, EntityID: row.EntityID,
		Before: raw(row.BeforeState), After: raw(row.AfterState), RequestID: row.RequestID, SessionID: row.SessionID, IP: row.IP,
		Chain: deref(row.ChainID), Seq: deref(row.ChainSeq), Hash: deref(row.Hash),
	}
}

func raw(state *string) json.RawMessage {
	if state == nil {
		return json.RawMessage("null")
	}
	return json.RawMessage(*state)
}

// civil keeps the date of a column that a driver may give a midnight to.
func civil(text string) string {
	if len(text) > len(time.DateOnly) {
		return text[:len(time.DateOnly)]
	}
	return text
}
