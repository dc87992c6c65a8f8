package auth

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Post is a post 岗位 and who holds it, from today on.
type Post struct {
	ID         int64          `json:"id"`
	Code       string         `json:"code"`
	Name       string         `json:"name"`
	Department *DepartmentRef `json:"department" doc:"Null for a post outside any department."`
	Leader     bool           `json:"leader" doc:"Rows can be in the line of this post."`
	Roles      []string       `json:"roles" nullable:"false" doc:"Shown to administrators of accounts and rights, empty for others."`
	Disabled   bool           `json:"disabled"`
	Holder     string         `json:"holder" doc:"Who holds it today, empty when vacant."`
	Holders    []Holder       `json:"holders" nullable:"false" doc:"Who holds it today or will."`
	Version    int64          `json:"version"`
}

// NewPost is what a post starts with. The code never changes.
type NewPost struct {
	Code         string `json:"code" minLength:"1" maxLength:"80" pattern:"^[A-Za-z0-9._-]+$"`
	Name         string `json:"name" minLength:"1" maxLength:"120"`
	DepartmentID int64  `json:"departmentId,omitempty" minimum:"0" doc:"0 for a post outside any department."`
}

// PostPatch changes a post; absent fields stay. A post with roles can not move to another department: that would move
// rights, which is the security administrator's business.
type PostPatch struct {
	Name         *string `json:"name,omitempty" minLength:"1" maxLength:"120"`
	DepartmentID *int64  `json:"departmentId,omitempty" minimum:"0" doc:"0 for none."`
	Disabled     *bool   `json:"disabled,omitempty"`
}

// postState is what the audit keeps of a post.
type postState struct {
	Code         string `json:"code"`
	Name         string `json:"name"`
	DepartmentID *int64 `json:"departmentId"`
	Disabled     bool   `json:"disabled"`
}

func (row postRow) state() postState {
	return postState{Code: row.Code, Name: row.Name, DepartmentID: row.DepartmentID, Disabled: row.Disabled}
}

// CreatePost adds a post without holder and roles. 403 without posts.manage, 409 duplicate for a known code.
func (s *Service) CreatePost(ctx context.Context, in NewPost) (Post, error) {
	if !s.allowed(ctx, PermPostsManage) {
		return Post{}, httpapi.Forbidden()
	}
	row := postRow{Code: in.Code, Name: strings.TrimSpace(in.Name), DepartmentID: ptr(in.DepartmentID), Version: 1}
	var post Post
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if row.ID = 0; row.Name == "" {
			return errNameRequired("name")
		}
		if err := checkDepartment(tx, in.DepartmentID); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return duplicate(err, "code")
		}
		if err := s.audit.Record(ctx, tx, audit.Event{Action: "post.create", Entity: "post", EntityID: row.ID, After: row.state()}); err != nil {
			return err
		}
		var err error
		post, err = s.post(ctx, row)
		return err
	})
	return post, err
}

// PatchPost changes a post that is still at version. Disabling one takes its roles from whoever holds it, at once.
func (s *Service) PatchPost(ctx context.Context, id, version int64, patch PostPatch) (Post, error) {
	var post Post
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := lookup[postRow](ctx, s, tx, id, PermPostsRead, PermPostsManage)
		if err != nil {
			return err
		}
		if before.Version != version {
			current, err := s.post(ctx, before)
			if err != nil {
				return err
			}
			return httpapi.PreconditionFailed(current)
		}
		after := before
		patch.apply(&after)
		if err := s.checkPostChange(ctx, tx, before, after); err != nil {
			return err
		}
		err = database.UpdateVersion(tx, "posts", id, version, map[string]any{"name": after.Name, "department_id": after.DepartmentID, "disabled": after.Disabled})
		if err != nil {
			return err
		}
		after.Version++
		if err := s.afterPostChange(tx, before, after); err != nil {
			return err
		}
		err = s.audit.Record(ctx, tx, audit.Event{Action: "post.edit", Entity: "post", EntityID: id, Before: before.state(), After: after.state()})
		if err != nil {
			return err
		}
		post, err = s.post(ctx, after)
		return err
	})
	return post, err
}

func (p PostPatch) apply(row *postRow) {
	setText(&row.Name, p.Name)
	set(&row.Disabled, p.Disabled)
	if p.DepartmentID != nil {
		row.DepartmentID = ptr(*p.DepartmentID)
	}
}

func (s *Service) checkPostChange(ctx context.Context, tx *gorm.DB, before, after postRow) error {
	if after.Name == "" {
		return errNameRequired("name")
	}
	if after.Disabled && !before.Disabled && !isSystem(ctx) {
		roles, err := rolesOfPost(tx, before.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(roles, func(role string) bool { return slices.Contains(watchingRoles(), role) }) {
			return errAuditRole()
		}
	}
	if val(before.DepartmentID) == val(after.DepartmentID) {
		return nil
	}
	roles, err := rolesOfPost(tx, before.ID)
	if err != nil {
		return err
	}
	if len(roles) > 0 {
		return errPostGranted()
	}
	return checkDepartment(tx, val(after.DepartmentID))
}

// afterPostChange asks the guard when the change took roles away.
func (s *Service) afterPostChange(tx *gorm.DB, before, after postRow) error {
	if before.Disabled || !after.Disabled {
		return nil
	}
	roles, err := rolesOfPost(tx, before.ID)
	if err != nil {
		return err
	}
	return checkLastAdministrators(tx, s.clock.Today(), roles)
}

// checkDepartment refuses a department that does not exist or is disabled; 0 is none.
func checkDepartment(tx *gorm.DB, id int64) error {
	if id == 0 {
		return nil
	}
	row, err := find[departmentRow](tx, id)
	if err != nil {
		return errInvalid("departmentId", "unknown", "没有这个单位", "no such department")
	}
	if row.Disabled {
		return errInvalid("departmentId", "disabled", "该单位已停用", "the department is disabled")
	}
	return nil
}

// PostFilter narrows a list of posts.
type PostFilter struct {
	ListInput
	Department int64 `query:"department" minimum:"1" doc:"Posts of this department."`
	Leader     bool  `query:"leader" doc:"Only posts with a line."`
	Vacant     bool  `query:"vacant" doc:"Only posts in use that nobody holds today."`
}

// ListPosts returns a page of posts by id. 403 without posts.read.
func (s *Service) ListPosts(ctx context.Context, in PostFilter) (PostPage, error) {
	if !s.allowed(ctx, PermPostsRead) {
		return PostPage{}, httpapi.Forbidden()
	}
	query := s.db.Read(ctx).Table("posts")
	if in.Q != "" {
		like := database.LikeArgument(in.Q)
		query = query.Where("("+s.db.Contains("name")+" OR "+s.db.Contains("code")+")", like, like)
	}
	if in.Vacant {
		today := s.clock.Today()
		query = query.Where("disabled = ? AND NOT EXISTS (SELECT 1 FROM post_holders h WHERE h.post_id = posts.id AND h.from_on <= ?"+
			" AND (h.to_on IS NULL OR h.to_on >= ?))", false, today, today)
	}
	if in.Department != 0 {
		query = query.Where("department_id = ?", in.Department)
	}
	if in.Leader {
		query = query.Where("EXISTS (SELECT 1 FROM grants g WHERE g.post_id = posts.id AND g.role IN ?)", leaderRoles())
	}
	var page PostPage
	var err error
	if page.Total, page.TotalCapped, err = in.count(query); err != nil {
		return page, err
	}
	if query, err = in.afterID(query, "id"); err != nil {
		return page, err
	}
	var rows []postRow
	if err := query.Order("id").Limit(in.Limit + 1).Find(&rows).Error; err != nil {
		return page, database.Translate(err)
	}
	if rows, page.NextCursor, err = cutPage(rows, in.Limit, func(row postRow) any { return idCursor{ID: row.ID} }); err != nil {
		return page, err
	}
	page.Items, err = s.posts(ctx, rows)
	return page, err
}

func (s *Service) post(ctx context.Context, row postRow) (Post, error) {
	posts, err := s.posts(ctx, []postRow{row})
	if err != nil {
		return Post{}, err
	}
	return posts[0], nil
}

// posts completes rows with department, holders and whether there is a line, in two statements and the directory.
func (s *Service) posts(ctx context.Context, rows []postRow) ([]Post, error) {
	var ids, departmentIDs []int64
	for _, row := range rows {
		ids, departmentIDs = append(ids, row.ID), addID(departmentIDs, val(row.DepartmentID))
	}
	departments, err := s.directory.Departments(ctx, departmentIDs)
	if err != nil {
		return nil, err
	}
	today := s.clock.Today()
	holders, err := s.holdersOf(ctx, ids, today)
	if err != nil {
		return nil, err
	}
	roles, err := s.rolesOfPosts(ctx, ids)
	if err != nil {
		return nil, err
	}
	shown := s.allowed(ctx, PermUsersRead)
	return convert(rows, func(row postRow) Post {
		post := Post{ID: row.ID, Code: row.Code, Name: row.Name, Disabled: row.Disabled, Version: row.Version, Roles: []string{},
			Leader: slices.ContainsFunc(roles[row.ID], IsLeaderRole), Holders: holders[row.ID]}
		if shown {
			post.Roles = append(post.Roles, roles[row.ID]...)
		}
		if ref, ok := departments[val(row.DepartmentID)]; ok {
			post.Department = &ref
		}
		post.Holder = holderName(post.Holders, today)
		if post.Holders == nil {
			post.Holders = []Holder{}
		}
		return post
	}), nil
}

// rolesOfPosts returns the roles granted to the posts, by post.
func (s *Service) rolesOfPosts(ctx context.Context, ids []int64) (map[int64][]string, error) {
	var rows []grantRow
	if err := s.db.Read(ctx).Where("post_id IN ?", ids).Order("post_id, role").Find(&rows).Error; err != nil {
		return nil, database.Translate(err)
	}
	found := make(map[int64][]string, len(ids))
	for _, row := range rows {
		found[row.PostID] = append(found[row.PostID], row.Role)
	}
	return found, nil
}

// holderName names who holds a post on the day; of several the one who began last, as PostRef does.
func holderName(holders []Holder, day schedule.Date) string {
	name := ""
	for _, holder := range holders {
		if (holderRow{FromOn: holder.From, ToOn: holder.To}).on(day) {
			name = holder.User.Name
		}
	}
	return name
}

func leaderRoles() []string { return []string{RoleLeader, RoleChief} }
