package auth

import (
	"context"
	"net/http"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// NewSuccession hands a post from who holds it to a successor.
type NewSuccession struct {
	PostID   int64
	UserID   int64         // the successor
	From     schedule.Date // first day of the successor, today or later
	HolderID int64         // the holding that ends; 0 when the post has one holder
}

// Succession is a post that was handed on: the last day of the one is the day before the first day of the other.
type Succession struct {
	Post  Post   `json:"post"`
	Ended Holder `json:"ended"`
	Begun Holder `json:"begun"`
}

// successionState is what the audit keeps of it.
type successionState struct {
	Ended holderState `json:"ended"`
	Begun holderState `json:"begun"`
}

// Succeed ends a holding and begins the next in one step, without a day between them and without a day of both. From its
// first day the successor has the roles of the post, and with them its open work; reports keep their author, and from that
// day the predecessor has nothing of the post any more.
//
// Errors: 404, 403, 403 own_post, 409 post_disabled, post_vacant, several_holders, successor_named, succession_gap,
// already_holds, roles_exclusive or last_administrator, 422.
func (s *Service) Succeed(ctx context.Context, in NewSuccession) (Succession, error) {
	var out Succession
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		post, err := lookup[postRow](ctx, s, tx, in.PostID, PermPostsRead, PermPostsAppoint)
		if err != nil {
			return err
		}
		if post.Disabled {
			return errPostDisabled()
		}
		successor, err := s.checkSuccessor(ctx, tx, in)
		if err != nil {
			return err
		}
		ending, err := s.endingHolder(ctx, tx, in)
		if err != nil {
			return err
		}
		if out, err = s.handOn(ctx, tx, ending, in); err != nil {
			return err
		}
		out.Begun.User.Name = successor.DisplayName
		out.Post, err = s.post(ctx, post)
		return err
	})
	return out, err
}

func (s *Service) checkSuccessor(ctx context.Context, tx *gorm.DB, in NewSuccession) (userRow, error) {
	switch {
	case in.From.IsZero():
		return userRow{}, errInvalid("from", "required", "必填", "is required")
	case in.From.Before(s.clock.Today()):
		return userRow{}, errInvalid("from", "past", "接任日不能早于今天；已过去的任期不能改写", "must not be before today; what is past can not be rewritten")
	case in.UserID == actorID(ctx):
		return userRow{}, errOwnPost()
	}
	user, err := find[userRow](tx, in.UserID)
	if err != nil {
		return user, errInvalid("userId", "unknown", "没有这个用户", "no such user")
	}
	if user.Disabled {
		return user, errInvalid("userId", "disabled", "该账号已停用，接任后岗位会无人履职", "the account is disabled; nobody would do the work of the post")
	}
	return user, nil
}

// endingHolder finds the holding that lasts until the successor begins, and says why there is none.
func (s *Service) endingHolder(ctx context.Context, tx *gorm.DB, in NewSuccession) (holderRow, error) {
	var held []holderRow
	err := tx.Where("post_id = ? AND (to_on IS NULL OR to_on >= ?)", in.PostID, s.clock.Today().AddDays(-1)).Order("from_on, id").Find(&held).Error
	if err != nil {
		return holderRow{}, database.Translate(err)
	}
	eve := in.From.AddDays(-1)
	var ending []holderRow
	var last schedule.Date
	for _, h := range held {
		switch {
		case h.UserID == in.UserID && (h.ToOn.IsZero() || !h.ToOn.Before(in.From)):
			return h, errAlreadyHolds()
		case !h.FromOn.Before(in.From):
			return h, errSuccessorNamed(h.FromOn)
		case h.on(eve) && (in.HolderID == 0 || in.HolderID == h.ID):
			ending = append(ending, h)
		case h.ToOn.After(last):
			last = h.ToOn
		}
	}
	switch {
	case len(ending) > 1:
		return holderRow{}, s.errSeveralHolders(ctx, in.PostID)
	case len(ending) == 1 && ending[0].UserID == actorID(ctx):
		return holderRow{}, errOwnPost()
	case len(ending) == 1:
		return ending[0], nil
	case !last.IsZero():
		return holderRow{}, errSuccessionGap(last)
	}
	return holderRow{}, errPostVacant()
}

func (s *Service) handOn(ctx context.Context, tx *gorm.DB, before holderRow, in NewSuccession) (Succession, error) {
	after, begun := before, holderRow{PostID: in.PostID, UserID: in.UserID, FromOn: in.From, Version: 1}
	after.ToOn = in.From.AddDays(-1)
	err := database.UpdateVersion(tx, "post_holders", before.ID, before.Version, map[string]any{"to_on": after.ToOn})
	if err != nil {
		return Succession{}, err
	}
	after.Version++
	if err := tx.Create(&begun).Error; err != nil {
		return Succession{}, excluded(tx, err, s.clock.Today(), in.PostID, []int64{in.UserID})
	}
	today := s.clock.Today()
	if err := checkExclusion(tx, today, []int64{in.UserID}); err != nil {
		return Succession{}, err
	}
	roles, err := rolesOfPost(tx, in.PostID)
	if err != nil {
		return Succession{}, err
	}
	if err := checkLastAdministrators(tx, today, roles); err != nil {
		return Succession{}, err
	}
	predecessor, err := find[userRow](tx, before.UserID)
	if err != nil {
		return Succession{}, err
	}
	err = s.audit.Record(ctx, tx, audit.Event{Action: "post.succeed", Entity: "post", EntityID: in.PostID,
		Before: before.state(), After: successionState{Ended: after.state(), Begun: begun.state()}})
	return Succession{Ended: after.holder(predecessor.DisplayName), Begun: begun.holder("")}, err
}

// HolderSpan is a holding on the time line of a post.
type HolderSpan struct {
	Holder
	When string `json:"when" enum:"past,present,future"`
}

// PostHolders is a post with everybody who held it, holds it or will.
type PostHolders struct {
	Post  Post         `json:"post"`
	Items []HolderSpan `json:"items" nullable:"false" doc:"Newest first, at most 200."`
}

// holdersShown bounds the time line of a post; a post changes hands every few years.
const holdersShown = 200

// PostHolders tells who held a post from when to when. 404 without posts.read.
func (s *Service) PostHolders(ctx context.Context, postID int64) (PostHolders, error) {
	if !s.allowed(ctx, PermPostsRead) {
		return PostHolders{}, httpapi.NotFound()
	}
	row, err := find[postRow](s.db.Read(ctx), postID)
	if err != nil {
		return PostHolders{}, err
	}
	var held []holderRow
	err = s.db.Read(ctx).Where("post_id = ?", postID).Order("from_on DESC, id DESC").Limit(holdersShown).Find(&held).Error
	if err != nil {
		return PostHolders{}, database.Translate(err)
	}
	var users []int64
	for _, h := range held {
		users = addID(users, h.UserID)
	}
	people, err := s.directory.Users(ctx, users)
	if err != nil {
		return PostHolders{}, err
	}
	post, err := s.post(ctx, row)
	today := s.clock.Today()
	return PostHolders{Post: post, Items: convert(held, func(h holderRow) HolderSpan {
		return HolderSpan{Holder: h.holder(people[h.UserID].Name), When: h.when(today)}
	})}, err
}

func (h holderRow) when(day schedule.Date) string {
	switch {
	case h.on(day):
		return "present"
	case h.FromOn.After(day):
		return "future"
	}
	return "past"
}

func errPostDisabled() error {
	return httpapi.Conflict("post_disabled", "该岗位已停用，不能接任。请先启用，或任命到其他岗位", "The post is disabled; enable it first, or appoint to another post")
}

func errPostVacant() error {
	return httpapi.Conflict("post_vacant", "该岗位在接任日前一天无人任职，没有可结束的任期。请直接任命",
		"Nobody holds the post on the day before; there is nothing to end. Appoint the person instead")
}

func errSuccessionGap(last schedule.Date) error {
	return httpapi.Conflict("succession_gap",
		"现任任期到 "+last.String()+" 为止，按此接任日岗位会空缺。请改为 "+last.AddDays(1).String()+" 接任，或直接任命",
		"The present holding ends on "+last.String()+"; the post would be vacant. Begin on "+last.AddDays(1).String()+", or appoint the person instead")
}

func errSuccessorNamed(from schedule.Date) error {
	return httpapi.Conflict("successor_named",
		"已有人定于 "+from.String()+" 起任该岗位，再接任会重叠，未作任何改动。请先调整那一任期",
		"Somebody is to hold the post from "+from.String()+" already; the two would overlap. Change that holding first; nothing was changed")
}

// errSeveralHolders carries the post, so that the caller can choose.
func (s *Service) errSeveralHolders(ctx context.Context, postID int64) error {
	row, err := find[postRow](s.db.Read(ctx), postID)
	if err != nil {
		return err
	}
	post, err := s.post(ctx, row)
	if err != nil {
		return err
	}
	return httpapi.Conflict("several_holders", "该岗位有几人同时任职，请选明接替哪一位", "Several people hold this post; say whose holding ends").WithCurrent(post)
}

func errAuditSessions() error {
	return &httpapi.Error{Code: "audit_sessions", Status: http.StatusForbidden,
		Zh: "承担审计职责的账号不能由系统管理员强制下线，未作任何改动。请本人退出登录，或由机房管理员在服务器上重置口令",
		En: "Sessions of an account that audits are not ended by a system administrator; nothing was changed. Have its owner sign out, or its password reset on the server"}
}
