package auth_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/schedule"
)

// TestSuccessorOnADate: rights follow the post, from the morning of the first day, with the same sessions.
func TestSuccessorOnADate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		fresh := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: "head.edu.new", Name: "新局长", Password: authtest.Password}))
		must[auth.Holder](t)(w.service.Appoint(system(), auth.NewHolder{PostID: w.Posts["edu.head"], UserID: fresh.ID, From: schedule.MustDate("2017-10-09")}))
		holder := w.count(t, "SELECT id FROM post_holders WHERE post_id = ? AND user_id = ?", w.Posts["edu.head"], w.Users["head.edu"])
		must[auth.Holder](t)(w.service.EndHolder(system(), w.Posts["edu.head"], int64(holder), 1, schedule.MustDate("2017-10-08")))
		before, _ := w.signIn(t, "head.edu")
		after, _ := w.signIn(t, "head.edu.new")
		for _, test := range []struct {
			day       string
			old, next bool
		}{{"2017-09-30", true, false}, {"2017-10-08", true, false}, {"2017-10-09", false, true}, {"2018-01-01", false, true}} {
			w.clock.setToday(test.day)
			if got := len(w.me(t, before).Roles) == 1; got != test.old {
				t.Errorf("%s: predecessor has the role: %v", test.day, got)
			}
			if got := len(w.me(t, after).Roles) == 1; got != test.next {
				t.Errorf("%s: successor has the role: %v", test.day, got)
			}
		}
		posts := must[map[int64]auth.PostRef](t)(w.service.Directory().Posts(context.Background(), []int64{w.Posts["edu.head"]}))
		if got := posts[w.Posts["edu.head"]].Holder; got != "新局长" {
			t.Errorf("the post is held by %q", got)
		}
		reviewers := must[auth.Reviewers](t)(w.service.Directory().Reviewers(context.Background()))
		unit, office := reviewers.At("unit", w.Departments["edu"], false), reviewers.At(auth.LevelOffice, w.Departments["edu"], false)
		if len(unit) != 1 || unit[0].ID != w.Posts["edu.head"] || unit[0].Holder != "新局长" || len(office) == 0 || office[0].Holder == "" {
			t.Errorf("the unit's reports are reviewed by %+v, then by %+v", unit, office)
		}
		if past := reviewers.At("unit", w.Departments["edu"], true); past == nil || len(past) != 0 {
			t.Errorf("of a past day nobody is named: %v", past)
		}
	})
}

func TestGrantAndRevokeWorkAtOnceEverywhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		other := instance(t, db, w.clock)
		token, _ := w.signIn(t, "reporter.build")
		for range 2 { // warm the caches
			w.me(t, token)
			other.me(t, token)
		}
		grant := must[auth.Grant](t)(w.service.Grant(system(), auth.NewGrant{PostID: w.Posts["build.reporter"], Role: auth.RoleHead}))
		for _, at := range []*world{w, other} {
			if d := cmp.Diff([]string{"head", "reporter"}, at.me(t, token).Roles); d != "" {
				t.Errorf("after the grant: %s", d)
			}
		}
		if err := other.service.Revoke(system(), grant.ID); err != nil {
			t.Fatal(err)
		}
		for _, at := range []*world{w, other} {
			if d := cmp.Diff([]string{"reporter"}, at.me(t, token).Roles); d != "" {
				t.Errorf("after the revocation: %s", d)
			}
		}
	})
}

// TestARequestCostsOneStatement: session, user, epoch and key together; rights and names come from the caches.
func TestARequestCostsOneStatement(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	token, _ := w.signIn(t, "reporter.build")
	w.me(t, token)
	ctx, counter := database.WithStatementCounter(context.Background())
	actor := must[*auth.Actor](t)(w.service.Authenticate(ctx, token))
	if _, err := w.service.Directory().Posts(auth.WithActor(ctx, actor), []int64{1, 2}); err != nil {
		t.Fatal(err)
	}
	if counter.Count() != 1 {
		t.Errorf("%d statements, want 1", counter.Count())
	}
	w.clock.advance(2 * time.Minute)
	for _, want := range []int64{3, 1} { // last_seen_at (and the change slot), then nothing for a minute
		ctx, counter = database.WithStatementCounter(context.Background())
		must[*auth.Actor](t)(w.service.Authenticate(ctx, token))
		if counter.Count() != want {
			t.Errorf("%d statements, want %d", counter.Count(), want)
		}
	}
}

// TestHandEditedTableGivesNothing: roles that exclude each other, put in past the service, take all rights away.
func TestHandEditedTableGivesNothing(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	token, _ := w.signIn(t, "sysadmin")
	for _, edit := range []func(context.Context, *gorm.DB) error{
		txFunc("DROP TRIGGER grants_exclusive_insert"), // the database itself refuses this
		txFunc("INSERT INTO grants (post_id, role, granted_at) VALUES (?, 'secadmin', 0)", w.Posts["admin.system"]),
	} {
		if err := w.db.Tx(context.Background(), edit); err != nil {
			t.Fatal(err)
		}
	}
	must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: "bump", Name: "任何改动"})) // moves the epoch
	if me := w.me(t, token); len(me.Roles) != 0 || me.Permissions["users.manage"] != nil {
		t.Errorf("roles %v, permissions %v", me.Roles, me.Permissions)
	}
}

// TestNamesInsideATransaction: names are read once after each change of names, and otherwise only the epoch is asked for; a
// transaction sees its own change, and nobody else does when it is undone.
func TestNamesInsideATransaction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id := w.Departments["edu"]
		name := func(ctx context.Context) string {
			t.Helper()
			return must[map[int64]auth.DepartmentRef](t)(w.service.Directory().Departments(ctx, []int64{id}))[id].ShortName
		}
		old := name(context.Background())
		ctx, counter := database.WithStatementCounter(context.Background())
		undone := errors.New("undone")
		err := w.db.Tx(ctx, func(ctx context.Context, _ *gorm.DB) error {
			once := func(want string) {
				t.Helper()
				before := counter.Count()
				if got, asked := name(ctx), counter.Count()-before; got != want || asked != 1 {
					t.Errorf("%q after %d statements, want %q after 1", got, asked, want)
				}
			}
			once(old)
			short := "改名"
			must[auth.Department](t)(w.service.PatchDepartment(auth.AsSystem(ctx), id, 1, auth.DepartmentPatch{ShortName: &short}))
			if got := name(ctx); got != short {
				t.Errorf("inside, after the change: %q", got)
			}
			once(short)
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		if got := name(context.Background()); got != old {
			t.Errorf("after it was undone: %q, want %q", got, old)
		}
	})
}
