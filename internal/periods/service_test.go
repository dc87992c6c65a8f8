package periods

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// answer is what a room gives for a row in these tests.
type answer struct {
	ID         int64         `json:"id"`
	ProgressBp int           `json:"progressBp"`
	Lamp       schedule.Lamp `json:"lamp"`
	Frozen     *frozen.Stamp `json:"frozen,omitempty"`
}

// rooms is a Source of so many milestones; broken fails after the first ones.
type rooms struct {
	n      int
	broken error
}

func (r *rooms) Open(context.Context, schedule.Month) (LeftOpen, error) {
	return LeftOpen{Unreported: 3, Reviewing: 2, Claims: 1}, nil
}

func (r *rooms) Freeze(ctx context.Context, _ schedule.Month, keep func(frozen.Item, any) error) error {
	lamp := schedule.Default().Milestone(schedule.MilestoneFacts{Baseline: schedule.MustDate("2017-06-30")}, schedule.MustDate("2017-09-12"), nil)
	if httpapi.LampLanguage(ctx) != schedule.Chinese {
		return errors.New("a month is frozen in Chinese, whoever closes it")
	}
	for id := int64(r.n); id > 0; id-- {
		if r.broken != nil && id == 1 {
			return r.broken
		}
		err := keep(frozen.Item{Kind: frozen.Milestone, ID: id, ParentID: 1, Name: fmt.Sprintf("节点 %d 🚧", id), Version: 1, Lamp: lamp, ReportID: id % 2},
			answer{ID: id, ProgressBp: int(id) * 100, Lamp: lamp})
		if err != nil {
			return err
		}
	}
	return nil
}

type world struct {
	db      *database.DB
	clock   *clock.Clock
	source  *rooms
	service *Service
}

func actor(id int64, role string) context.Context {
	return auth.WithActor(context.Background(), &auth.Actor{UserID: id, Name: role, Roles: []auth.RoleHeld{{Role: role, PostID: id, DepartmentID: 1}}})
}

func newWorld(t *testing.T, db *database.DB) *world {
	t.Helper()
	zone, err := clock.LoadZone("Asia/Shanghai")
	must(t, err)
	clk, err := clock.New(zone, "2017-09-12")
	must(t, err)
	policy, err := policies()
	must(t, err)
	w := &world{db: db, clock: clk, source: &rooms{n: 101}}
	directory := auth.NewDirectory(db, clk)
	w.service = NewService(Options{DB: db, Store: NewStore(db, directory), Clock: clk, Audit: audit.New(clk), Policy: policy, Directory: directory,
		Rules: schedule.Fixed(schedule.Default(), nil), Source: w.source})
	must(t, db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
		for _, text := range []string{
			"INSERT INTO departments (id, code, name, short_name) VALUES (1, 'edu', '教育局', '教育'), (2, 'build', '住建局', '住建')",
			"INSERT INTO users (id, username, display_name, password_hash, created_at) VALUES (4, 'supervisor', '陈督', '', 0)",
			"INSERT INTO projects (id, code, name, lead_department_id, plan_year, created_at) VALUES (1, 'P', '学校', 1, 2017, 0), (2, 'Q', '桥', 2, 2017, 0)",
			"INSERT INTO project_versions (id, code, name, lead_department_id, plan_year, created_at, version, recorded_on) VALUES (1, 'P', '学校', 1, 2017, 0, 1, '2017-01-05')",
			"INSERT INTO milestones (id, project_id, lead_department_id, name, created_at) VALUES (1, 1, 1, '开工', 0), (2, 2, 2, '合龙', 0)",
		} {
			if err := tx.Exec(text).Error; err != nil {
				return err
			}
		}
		return nil
	}))
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), code) {
		t.Errorf("%v, want %s", err, code)
	}
}

// TestClose walks a month from open to corrected on both databases.
func TestClose(t *testing.T) {
	august, office := schedule.MustMonth("2017-08"), actor(4, auth.RoleSupervisor)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		s := w.service
		_, err := s.Close(actor(1, auth.RoleReporter), august)
		refused(t, err, "forbidden")
		w.source.broken = errors.New("a room does not answer")
		_, err = s.Close(office, august)
		refused(t, err, "a room does not answer")
		w.source.broken = nil
		list, err := s.List(office, 2017)
		must(t, err)
		if len(list.Items) != 0 || list.Next == nil || list.Next.Month != august || !list.Next.Ready || list.Next.Open.Unreported != 3 {
			t.Fatalf("nothing was closed: %+v", list)
		}
		w.closesOnce(t, office, august)
		check, err := s.Verify(office, august)
		if must(t, err); !check.Intact || check.Items != 101 {
			t.Errorf("read back: %+v", check)
		}
		var read answer
		store := s.store
		stamp, err := store.Thaw(office, august, frozen.Milestone, 7, schedule.English, &read)
		if must(t, err); read.ProgressBp != 700 || !strings.Contains(read.Lamp.Reason, "overdue") || stamp.ClosedOn != w.clock.Today() || len(stamp.Hash) != 64 {
			t.Errorf("frozen: %+v %+v", read, stamp)
		}
		_, err = store.Thaw(office, august.Next(), frozen.Milestone, 7, schedule.Chinese, &read)
		refused(t, err, "period_not_closed")
		_, err = store.Thaw(office, august, frozen.Milestone, 999, schedule.Chinese, &read)
		refused(t, err, "not_found")
		w.corrects(t, office, august)
		w.showsOwnRows(t, august)
	})
}

// closesOnce: of several who close at once one does, and the others are told so.
func (w *world) closesOnce(t *testing.T, office context.Context, month schedule.Month) {
	t.Helper()
	outcomes := make([]error, 4)
	var group sync.WaitGroup
	for n := range outcomes {
		group.Go(func() { _, outcomes[n] = w.service.Close(office, month) })
	}
	group.Wait()
	closed := 0
	for _, err := range outcomes {
		if err == nil {
			closed++
			continue
		}
		refused(t, err, "period_closed")
	}
	if closed != 1 {
		t.Fatalf("%d of %d closed the month: %v", closed, len(outcomes), outcomes)
	}
}

func (w *world) corrects(t *testing.T, office context.Context, month schedule.Month) {
	t.Helper()
	in := NewCorrection{Kind: frozen.Milestone, ID: 1, Field: "progressBp", Value: "150", Words: "台账复核"}
	made, err := w.service.Correct(office, month, in)
	if must(t, err); made.Was != "100" || made.ReplacesID != nil || made.By.Name != "陈督" || made.Name != "节点 1 🚧" {
		t.Errorf("correction: %+v", made)
	}
	in.Value = "160"
	again, err := w.service.Correct(office, month, in)
	if must(t, err); again.Was != "100" || again.ReplacesID == nil || *again.ReplacesID != made.ID {
		t.Errorf("a correction of the correction: %+v", again)
	}
	in.ID, in.Value = 2, "1"
	_, err = w.service.Correct(office, month, in)
	must(t, err)
	in.ID = 999
	_, err = w.service.Correct(office, month, in)
	refused(t, err, "invalid")
	_, err = w.service.Correct(office, month.Prev(), in)
	refused(t, err, "not_found")
	_, err = w.service.Correct(actor(6, auth.RoleAuditor), month, in)
	refused(t, err, "forbidden")
	check, err := w.service.Verify(office, month)
	if must(t, err); !check.Intact || check.Corrections != 3 {
		t.Errorf("after corrections: %+v", check)
	}
}

// showsOwnRows: a unit is shown frozen rows and corrections of what it may read today.
func (w *world) showsOwnRows(t *testing.T, month schedule.Month) {
	t.Helper()
	unit := actor(9, auth.RoleReporter)
	page, err := w.service.Items(unit, month, ItemQuery{Kind: frozen.Milestone, Limit: 50})
	if must(t, err); len(page.Items) != 1 || page.Items[0].ID != 1 || page.Next != 0 {
		t.Errorf("rows of the unit: %+v", page)
	}
	detail, err := w.service.Get(unit, month)
	if must(t, err); len(detail.CorrectionList) != 2 || slices.ContainsFunc(detail.CorrectionList, func(c PeriodCorrection) bool { return c.ItemID != 1 }) {
		t.Errorf("corrections of the unit: %+v", detail.CorrectionList)
	}
	all, err := w.service.Items(actor(6, auth.RoleAuditor), month, ItemQuery{Kind: frozen.Milestone, Text: "节点 10", Limit: 1})
	if must(t, err); len(all.Items) != 1 || all.Items[0].ID != 10 || all.Next != 10 || all.Items[0].Figures[0].Value != "1000" {
		t.Errorf("searched: %+v", all)
	}
}

// policies is the policy of the program, which never changes: asking Casbin everything takes longer than most tests.
var policies = sync.OnceValues(func() (*auth.Policy, error) {
	return auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
})
