package auth

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// The states of an account, first match: of a disabled account it does not matter any more whether it is locked.
const (
	UserDisabled = "disabled"
	UserLocked   = "locked" // after failed logins
	UserVacant   = "vacant" // holds no post in use today: can sign in, and may do nothing
	UserActive   = "active"
)

// UserEntry is an account in the list, with what it may do.
type UserEntry struct {
	User
	State string     `json:"state" enum:"active,disabled,locked,vacant" doc:"First match: disabled, locked, vacant (no post today), active."`
	Posts []UserPost `json:"posts" nullable:"false" doc:"Posts held today or later, in the order they begin."`
}

// UserPost is a post in the hands of an account.
type UserPost struct {
	ID         int64          `json:"id"`
	Code       string         `json:"code"`
	Name       string         `json:"name"`
	Department *DepartmentRef `json:"department" doc:"Null for a post outside any department."`
	Disabled   bool           `json:"disabled"`
	From       schedule.Date  `json:"from" format:"date"`
	To         schedule.Date  `json:"to" format:"date" nullable:"true" doc:"Last day, null while open."`
	Roles      []string       `json:"roles" nullable:"false"`
}

// UserPage is one page of accounts.
type UserPage struct {
	Items      []UserEntry `json:"items" nullable:"false"`
	NextCursor string      `json:"nextCursor" doc:"Empty on the last page."`
	ByState    *UserStates `json:"byState,omitempty" doc:"How many accounts the search finds in each state; with count."`
	Totals
}

// UserStates counts accounts by state.
type UserStates struct {
	Active   int `json:"active"`
	Disabled int `json:"disabled"`
	Locked   int `json:"locked"`
	Vacant   int `json:"vacant"`
}

// UserFilter narrows a list of accounts.
type UserFilter struct {
	ListInput
	State string `query:"state" enum:"active,disabled,locked,vacant" doc:"Accounts in this state."`
}

// ListUsers returns a page of accounts by id. 403 without users.read.
func (s *Service) ListUsers(ctx context.Context, in UserFilter) (UserPage, error) {
	if !s.allowed(ctx, PermUsersRead) {
		return UserPage{}, httpapi.Forbidden()
	}
	query := s.db.Read(ctx).Table("users")
	if in.Q != "" {
		like := database.LikeArgument(in.Q)
		query = query.Where("("+s.db.Contains("username")+" OR "+s.db.Contains("display_name")+")", like, like)
	}
	var page UserPage
	var err error
	if page.ByState, err = s.countStates(query, in); err != nil {
		return page, err
	}
	state, args := s.userState()
	if in.State != "" {
		query = query.Where(state+" = ?", append(args, in.State)...)
	}
	if page.Total, page.TotalCapped, err = in.count(query); err != nil {
		return page, err
	}
	if query, err = in.afterID(query, "id"); err != nil {
		return page, err
	}
	var rows []listedUser
	if err := query.Select("users.*, "+state+" AS state", args...).Order("id").Limit(in.Limit + 1).Find(&rows).Error; err != nil {
		return page, database.Translate(err)
	}
	if rows, page.NextCursor, err = cutPage(rows, in.Limit, func(row listedUser) any { return idCursor{ID: row.Row.ID} }); err != nil {
		return page, err
	}
	page.Items, err = s.userEntries(ctx, rows)
	return page, err
}

// listedUser is an account with its state of now.
type listedUser struct {
	Row   userRow `gorm:"embedded"`
	State string
}

// userState is the state of an account as one expression over users: filter, count and answer use it alike.
func (s *Service) userState() (string, []any) {
	today := s.clock.Today()
	return "CASE WHEN users.disabled = ? THEN 'disabled' WHEN users.locked_until > ? THEN 'locked'" +
			" WHEN NOT EXISTS (SELECT 1 FROM post_holders h JOIN posts p ON p.id = h.post_id AND p.disabled = ?" +
			" WHERE h.user_id = users.id AND h.from_on <= ? AND (h.to_on IS NULL OR h.to_on >= ?)) THEN 'vacant' ELSE 'active' END",
		[]any{true, s.clock.Now().UnixMilli(), false, today, today}
}

// countStates counts the accounts a search finds by state, before a state narrows it.
func (s *Service) countStates(query *gorm.DB, in UserFilter) (*UserStates, error) {
	if !in.Count {
		return nil, nil
	}
	state, args := s.userState()
	var rows []struct {
		State string
		N     int
	}
	counted := query.Session(&gorm.Session{}).Select(state+" AS state", args...)
	err := query.Session(&gorm.Session{NewDB: true}).Table("(?) AS counted", counted).Select("state, COUNT(*) AS n").Group("state").Find(&rows).Error
	if err != nil {
		return nil, database.Translate(err)
	}
	var states UserStates
	for _, row := range rows {
		switch row.State {
		case UserActive:
			states.Active = row.N
		case UserDisabled:
			states.Disabled = row.N
		case UserLocked:
			states.Locked = row.N
		case UserVacant:
			states.Vacant = row.N
		}
	}
	return &states, nil
}

// userEntries completes accounts with their posts and roles, in one statement and the directory.
func (s *Service) userEntries(ctx context.Context, rows []listedUser) ([]UserEntry, error) {
	ids := make([]int64, 0, len(rows))
	for _, row := range rows {
		ids = append(ids, row.Row.ID)
	}
	posts, err := s.postsOfUsers(ctx, ids)
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	return convert(rows, func(row listedUser) UserEntry {
		return UserEntry{User: row.Row.user(now), State: row.State, Posts: append([]UserPost{}, posts[row.Row.ID]...)}
	}), nil
}

// heldPost is a holding with its post and one of its roles.
type heldPost struct {
	HolderID     int64
	UserID       int64
	FromOn       schedule.Date
	ToOn         schedule.Date
	ID           int64
	Code         string
	Name         string
	DepartmentID *int64
	Disabled     bool
	Role         string
}

func (s *Service) postsOfUsers(ctx context.Context, userIDs []int64) (map[int64][]UserPost, error) {
	var held []heldPost
	err := s.db.Read(ctx).Table("post_holders h").
		Select("h.id AS holder_id, h.user_id, h.from_on, h.to_on, p.id, p.code, p.name, p.department_id, p.disabled, COALESCE(g.role, '') AS role").
		Joins("JOIN posts p ON p.id = h.post_id").Joins("LEFT JOIN grants g ON g.post_id = p.id").
		Where("h.user_id IN ? AND (h.to_on IS NULL OR h.to_on >= ?)", userIDs, s.clock.Today()).
		Order("h.user_id, h.from_on, h.id, g.role").Find(&held).Error
	if err != nil {
		return nil, database.Translate(err)
	}
	var departmentIDs []int64
	for _, h := range held {
		departmentIDs = addID(departmentIDs, val(h.DepartmentID))
	}
	departments, err := s.directory.Departments(ctx, departmentIDs)
	if err != nil {
		return nil, err
	}
	found, last := make(map[int64][]UserPost, len(userIDs)), int64(0)
	for _, h := range held {
		posts := found[h.UserID]
		if h.HolderID != last {
			post := UserPost{ID: h.ID, Code: h.Code, Name: h.Name, Disabled: h.Disabled, From: h.FromOn, To: h.ToOn, Roles: []string{}}
			if ref, ok := departments[val(h.DepartmentID)]; ok {
				post.Department = &ref
			}
			posts, last = append(posts, post), h.HolderID
		}
		if h.Role != "" {
			posts[len(posts)-1].Roles = append(posts[len(posts)-1].Roles, h.Role)
		}
		found[h.UserID] = posts
	}
	return found, nil
}

// EndedSessions says how many sessions were ended.
type EndedSessions struct {
	Ended int `json:"ended"`
}

// endedState is what the audit keeps of it.
type endedState struct {
	Sessions int64 `json:"sessions"`
}

// EndSessions ends every session of an account at once, on every instance; the account stays as it is. 404, 403, and 403
// audit_sessions for whoever audits: a system administrator must not keep them out by ending their sessions again and again.
func (s *Service) EndSessions(ctx context.Context, id int64) (EndedSessions, error) {
	var ended EndedSessions
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if _, err := lookup[userRow](ctx, s, tx, id, PermUsersRead, PermUsersManage); err != nil {
			return err
		}
		if err := s.refuseOver(ctx, tx, id, watchingRoles(), errAuditSessions()); err != nil {
			return err
		}
		now := s.clock.Now().UnixMilli()
		done := tx.Table("sessions").Where("user_id = ? AND revoked_at = 0 AND expires_at > ?", id, now).Update("revoked_at", now)
		if done.Error != nil {
			return database.Translate(done.Error)
		}
		ended.Ended = int(done.RowsAffected)
		return s.audit.Record(ctx, tx, audit.Event{Action: "user.endSessions", Entity: "user", EntityID: id, After: endedState{Sessions: int64(ended.Ended)}})
	})
	return ended, err
}
