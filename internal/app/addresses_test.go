//go:build !race

// On the demonstration, which takes ten times as long to load under the race detector; the program itself is watched elsewhere.
package app

import (
	"net/http"
	"testing"

	"guatu/internal/platform/database"
)

// TestRolesOfNetworks: the setting reaches the door of the assembled program, and the system administrator sees whether the
// three administrators are limited.
func TestRolesOfNetworks(t *testing.T) {
	for name, c := range map[string]struct {
		allow   string
		limited bool
		door    int // of the supervision office, which asks from this machine
	}{
		"open":    {"", false, http.StatusOK},
		"limited": {"administrators=127.0.0.0/8,administrators=::1,supervisor=10.0.0.0/8", true, http.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			p := boot(t, true, database.SQLite, "GUATU_ALLOW_FROM="+c.allow)
			var settings struct{ AdministratorsLimited bool }
			p.get(t, "sysadmin", "/settings", &settings)
			if settings.AdministratorsLimited != c.limited {
				t.Errorf("the settings say %v", settings.AdministratorsLimited)
			}
			login := p.do(t, call{method: http.MethodPost, path: "/auth/login", body: map[string]string{"username": "supervisor", "password": demoWord},
				headers: map[string]string{"X-Forwarded-For": "10.0.0.1"}})
			if login.status != c.door {
				t.Errorf("supervision signs in: %d %s", login.status, login.body)
			}
		})
	}
}
