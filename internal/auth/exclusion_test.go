package auth_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/schedule"
)

// TestNoPairOfAdministratorsByGrants: for every pair of administrator roles, twenty parallel grants to a post of somebody who has the
// first role do not give the second; and of two posts of one person that get both roles at once, only one gets its own.
func TestNoPairOfAdministratorsByGrants(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		roles := []string{auth.RoleSysadmin, auth.RoleSecadmin, auth.RoleAuditadmin}
		bare := func(user int64, code string) int64 {
			post := must[auth.Post](t)(w.service.CreatePost(system(), auth.NewPost{Code: code, Name: code}))
			must[auth.Holder](t)(w.service.Appoint(system(), auth.NewHolder{PostID: post.ID, UserID: user, From: schedule.MustDate("2017-09-30")}))
			return post.ID
		}
		crowd := func(grant func(n int) auth.NewGrant) (succeeded int64) {
			var ok atomic.Int64
			var wait sync.WaitGroup
			for n := range 20 {
				wait.Go(func() {
					if _, err := w.service.Grant(system(), grant(n)); err == nil {
						ok.Add(1)
					}
				})
			}
			wait.Wait()
			return ok.Load()
		}
		for _, first := range roles {
			for _, second := range roles {
				if first == second {
					continue
				}
				pair := first + "." + second
				user := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: pair, Name: "某人"}))
				a, b := bare(user.ID, pair+".a"), bare(user.ID, pair+".b")
				if n := crowd(func(n int) auth.NewGrant {
					if n%2 == 0 {
						return auth.NewGrant{PostID: a, Role: first}
					}
					return auth.NewGrant{PostID: b, Role: second}
				}); n != 1 {
					t.Errorf("%s and %s at once: %d grants went through", first, second, n)
				}
				had := w.count(t, "SELECT COUNT(*) FROM grants WHERE post_id IN (?, ?)", a, b)
				third := bare(user.ID, pair+".c")
				held := first
				if w.count(t, "SELECT COUNT(*) FROM grants WHERE post_id = ?", a) == 0 {
					held = second
				}
				for _, role := range roles {
					if role == held {
						continue
					}
					if n := crowd(func(int) auth.NewGrant { return auth.NewGrant{PostID: third, Role: role} }); n != 0 || had != 1 {
						t.Errorf("%s also got %s: %d grants went through", held, role, n)
					}
				}
			}
		}
	})
}
