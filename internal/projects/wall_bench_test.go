package projects_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"syscall"
	"testing"
	"time"

	"gorm.io/gorm"

	"guatu/internal/milestones/milestonestest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// BenchmarkWall reads the wall of 500 projects with 20 milestones each over the handler, with and without gzip.
func BenchmarkWall(b *testing.B) {
	for _, dialect := range []string{database.SQLite, database.MySQL} {
		if dialect == database.MySQL && os.Getenv(dbtest.MySQLEnv) == "" {
			continue
		}
		d := newDistrict(b, dbtest.New(b, dialect))
		d.fill(b, 500, 20)
		for _, encoding := range []string{"identity", "gzip"} {
			b.Run(fmt.Sprintf("%s/%s", dialect, encoding), func(b *testing.B) {
				bytes, began := 0, cpuTime(b)
				for b.Loop() {
					request := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/api/v1/wall?year=2017", nil)
					request.Header.Set("Authorization", "Bearer supervisor")
					request.Header.Set("Accept-Encoding", encoding)
					answer := httptest.NewRecorder()
					d.Handler.ServeHTTP(answer, request)
					if answer.Code != http.StatusOK {
						b.Fatalf("%d %s", answer.Code, answer.Body)
					}
					bytes = answer.Body.Len()
				}
				b.ReportMetric(float64(bytes), "bytes/answer")
				b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/answer")
				b.ReportMetric(float64((cpuTime(b)-began).Milliseconds())/float64(b.N), "cpu-ms/answer")
			})
		}
	}
}

// cpuTime is what this process has computed so far: of use on a machine that is busy with something else.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// fill enters n projects of the plan of 2017 with as many milestones each as asked for.
func (d *district) fill(t testing.TB, n, each int) {
	t.Helper()
	r, today := rand.New(rand.NewPCG(11, 11)), d.clock.Today()
	for from := 1; from <= n; from += 500 {
		err := d.db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error {
			for id := int64(from); id < int64(min(from+500, n+1)); id++ {
				p := randomProject(r, id)
				p.PlanYear, p.Code = 2017, fmt.Sprintf("P-%07d", id*7919%1_000_003)
				if err := d.insertProject(ctx, tx, p); err != nil {
					return err
				}
				for ordinal := range each {
					if err := milestonestest.Insert(ctx, d.db, tx, milestonestest.Random(r, today, id, ordinal+1, d.set), today.AddDays(-r.IntN(120))); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
