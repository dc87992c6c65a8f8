package auth

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Holder is one person holding a post from a day to a day, both included.
type Holder struct {
	ID      int64         `json:"id"`
	User    UserRef       `json:"user"`
	From    schedule.Date `json:"from" format:"date"`
	To      schedule.Date `json:"to" format:"date" nullable:"true" doc:"Last day, null while open."`
	Version int64         `json:"version"`
}

// NewHolder appoints a person to a post.
type NewHolder struct {
	PostID int64
	UserID int64
	From   schedule.Date
	To     schedule.Date // last day; absent = open
}

// holderState is what the audit keeps of a holding.
type holderState struct {
	HolderID int64         `json:"holderId"`
	UserID   int64         `json:"userId"`
	From     schedule.Date `json:"from"`
	To       schedule.Date `json:"to"`
}

func (h holderRow) state() holderState {
	return holderState{HolderID: h.ID, UserID: h.UserID, From: h.FromOn, To: h.ToOn}
}

// Appoint gives a post to a person from a day on, and with it, from that day, the roles of the post. That is giving
// rights, so it needs posts.appoint. 403 own_post for oneself, 409 already_holds and roles_exclusive.
func (s *Service) Appoint(ctx context.Context, in NewHolder) (Holder, error) {
	row := holderRow{PostID: in.PostID, UserID: in.UserID, FromOn: in.From, ToOn: in.To, Version: 1}
	var name string
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		row.ID = 0
		if _, err := lookup[postRow](ctx, s, tx, in.PostID, PermPostsRead, PermPostsAppoint); err != nil {
			return err
		}
		user, err := s.checkAppointment(ctx, tx, in)
		if err != nil {
			return err
		}
		name = user.DisplayName
		if err := tx.Create(&row).Error; err != nil {
			return excluded(tx, err, s.clock.Today(), in.PostID, []int64{in.UserID})
		}
		if err := checkExclusion(tx, s.clock.Today(), []int64{in.UserID}); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "post.appoint", Entity: "post", EntityID: in.PostID, After: row.state()})
	})
	return row.holder(name), err
}

func (s *Service) checkAppointment(ctx context.Context, tx *gorm.DB, in NewHolder) (userRow, error) {
	if in.UserID == actorID(ctx) {
		return userRow{}, errOwnPost()
	}
	user, err := find[userRow](tx, in.UserID)
	if err != nil {
		return userRow{}, errInvalid("userId", "unknown", "没有这个用户", "no such user")
	}
	if in.From.IsZero() {
		return userRow{}, errInvalid("from", "required", "必填", "is required")
	}
	if !in.To.IsZero() && in.To.Before(in.From) {
		return userRow{}, errInvalid("to", "before_from", "结束日不能早于开始日", "must not be before the first day")
	}
	query := tx.Table("post_holders").Where("post_id = ? AND user_id = ? AND (to_on IS NULL OR to_on >= ?)", in.PostID, in.UserID, in.From)
	if !in.To.IsZero() {
		query = query.Where("from_on <= ?", in.To)
	}
	var count int64
	if err := query.Count(&count).Error; err != nil {
		return userRow{}, database.Translate(err)
	}
	if count > 0 {
		return userRow{}, errAlreadyHolds()
	}
	return user, nil
}

// EndHolder sets the last day of a holding that is still at version. Yesterday ends it at once; the past before that
// can not be rewritten. The zero date opens it again.
func (s *Service) EndHolder(ctx context.Context, postID, holderID, version int64, to schedule.Date) (Holder, error) {
	var after holderRow
	var name string
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if _, err := lookup[postRow](ctx, s, tx, postID, PermPostsRead, PermPostsAppoint); err != nil {
			return err
		}
		before, err := find[holderRow](tx, holderID)
		if err != nil {
			return err
		}
		if before.PostID != postID {
			return httpapi.NotFound()
		}
		user, err := find[userRow](tx, before.UserID)
		if err != nil {
			return err
		}
		name = user.DisplayName
		if before.Version != version {
			return httpapi.PreconditionFailed(before.holder(name))
		}
		after = before
		after.ToOn = to
		if err := s.checkEnd(ctx, before, to); err != nil {
			return err
		}
		return s.moveEnd(ctx, tx, before, &after)
	})
	return after.holder(name), err
}

// checkEnd guards history, and a person's own holdings: nobody prolongs them.
func (s *Service) checkEnd(ctx context.Context, before holderRow, to schedule.Date) error {
	yesterday := s.clock.Today().AddDays(-1)
	switch {
	case before.UserID == actorID(ctx):
		return errOwnPost()
	case !to.IsZero() && to.Before(before.FromOn.AddDays(-1)):
		return errInvalid("to", "before_from", "结束日不能早于开始日的前一天", "must not be earlier than the day before the first day")
	case !to.IsZero() && to.Before(yesterday), !before.ToOn.IsZero() && before.ToOn.Before(yesterday):
		return errInvalid("to", "past", "任期已成历史，不能改写；立即结束请填昨天", "what is past can not be rewritten; yesterday ends it at once")
	}
	return nil
}

func (s *Service) moveEnd(ctx context.Context, tx *gorm.DB, before holderRow, after *holderRow) error {
	err := database.UpdateVersion(tx, "post_holders", before.ID, before.Version, map[string]any{"to_on": after.ToOn})
	if err != nil {
		return excluded(tx, err, s.clock.Today(), before.PostID, []int64{before.UserID})
	}
	after.Version++
	today := s.clock.Today()
	if err := checkExclusion(tx, today, []int64{before.UserID}); err != nil {
		return err
	}
	roles, err := rolesOfPost(tx, before.PostID)
	if err != nil {
		return err
	}
	if err := checkLastAdministrators(tx, today, roles); err != nil {
		return err
	}
	return s.audit.Record(ctx, tx, audit.Event{Action: "post.endHolder", Entity: "post", EntityID: before.PostID, Before: before.state(), After: after.state()})
}

func (h holderRow) holder(name string) Holder {
	return Holder{ID: h.ID, User: UserRef{ID: h.UserID, Name: name}, From: h.FromOn, To: h.ToOn, Version: h.Version}
}

// holdersOf returns who holds the posts on the day or later, in the order they begin.
func (s *Service) holdersOf(ctx context.Context, postIDs []int64, since schedule.Date) (map[int64][]Holder, error) {
	var rows []struct {
		ID          int64
		PostID      int64
		UserID      int64
		FromOn      schedule.Date
		ToOn        schedule.Date
		Version     int64
		DisplayName string
	}
	err := s.db.Read(ctx).Table("post_holders h").Select("h.*, u.display_name").Joins("JOIN users u ON u.id = h.user_id").
		Where("h.post_id IN ? AND (h.to_on IS NULL OR h.to_on >= ?)", postIDs, since).Order("h.from_on, h.id").Find(&rows).Error
	if err != nil {
		return nil, database.Translate(err)
	}
	found := make(map[int64][]Holder, len(postIDs))
	for _, row := range rows {
		held := holderRow{ID: row.ID, PostID: row.PostID, UserID: row.UserID, FromOn: row.FromOn, ToOn: row.ToOn, Version: row.Version}
		found[row.PostID] = append(found[row.PostID], held.holder(row.DisplayName))
	}
	return found, nil
}
