package auth

import (
	"context"
	"log/slog"
	"sync"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// maxActors bounds the rights kept in memory; beyond it the cache starts anew.
const maxActors = 4096

// actors reads what a person may do on a business day and keeps it for the epoch and the day. There is no expiry by
// time: a change of rights moves the epoch, which every request reads with its session.
type actors struct {
	db  *database.DB
	log *slog.Logger

	mu    sync.Mutex
	epoch int64
	day   schedule.Date
	held  map[int64]*Actor
}

func newActors(db *database.DB, log *slog.Logger) *actors {
	return &actors{db: db, log: log, held: make(map[int64]*Actor)}
}

// of returns the posts and roles of the user on the day. The result is shared: copy before adding to it.
func (c *actors) of(ctx context.Context, userID, epoch int64, day schedule.Date) (*Actor, error) {
	c.mu.Lock()
	if epoch > c.epoch || day != c.day || len(c.held) >= maxActors {
		c.epoch, c.day, c.held = epoch, day, make(map[int64]*Actor)
	}
	current := epoch == c.epoch
	actor := c.held[userID]
	c.mu.Unlock()
	if actor != nil && current {
		return actor, nil
	}
	actor, err := c.read(ctx, userID, day)
	if err != nil {
		return nil, err
	}
	actor.Epoch = epoch
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.epoch == epoch && c.day == day {
		c.held[userID] = actor
	}
	return actor, nil
}

// read costs one statement.
func (c *actors) read(ctx context.Context, userID int64, day schedule.Date) (*Actor, error) {
	var rows []struct {
		ID           int64
		Code         string
		Name         string
		DepartmentID *int64
		Role         *string
	}
	err := c.db.Read(ctx).Table("post_holders h").
		Select("DISTINCT p.id, p.code, p.name, p.department_id, g.role").
		Joins("JOIN posts p ON p.id = h.post_id AND p.disabled = ?", false).
		Joins("LEFT JOIN grants g ON g.post_id = p.id").
		Where("h.user_id = ? AND h.from_on <= ? AND (h.to_on IS NULL OR h.to_on >= ?)", userID, day, day).
		Order("p.id, g.role").Find(&rows).Error
	if err != nil {
		return nil, database.Translate(err)
	}
	actor := &Actor{UserID: userID}
	for _, row := range rows {
		if n := len(actor.Posts); n == 0 || actor.Posts[n-1].ID != row.ID {
			actor.Posts = append(actor.Posts, PostHeld{ID: row.ID, Code: row.Code, Name: row.Name, DepartmentID: val(row.DepartmentID)})
		}
		if row.Role != nil && IsRole(*row.Role) {
			actor.Roles = append(actor.Roles, RoleHeld{Role: *row.Role, PostID: row.ID, DepartmentID: val(row.DepartmentID)})
		}
	}
	return c.separated(ctx, actor), nil
}

// separated takes all roles from a person who holds roles that exclude each other. The service never lets that happen;
// a table changed by hand does, and then nothing is safer than something.
func (c *actors) separated(ctx context.Context, actor *Actor) *Actor {
	roles := make([]string, 0, len(actor.Roles))
	for _, held := range actor.Roles {
		roles = append(roles, held.Role)
	}
	if a, b, conflict := ConflictOf(roles); conflict {
		c.log.WarnContext(ctx, "roles that exclude each other: none applies", "user", actor.UserID, "role", a, "other", b)
		actor.Roles = nil
	}
	return actor
}
