package livelihood

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/schedule"
)

// LockAfter reads an indicator as a write does, lets something happen, and goes on to the lock with what was read; it
// returns the leader of the locked task.
func (s *Service) LockAfter(ctx context.Context, id, version int64, permission string, happens func()) (leader int64, err error) {
	l, err := s.readable(ctx, id, s.store.at(schedule.Date{}))
	if err != nil {
		return 0, err
	}
	happens()
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		l, err = s.lockLine(ctx, tx, l, version, permission)
		return err
	})
	return or0(l.Task.LeaderPostID), err
}
