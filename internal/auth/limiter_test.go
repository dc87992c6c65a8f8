package auth_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

func TestAddressLimit(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	w.service.SetLoginsPerMinute(3)
	wrong := auth.LoginRequest{Username: "niemand", Password: "ganz falsches Wort"}
	right := auth.LoginRequest{Username: "auditor", Password: authtest.Password}
	for range 5 { // an office behind one address
		w.Run(t, apitest.Scenario{Method: http.MethodPost, URL: loginURL, Body: right})
	}
	for range 3 {
		w.Run(t, apitest.Scenario{Method: http.MethodPost, URL: loginURL, Body: wrong, Status: 401})
	}
	w.Run(t,
		apitest.Scenario{Name: "too many", Method: http.MethodPost, URL: loginURL, Body: right, Status: 429, Code: "too_many_requests",
			Headers: map[string]string{"X-Forwarded-For": "10.9.9.9"}},
		apitest.Scenario{Name: "next minute", Method: http.MethodPost, URL: loginURL, Body: right, Before: func(*testing.T) { w.clock.advance(time.Minute) }},
	)
}

// TestAddressLimitOverInstances: 300 wrong tries at different accounts from one address, over three instances at once, evaluate no
// more than one instance would; another address and the next minute are free, and old counts are cleaned up.
func TestAddressLimitOverInstances(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		instances := []*world{w, instance(t, db, w.clock), instance(t, db, w.clock)}
		for _, i := range instances {
			i.service.SetLoginsPerMinute(30)
		}
		w.clock.advance(time.Duration(60-w.clock.Now().Unix()%60) * time.Second)
		ctx := context.Background()
		var evaluated, refused atomic.Int64
		var wait sync.WaitGroup
		for i := range 300 {
			wait.Go(func() {
				_, err := instances[i%3].service.Login(ctx, auth.Credentials{Username: fmt.Sprintf("nobody.%d", i), Password: "ganz falsches Wort", IP: "10.0.0.1"})
				switch code(err) {
				case "bad_credentials":
					evaluated.Add(1)
				case "too_many_requests":
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wait.Wait()
		t.Logf("300 parallel tries at 300 accounts from one address, three instances: %d evaluated, %d refused", evaluated.Load(), refused.Load())
		if evaluated.Load() != 30 {
			t.Errorf("%d evaluated, want the limit of 30", evaluated.Load())
		}
		right := auth.Credentials{Username: "auditor", Password: authtest.Password, IP: "10.0.0.1"}
		if _, err := instances[1].service.Login(ctx, right); code(err) != "too_many_requests" {
			t.Errorf("the right password in a full minute: %v", err)
		}
		for _, elsewhere := range []string{"10.0.0.2", "2001:db8::1"} {
			right.IP = elsewhere
			for i := range 40 { // successes are given back
				if _, err := instances[i%3].service.Login(ctx, right); err != nil {
					t.Fatalf("%s: %v", elsewhere, err)
				}
			}
		}
		w.clock.advance(time.Minute)
		right.IP = "10.0.0.1"
		if _, err := instances[2].service.Login(ctx, right); err != nil {
			t.Errorf("the next minute: %v", err)
		}
		w.clock.advance(time.Hour)
		if err := w.service.SweepAddresses(ctx); err != nil || w.count(t, "SELECT COUNT(*) FROM login_addresses") != 0 {
			t.Errorf("counts were left behind: %v", err)
		}
	})
}
