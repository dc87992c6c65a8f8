package auth_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// TestUnknownUserCostsTheSame: a refused login does the same work whether the account exists or not: one password hash
// of the product's price (TestDummyHashCostsTheSame) and the same number of statements. The times are logged and not
// judged here, because a busy machine blurs them.
func TestUnknownUserCostsTheSame(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		service := must[*auth.Service](t)(w.dear())
		if err := service.SetPassword(system(), w.Users["auditor"], authtest.Password); err != nil { // at the product's price
			t.Fatal(err)
		}
		if _, err := service.Login(t.Context(), auth.Credentials{Username: "first", Password: "ganz falsches Wort"}); code(err) != "bad_credentials" {
			t.Fatal(err) // the first try of an address makes its row
		}
		statements, times := map[string]int64{}, map[string][]time.Duration{}
		for range 4 { // the fifth would lock
			for _, username := range []string{"auditor", "niemand", "reporter.edu.disabled"} {
				ctx, counter := database.WithStatementCounter(context.Background())
				began := time.Now()
				if _, err := service.Login(ctx, auth.Credentials{Username: username, Password: "ganz falsches Wort"}); code(err) != "bad_credentials" {
					t.Fatal(err)
				}
				times[username] = append(times[username], time.Since(began))
				if n := counter.Count(); statements[username] != 0 && statements[username] != n {
					t.Errorf("%s: %d statements, before it were %d", username, n, statements[username])
				}
				statements[username] = counter.Count()
			}
		}
		for _, username := range []string{"niemand", "reporter.edu.disabled"} {
			if statements[username] != statements["auditor"] {
				t.Errorf("%s: %d statements, a known account %d", username, statements[username], statements["auditor"])
			}
		}
		t.Logf("wrong password, median: known %v, unknown %v", median(times["auditor"]), median(times["niemand"]))
	})
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
