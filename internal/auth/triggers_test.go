package auth_test

import (
	"context"
	"errors"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// TestTheDatabaseKeepsAdministratorsApart: rows that come in past the program are refused by the database itself.
func TestTheDatabaseKeepsAdministratorsApart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		try := func(statement string, arguments ...any) error {
			return db.Tx(t.Context(), func(_ context.Context, tx *gorm.DB) error { return tx.Exec(statement, arguments...).Error })
		}
		do := func(statement string, arguments ...any) {
			t.Helper()
			if err := try(statement, arguments...); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		if db.Dialect() == database.MySQL {
			for _, trigger := range auth.ExclusiveTriggers() {
				do(trigger)
			}
		}
		refused := func(words, statement string, arguments ...any) {
			t.Helper()
			if err := try(statement, arguments...); !errors.Is(err, database.ErrGuard) {
				t.Errorf("%s: %v", words, err)
			}
		}
		const grant = "INSERT INTO grants (post_id, role, granted_at) VALUES (?, ?, 0)"
		const hold = "INSERT INTO post_holders (post_id, user_id, from_on, to_on) VALUES (?, ?, ?, ?)"
		roles := []string{auth.RoleSysadmin, auth.RoleSecadmin, auth.RoleAuditadmin, auth.RoleReporter}
		for i, role := range roles {
			do("INSERT INTO posts (id, code, name) VALUES (?, ?, ?), (?, ?, ?)", i+1, role, role, i+11, "bare"+role, role)
			do("INSERT INTO users (id, username, display_name, password_hash, created_at) VALUES (?, ?, ?, '', 0)", i+1, role, role)
			do(grant, i+1, role)
			do(hold, i+1, i+1, "2017-01-01", nil)
		}
		for i, role := range roles {
			for j, other := range roles {
				if i == j {
					continue
				}
				refused(role+" is granted "+other, grant, i+1, other)
				refused(role+" is appointed "+other, hold, j+1, i+1, "2017-01-01", nil)
				refused(role+" will be "+other, hold, j+1, i+1, "2090-01-01", "2091-01-01")
			}
			do(hold, (i+1)%4+1, i+1, "2016-01-01", "2016-12-31") // over for long
			refused(role+" is appointed again", "UPDATE post_holders SET to_on = NULL WHERE user_id = ? AND to_on IS NOT NULL", i+1)
		}
		do(hold, 11, 1, "2017-01-01", nil) // a post without a role
		refused("the post of the system administrator gets a role", grant, 11, auth.RoleHead)
	})
}
