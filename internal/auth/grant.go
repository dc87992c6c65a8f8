package auth

import (
	"context"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// Grant is a role given to a post.
type Grant struct {
	ID         int64          `json:"id"`
	Post       PostRef        `json:"post"`
	Department *DepartmentRef `json:"department" doc:"Of the post; null for one outside any department."`
	Disabled   bool           `json:"disabled" doc:"The post is disabled: nobody has the role by it."`
	Holders    []Holder       `json:"holders" nullable:"false" doc:"Who has the role by this post today or will."`
	Role       string         `json:"role"`
	GrantedBy  *UserRef       `json:"grantedBy" doc:"Null when the program itself did it."`
	GrantedAt  time.Time      `json:"grantedAt"`
}

// NewGrant gives a role to a post.
type NewGrant struct {
	PostID int64  `json:"postId" minimum:"1"`
	Role   string `json:"role" enum:"reporter,head,leader,chief,supervisor,auditor,sysadmin,secadmin,auditadmin"`
}

// grantState is what the audit keeps of a grant.
type grantState struct {
	PostID int64  `json:"postId"`
	Role   string `json:"role"`
}

// Grant gives a role to a post: whoever holds it today has the role at once. 403 own_post for a post of one's own, 409
// duplicate, and 409 roles_exclusive when the post or one of its holders would have roles that exclude each other.
func (s *Service) Grant(ctx context.Context, in NewGrant) (Grant, error) {
	if !s.allowed(ctx, PermGrantsManage) {
		return Grant{}, httpapi.Forbidden()
	}
	if !IsRole(in.Role) {
		return Grant{}, errInvalid("role", "enum", "没有这个角色", "no such role")
	}
	row := grantRow{PostID: in.PostID, Role: in.Role, GrantedBy: ptr(actorID(ctx)), GrantedAt: s.clock.Now().UnixMilli()}
	var grant Grant
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		row.ID = 0
		if _, err := find[postRow](tx, in.PostID); err != nil {
			return errInvalid("postId", "unknown", "没有这个岗位", "no such post")
		}
		holders, err := s.foreignPost(ctx, tx, in.PostID)
		if err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return duplicate(excluded(tx, err, s.clock.Today(), in.PostID, holders, in.Role), "role")
		}
		if err := s.checkGranted(tx, in.PostID, holders); err != nil {
			return err
		}
		err = s.audit.Record(ctx, tx, audit.Event{Action: "grant.create", Entity: "grant", EntityID: row.ID, After: grantState(in)})
		if err != nil {
			return err
		}
		grants, err := s.grants(ctx, []grantRow{row})
		if err == nil {
			grant = grants[0]
		}
		return err
	})
	return grant, err
}

// foreignPost returns who holds the post, or will; it must not be the one who acts.
func (s *Service) foreignPost(ctx context.Context, tx *gorm.DB, postID int64) ([]int64, error) {
	holders, err := holdersOfPost(tx, postID, s.clock.Today())
	if err != nil {
		return nil, err
	}
	if contains(holders, actorID(ctx)) {
		return nil, errOwnPost()
	}
	return holders, nil
}

func (s *Service) checkGranted(tx *gorm.DB, postID int64, holders []int64) error {
	roles, err := rolesOfPost(tx, postID)
	if err != nil {
		return err
	}
	if a, b, conflict := ConflictOf(roles); conflict {
		return errExclusive(a, b)
	}
	return checkExclusion(tx, s.clock.Today(), holders)
}

// Revoke takes a role from a post, effective with the next request of whoever holds it. 409 last_administrator.
func (s *Service) Revoke(ctx context.Context, id int64) error {
	return s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		row, err := lookup[grantRow](ctx, s, tx, id, PermGrantsRead, PermGrantsManage)
		if err != nil {
			return err
		}
		if _, err := s.foreignPost(ctx, tx, row.PostID); err != nil {
			return err
		}
		if err := tx.Where("id = ?", id).Delete(&grantRow{}).Error; err != nil {
			return database.Translate(err)
		}
		if err := checkLastAdministrators(tx, s.clock.Today(), []string{row.Role}); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "grant.delete", Entity: "grant", EntityID: id, Before: grantState{PostID: row.PostID, Role: row.Role}})
	})
}

// GrantFilter narrows a list of grants.
type GrantFilter struct {
	ListInput
	Post       int64  `query:"post" minimum:"1" doc:"Grants of this post."`
	Department int64  `query:"department" minimum:"1" doc:"Grants of the posts of this department."`
	Role       string `query:"role" enum:"reporter,head,leader,chief,supervisor,auditor,sysadmin,secadmin,auditadmin" doc:"Grants of this role."`
}

// ListGrants returns a page of grants by id; a search finds the name of a post or of who holds it. 403 without grants.read.
func (s *Service) ListGrants(ctx context.Context, in GrantFilter) (GrantPage, error) {
	if !s.allowed(ctx, PermGrantsRead) {
		return GrantPage{}, httpapi.Forbidden()
	}
	query := s.db.Read(ctx).Table("grants g").Select("g.*").Joins("JOIN posts p ON p.id = g.post_id")
	if in.Q != "" {
		like := database.LikeArgument(in.Q)
		query = query.Where("("+s.db.Contains("p.name")+" OR EXISTS (SELECT 1 FROM post_holders h JOIN users u ON u.id = h.user_id"+
			" WHERE h.post_id = p.id AND (h.to_on IS NULL OR h.to_on >= ?) AND "+s.db.Contains("u.display_name")+"))", like, s.clock.Today(), like)
	}
	if in.Department != 0 {
		query = query.Where("p.department_id = ?", in.Department)
	}
	if in.Post != 0 {
		query = query.Where("g.post_id = ?", in.Post)
	}
	if in.Role != "" {
		query = query.Where("g.role = ?", in.Role)
	}
	var page GrantPage
	var err error
	if page.Total, page.TotalCapped, err = in.count(query); err != nil {
		return page, err
	}
	if query, err = in.afterID(query, "g.id"); err != nil {
		return page, err
	}
	var rows []grantRow
	if err := query.Order("g.id").Limit(in.Limit + 1).Find(&rows).Error; err != nil {
		return page, database.Translate(err)
	}
	if rows, page.NextCursor, err = cutPage(rows, in.Limit, func(row grantRow) any { return idCursor{ID: row.ID} }); err != nil {
		return page, err
	}
	page.Items, err = s.grants(ctx, rows)
	return page, err
}

// grants completes rows with names: post, department and holders, in two statements and the directory.
func (s *Service) grants(ctx context.Context, rows []grantRow) ([]Grant, error) {
	var postIDs, userIDs, departmentIDs []int64
	for _, row := range rows {
		postIDs, userIDs = addID(postIDs, row.PostID), addID(userIDs, val(row.GrantedBy))
	}
	var found []postRow
	if err := s.db.Read(ctx).Where("id IN ?", postIDs).Find(&found).Error; err != nil {
		return nil, database.Translate(err)
	}
	posts := make(map[int64]postRow, len(found))
	for _, post := range found {
		posts[post.ID], departmentIDs = post, addID(departmentIDs, val(post.DepartmentID))
	}
	today := s.clock.Today()
	holders, err := s.holdersOf(ctx, postIDs, today)
	if err != nil {
		return nil, err
	}
	departments, err := s.directory.Departments(ctx, departmentIDs)
	if err != nil {
		return nil, err
	}
	users, err := s.directory.Users(ctx, userIDs)
	if err != nil {
		return nil, err
	}
	return convert(rows, func(row grantRow) Grant {
		post := posts[row.PostID]
		grant := Grant{ID: row.ID, Role: row.Role, GrantedAt: time.UnixMilli(row.GrantedAt).UTC(), Disabled: post.Disabled,
			Post:    PostRef{ID: post.ID, Name: post.Name, Holder: holderName(holders[post.ID], today)},
			Holders: append([]Holder{}, holders[post.ID]...), GrantedBy: refOf(users, val(row.GrantedBy))}
		if ref, ok := departments[val(post.DepartmentID)]; ok {
			grant.Department = &ref
		}
		return grant
	}), nil
}

// sortedWords is a stable, readable order of role names for answers.
func sortedWords(words []string) []string {
	slices.SortFunc(words, strings.Compare)
	return slices.Compact(words)
}
