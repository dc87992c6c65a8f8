package demo

import (
	"context"
	"fmt"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// people knows who is who: ids by code, and who holds which post on which day.
type people struct {
	departments map[string]int64
	posts       map[string]int64
	users       map[string]auth.User
	plan        *Units
}

func newPeople(plan *Units) *people {
	return &people{departments: map[string]int64{}, posts: map[string]int64{}, users: map[string]auth.User{}, plan: plan}
}

// enter creates units, posts with their role, and persons with their posts. The program itself does this: there is no
// administrator yet.
func (p *people) enter(ctx context.Context, service *auth.Service, word string) error {
	ctx = auth.AsSystem(ctx)
	for i, d := range p.plan.Departments {
		made, err := service.CreateDepartment(ctx, auth.NewDepartment{Code: d.Code, Name: d.Name, ShortName: d.Short, Sort: i + 1})
		if err != nil {
			return fmt.Errorf("demo: department %s: %w", d.Code, err)
		}
		p.departments[d.Code] = made.ID
	}
	for _, post := range p.plan.Posts {
		made, err := service.CreatePost(ctx, auth.NewPost{Code: post.Code, Name: post.Name, DepartmentID: p.departments[post.Department]})
		if err != nil {
			return fmt.Errorf("demo: post %s: %w", post.Code, err)
		}
		p.posts[post.Code] = made.ID
		if _, err := service.Grant(ctx, auth.NewGrant{PostID: made.ID, Role: post.Role}); err != nil {
			return fmt.Errorf("demo: role of post %s: %w", post.Code, err)
		}
	}
	shared, err := service.SharePassword(ctx, word)
	if err != nil {
		return fmt.Errorf("demo: password: %w", err)
	}
	for _, u := range p.plan.Users {
		if err := p.enterUser(ctx, service, u, shared); err != nil {
			return fmt.Errorf("demo: user %s: %w", u.Username, err)
		}
	}
	return nil
}

func (p *people) enterUser(ctx context.Context, service *auth.Service, u User, shared *auth.SharedPassword) error {
	made, err := service.CreateUser(ctx, auth.NewUser{Username: u.Username, Name: u.Name, Shared: shared})
	if err != nil {
		return err
	}
	p.users[u.Username] = made
	for _, h := range u.Holds {
		_, err := service.Appoint(ctx, auth.NewHolder{PostID: p.posts[h.Post], UserID: made.ID, From: h.From, To: h.To})
		if err != nil {
			return err
		}
	}
	return nil
}

// disable closes the accounts whose last day has come, as the system administrator.
func (p *people) disable(ctx context.Context, service *auth.Service, today schedule.Date) error {
	for _, u := range p.plan.Users {
		made := p.users[u.Username]
		if u.Disabled.IsZero() || u.Disabled.After(today) || made.Disabled {
			continue
		}
		ctx, err := p.holding(ctx, "it.system", today)
		if err != nil {
			return err
		}
		yes := true
		made, err = service.PatchUser(ctx, made.ID, made.Version, auth.UserPatch{Disabled: &yes})
		if err != nil {
			return fmt.Errorf("demo: closing %s: %w", u.Username, err)
		}
		p.users[u.Username] = made
	}
	return nil
}

// holding returns a context that acts as whoever holds the post on the day.
func (p *people) holding(ctx context.Context, post string, today schedule.Date) (context.Context, error) {
	for _, u := range p.plan.Users {
		for _, h := range u.Holds {
			if h.Post == post && h.on(today) {
				return p.as(ctx, u, today), nil
			}
		}
	}
	return ctx, fmt.Errorf("demo: nobody holds the post %s on %s", post, today)
}

// named returns a context that acts as the user.
func (p *people) named(ctx context.Context, username string, today schedule.Date) (context.Context, error) {
	for _, u := range p.plan.Users {
		if u.Username == username {
			return p.as(ctx, u, today), nil
		}
	}
	return ctx, fmt.Errorf("demo: no user %s", username)
}

func (h Holding) on(day schedule.Date) bool {
	return !day.Before(h.From) && (h.To.IsZero() || !day.After(h.To))
}

// as puts the person with the roles of that day behind what follows, for the rights and for the audit.
func (p *people) as(ctx context.Context, u User, today schedule.Date) context.Context {
	actor := &auth.Actor{UserID: p.users[u.Username].ID, Username: u.Username, Name: u.Name}
	for _, h := range u.Holds {
		post, ok := p.post(h.Post)
		if !ok || !h.on(today) {
			continue
		}
		id, department := p.posts[post.Code], p.departments[post.Department]
		actor.Posts = append(actor.Posts, auth.PostHeld{ID: id, Code: post.Code, Name: post.Name, DepartmentID: department})
		actor.Roles = append(actor.Roles, auth.RoleHeld{Role: post.Role, PostID: id, DepartmentID: department})
	}
	return audit.WithSubject(auth.WithActor(ctx, actor), audit.Subject{ActorID: actor.UserID, ActorName: actor.Name})
}

func (p *people) post(code string) (Post, bool) {
	for _, post := range p.plan.Posts {
		if post.Code == code {
			return post, true
		}
	}
	return Post{}, false
}

// department gives a unit's id; 0 for none.
func (p *people) department(code string) int64 { return p.departments[code] }
