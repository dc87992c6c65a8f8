package auth

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// maxSessionsShown bounds the list; nobody is signed in at more places.
const maxSessionsShown = 100

// OwnSession is one place where one is signed in.
type OwnSession struct {
	ID         string    `json:"id"`
	Current    bool      `json:"current" doc:"The session that asks."`
	CreatedAt  time.Time `json:"createdAt"`
	LastSeenAt time.Time `json:"lastSeenAt" doc:"To the minute."`
	ExpiresAt  time.Time `json:"expiresAt" doc:"When it ends, however much it is used."`
	IP         string    `json:"ip"`
	UserAgent  string    `json:"userAgent"`
}

// OwnSessions are all of them, the one used last first.
type OwnSessions struct {
	Items []OwnSession `json:"items" nullable:"false"`
}

// EndOwn says which sessions to end.
type EndOwn struct {
	ID string `json:"id,omitempty" maxLength:"64" doc:"One of one's sessions; left out: all but the one that asks."`
}

func (s *Service) registerOwnSessions(api *httpapi.API) {
	httpapi.Register(api, httpapi.Operation{ID: "listOwnSessions", Method: http.MethodGet, Path: "/me/sessions", Permission: PermSessionOwn,
		Tags: []string{"auth"}, Summary: "Where one is signed in"},
		func(ctx context.Context, _ *struct{}) (*body[OwnSessions], error) { return page(s.OwnSessions(ctx)) })
	httpapi.Register(api, httpapi.Operation{ID: "endOwnSessions", Method: http.MethodPost, Path: "/me/sessions/end", Permission: PermSessionOwn,
		Tags: []string{"auth"}, Summary: "End one of one's sessions, or all but this one, at once"},
		func(ctx context.Context, in *body[EndOwn]) (*body[EndedSessions], error) {
			return page(s.EndOwnSessions(ctx, in.Body))
		})
}

// alive is the condition of a session that still opens something; its arguments come from aliveSince.
const alive = "revoked_at = 0 AND expires_at > ? AND last_seen_at >= ?"

func (s *Service) aliveSince() []any {
	now := s.clock.Now()
	return []any{now.UnixMilli(), now.Add(-s.idle).UnixMilli()}
}

// OwnSessions lists the living sessions of the actor.
func (s *Service) OwnSessions(ctx context.Context) (OwnSessions, error) {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return OwnSessions{}, httpapi.Unauthorized()
	}
	var rows []sessionRow
	err := s.db.Read(ctx).Where("user_id = ?", actor.UserID).Where(alive, s.aliveSince()...).
		Order("last_seen_at DESC, created_at DESC, id").Limit(maxSessionsShown).Find(&rows).Error
	return OwnSessions{Items: convert(rows, func(row sessionRow) OwnSession {
		return OwnSession{ID: row.ID, Current: row.ID == actor.SessionID, IP: row.IP, UserAgent: row.UserAgent,
			CreatedAt: time.UnixMilli(row.CreatedAt).UTC(), LastSeenAt: time.UnixMilli(row.LastSeenAt).UTC(), ExpiresAt: time.UnixMilli(row.ExpiresAt).UTC()}
	})}, database.Translate(err)
}

// EndOwnSessions ends sessions of the actor, on every instance at once. A session of somebody else is refused like
// one that does not exist.
func (s *Service) EndOwnSessions(ctx context.Context, in EndOwn) (EndedSessions, error) {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return EndedSessions{}, httpapi.Unauthorized()
	}
	var ended EndedSessions
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		query := tx.Table("sessions").Where("user_id = ?", actor.UserID).Where(alive, s.aliveSince()...)
		if in.ID == "" {
			query = query.Where("id <> ?", actor.SessionID)
		} else {
			query = query.Where("id = ?", in.ID)
		}
		done := query.Update("revoked_at", s.clock.Now().UnixMilli())
		if done.Error != nil {
			return database.Translate(done.Error)
		}
		if ended.Ended = int(done.RowsAffected); ended.Ended == 0 && in.ID != "" {
			return errInvalid("id", "unknown", "没有这处登录，可能已经退出", "no such session, it may have ended")
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "session.endOwn", Entity: "user", EntityID: actor.UserID, After: endedState{Sessions: int64(ended.Ended)}})
	})
	return ended, err
}

// newSession makes a session for the user that is in no table yet.
func (s *Service) newSession(userID int64, c Credentials) (row sessionRow, secret string, err error) {
	id, secret, err := newSessionSecret()
	if err != nil {
		return row, "", err
	}
	now := s.clock.Now()
	return sessionRow{
		ID: id, UserID: userID, CreatedAt: now.UnixMilli(), LastSeenAt: now.UnixMilli(), ProvedAt: now.UnixMilli(),
		ExpiresAt: now.Add(s.absolute).UnixMilli(), RefreshHash: digest(secret), UserAgent: cut(c.UserAgent, 200), IP: cut(c.IP, 64),
	}, secret, nil
}

// createSession stores a session. Where an account may be signed in at so many places only, the ones used longest ago end.
func (s *Service) createSession(tx *gorm.DB, row *sessionRow) error {
	if s.maxSessions > 0 {
		var stale []string
		err := tx.Table("sessions").Where("user_id = ?", row.UserID).Where(alive, s.aliveSince()...).
			Order("last_seen_at DESC, created_at DESC, id").Limit(maxSessionsShown).Offset(s.maxSessions-1).Pluck("id", &stale).Error
		if err != nil {
			return database.Translate(err)
		}
		if len(stale) > 0 {
			if err := endSessions(tx, s.clock.Now(), "id IN ?", stale); err != nil {
				return err
			}
		}
	}
	return database.Translate(tx.Create(row).Error)
}
