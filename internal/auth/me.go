package auth

import (
	"context"

	"guatu/internal/platform/httpapi"
)

// Me is who is signed in and what they may do today.
type Me struct {
	User        MeUser              `json:"user"`
	Roles       []string            `json:"roles" nullable:"false"`
	Posts       []MePost            `json:"posts" nullable:"false" doc:"One line for each role of each post held today."`
	Departments []DepartmentRef     `json:"departments" nullable:"false"`
	LeaderPosts []int64             `json:"leaderPosts" nullable:"false" doc:"Posts whose line is one's own."`
	Permissions map[string][]string `json:"permissions" doc:"Scope words of every permission one has."`
	// MustChangePassword: every other operation answers 403 password_change_required until POST /me/password.
	MustChangePassword bool `json:"mustChangePassword" doc:"Signed in with a one-time password, or one that is too old: change it before anything else."`
	PasswordExpired    bool `json:"passwordExpired" doc:"It must be changed because it is older than the password rules allow."`
	// SecondFactor: every other operation answers 403 second_factor_required until it is shown or set up.
	SecondFactor FactorNeed    `json:"secondFactor" enum:",code,enrol" doc:"What is left of signing in: code = POST /auth/second-factor, enrol = set one up; empty: nothing."`
	HasFactor    bool          `json:"hasSecondFactor" doc:"The account has a second factor: POST /auth/proof takes a code of it too."`
	Password     PasswordRules `json:"passwordRules" doc:"What a new password has to be."`
}

// MeUser is the account that is signed in.
type MeUser struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
	Name     string `json:"name"`
}

// MePost is a post held today and one of its roles.
type MePost struct {
	ID             int64  `json:"id"`
	Code           string `json:"code"`
	Name           string `json:"name"`
	DepartmentID   *int64 `json:"departmentId"`
	DepartmentName string `json:"departmentName"`
	Role           string `json:"role" doc:"Empty for a post without a role."`
}

// Me describes the actor of the request.
func (s *Service) Me(ctx context.Context) (Me, error) {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return Me{}, httpapi.Unauthorized()
	}
	departments, err := s.directory.Departments(ctx, actor.DepartmentIDs())
	if err != nil {
		return Me{}, err
	}
	me := Me{
		User:  MeUser{ID: actor.UserID, Username: actor.Username, Name: actor.Name},
		Roles: []string{}, Posts: []MePost{}, Departments: []DepartmentRef{}, LeaderPosts: []int64{},
		Permissions: s.policy.ActorWords(actor), MustChangePassword: actor.MustChange,
		PasswordExpired: actor.PasswordExpired, SecondFactor: actor.Factor, HasFactor: actor.HasFactor, Password: s.rules.PasswordRules,
	}
	for _, held := range actor.Roles {
		me.Roles = append(me.Roles, held.Role)
	}
	me.Roles = sortedWords(me.Roles)
	for _, id := range actor.DepartmentIDs() {
		if ref, ok := departments[id]; ok {
			me.Departments = append(me.Departments, ref)
		}
	}
	me.LeaderPosts = append(me.LeaderPosts, actor.LeaderPostIDs()...)
	for _, post := range actor.Posts {
		line := MePost{ID: post.ID, Code: post.Code, Name: post.Name, DepartmentID: ptr(post.DepartmentID),
			DepartmentName: departments[post.DepartmentID].Name}
		for _, role := range append(actor.rolesOf(post.ID), "") {
			if line.Role = role; role != "" || len(actor.rolesOf(post.ID)) == 0 {
				me.Posts = append(me.Posts, line)
			}
		}
	}
	return me, nil
}

func (a *Actor) rolesOf(postID int64) []string {
	var roles []string
	for _, held := range a.Roles {
		if held.PostID == postID {
			roles = append(roles, held.Role)
		}
	}
	return roles
}
