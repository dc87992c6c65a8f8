package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"path/filepath"
	"testing"

	"github.com/go-sql-driver/mysql"
)

func TestJudgeCommit(t *testing.T) {
	for _, test := range []struct {
		name    string
		err     error
		again   bool
		unknown bool
	}{
		{"certification", &mysql.MySQLError{Number: 1213}, true, false},
		{"lost", mysql.ErrInvalidConn, false, true},
		{"bad connection", driver.ErrBadConn, false, true},
		{"no quorum", &mysql.MySQLError{Number: 1180}, false, true},
		{"shutdown", &mysql.MySQLError{Number: 1053}, false, true},
		{"cancelled", context.Canceled, false, false},
		{"other", errors.New("x"), false, false},
	} {
		again, err := judgeCommit(test.err)
		if again != test.again || errors.Is(err, ErrOutcomeUnknown) != test.unknown {
			t.Errorf("%s: again %v, %v", test.name, again, err)
		}
		if test.unknown && errors.Is(Translate(err), ErrUnavailable) {
			t.Errorf("%s: an unknown outcome must not look like a plain failure", test.name)
		}
	}
}

// unreached is a connector that fails.
type unreached struct{ err error }

func (u unreached) Connect(context.Context) (driver.Conn, error) { return nil, u.err }
func (u unreached) Driver() driver.Driver                        { return nil }

// A failure of the driver to connect is a database that can not serve, whatever the driver calls it; what the server says is not.
func TestNotReached(t *testing.T) {
	for name, c := range map[string]struct {
		err         error
		unavailable bool
	}{
		"silent in the greeting": {errors.New("bad connection"), true}, // the driver's own, without a name
		"nobody listens":         {&net.OpError{Op: "dial", Err: errors.New("refused")}, true},
		"wrong password":         {&mysql.MySQLError{Number: 1045}, false},
		"the caller has left":    {context.Canceled, false},
	} {
		pool := sql.OpenDB(reaching{unreached{c.err}})
		err := Translate(pool.PingContext(t.Context()))
		if got := errors.Is(err, ErrUnavailable); got != c.unavailable || !errors.Is(err, c.err) && !c.unavailable {
			t.Errorf("%s: unavailable is %v, want %v: %v", name, got, c.unavailable, err)
		}
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAtLeast(t *testing.T) {
	for version, want := range map[string]bool{"3.51.3": true, "3.54.1": true, "4.0": true, "3.51.2": false, "3.9.99": false, "3": false, "": false} {
		if atLeast(version, oldestSQLite) != want {
			t.Errorf("%q: want %v", version, want)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, dsn := range []string{"", "postgres://x", "sqlite://", "sqlite:///", "mysql://u:p%zz@h/d", "mysql://u:p@h/d?parseTime=false", "sqlite:///proc/nowhere/x.db"} {
		if db, err := Open(context.Background(), dsn); err == nil {
			t.Errorf("%q must be refused", dsn)
			_ = db.Close()
		}
	}
	_, err := Open(context.Background(), "mysql://u:p@127.0.0.1:1/d")
	if !errors.Is(err, ErrUnavailable) {
		t.Errorf("nobody listens: %v", err)
	}
}

func TestOddFileNames(t *testing.T) {
	path := filepath.Join(t.TempDir(), "挂图 100%&.db")
	db, err := Open(context.Background(), "sqlite://"+path)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if found, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(found) != 1 || found[0] != path {
		t.Errorf("files: %v", found)
	}
}

func TestSessionSettings(t *testing.T) {
	if got := sessionSettings(map[string]string{"wsrep_on": "ON", "innodb_snapshot_isolation": "OFF"}); got["wsrep_sync_wait"] != "1" || got["innodb_snapshot_isolation"] != "ON" {
		t.Errorf("Galera: %v", got)
	}
	if got := sessionSettings(map[string]string{}); len(got) != 1 {
		t.Errorf("a server without them: %v", got)
	}
}
