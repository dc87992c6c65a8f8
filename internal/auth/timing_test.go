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

// TestUnknownUserCostsTheSame: the answer to a wrong password says nothing, by its words or its time, about whether the
// account exists. The figure is logged; the test fails only on a difference no noise explains.
func TestUnknownUserCostsTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	w := newWorld(t, dbtest.New(t, database.SQLite))
	service := must[*auth.Service](t)(w.dear())
	if err := service.SetPassword(system(), w.Users["auditor"], authtest.Password); err != nil { // at the product's price
		t.Fatal(err)
	}
	known, unknown := make([]time.Duration, 0, 24), make([]time.Duration, 0, 24)
	try := func(username string) time.Duration {
		began := time.Now()
		_, err := service.Login(context.Background(), auth.Credentials{Username: username, Password: "ganz falsches Wort"})
		if code(err) != "bad_credentials" {
			t.Fatal(err)
		}
		return time.Since(began)
	}
	for i := range 24 {
		known = append(known, try("auditor"))
		unknown = append(unknown, try("niemand"))
		if i%4 == 3 {
			must[auth.User](t)(service.UnlockUser(system(), w.Users["auditor"]))
		}
	}
	a, b := median(known), median(unknown)
	t.Logf("median of 24 wrong passwords: known %v, unknown %v", a, b)
	if diff := (a - b).Abs(); diff > 5*time.Millisecond && diff > a/4 {
		t.Errorf("known %v, unknown %v", a, b)
	}
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
