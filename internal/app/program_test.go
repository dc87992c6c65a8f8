package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"testing"
	"time"

	"guatu/internal/auth"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// demoWord is the password of the demonstration accounts in these tests.
const demoWord = "Guatu-Test-2017-挂图"

// program is the assembled program, started as main starts it: configuration from the environment, an empty folder or an
// empty database, a free port, real HTTP.
type program struct {
	*App
	dialect string
	client  *http.Client
	tokens  map[string]string
}

// demonstration asks everything of one demonstration for each database. The order matters: what only reads comes first,
// and the matrix, which puts a canary and disables an account, comes last.
func demonstration(t *testing.T) {
	eachProgram(t, true, func(t *testing.T, p *program) {
		for _, step := range []struct {
			name string
			test func(*testing.T, *program)
		}{
			{"every read answers", smokeEveryRead},
			{"statements of every read", statementsPerRead},
			{"reads change nothing", readsChangeNothing},
			{"listed equals allowed", listedEqualsAllowed},
			{"closed months", closedMonths},
			{"exports are the lists", exportsAreTheLists},
			{"swapped ids", swappedIDs},
			{"holders of another post", holdersOfAnotherPost},
			{"bad input", badInputs},
			{"the contract of a write", writeContract},
			{"a reading above the target", readingAboveTarget},
			{"figures are reported", figuresReported},
			{"a file made up", fakedFile},
			{"rules count at once", rulesCountAtOnce},
			{"rules are adopted", rulesAreAdopted},
			{"rights matrix", rightsMatrix},
			{"words of the audit", auditHasWords},
		} {
			t.Run(step.name, func(t *testing.T) { step.test(t, p) })
		}
	})
}

// eachProgram runs the test on the program with an embedded database and, where there is a server, on MariaDB.
func eachProgram(t *testing.T, demo bool, test func(t *testing.T, p *program)) {
	t.Helper()
	t.Run(database.SQLite, func(t *testing.T) { test(t, boot(t, demo, database.SQLite)) })
	if os.Getenv(dbtest.MySQLEnv) == "" {
		t.Logf("%s is not set: SQLite only", dbtest.MySQLEnv)
		return
	}
	t.Run(database.MySQL, func(t *testing.T) { test(t, boot(t, demo, database.MySQL)) })
}

// boot starts the program on a dialect; settings are GUATU_NAME=value lines over the defaults of a test.
func boot(t *testing.T, demo bool, dialect string, settings ...string) *program {
	t.Helper()
	environ := []string{
		"GUATU_ADDR=127.0.0.1:0", "GUATU_DATA_DIR=" + t.TempDir(), "GUATU_TODAY=" + DemoDay, "GUATU_DEMO_PASSWORD=" + demoWord,
		"GUATU_RATE_LIMIT=0", "GUATU_RATE_LIMIT_PUBLIC=0", "GUATU_LOGIN_PER_MINUTE=100000", "GUATU_METRICS_ADDR=127.0.0.1:0",
		"GUATU_SECOND_FACTOR=optional", "GUATU_SESSIONS_PER_USER=0",
	}
	if dialect == database.MySQL {
		environ = append(environ, "GUATU_DATABASE_DSN="+dbtest.Empty(t))
	}
	c, err := config.Load("", append(environ, settings...))
	if err != nil {
		t.Fatal(err)
	}
	if demo {
		fillDemo(t, c, dialect)
	}
	return start(t, c, demo, dialect)
}

func start(t *testing.T, c config.Config, demo bool, dialect string) *program {
	t.Helper()
	a, err := New(t.Context(), c, Options{Version: "test", Demo: demo, PasswordCost: cheap()})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	p := &program{App: a, dialect: dialect, client: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{}}, tokens: map[string]string{}}
	t.Cleanup(func() {
		p.client.CloseIdleConnections()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
		if err := a.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return p
}

// cheap keeps a password hash from costing a second under the race detector.
func cheap() auth.Cost { return auth.Cost{MemoryKiB: 64, Passes: 1} }

// call is one request over the wire.
type call struct {
	method, path string // path below /api/v1
	as           string // user name; empty: nobody
	token        string // wins over as
	body         any    // string as it is, anything else as JSON
	etag, key    string
	headers      map[string]string
}

// answer is what came back.
type answer struct {
	status  int
	headers http.Header
	body    []byte
}

func (a *answer) into(t testing.TB, value any) {
	t.Helper()
	if err := json.Unmarshal(a.body, value); err != nil {
		t.Fatalf("answer is no such JSON: %v\n%s", err, a.body)
	}
}

func (a *answer) code(t testing.TB) string {
	t.Helper()
	var problem struct{ Code string }
	a.into(t, &problem)
	return problem.Code
}

// do sends a request and reads the whole answer.
func (p *program) do(t testing.TB, c call) *answer {
	t.Helper()
	if c.method == "" {
		c.method = http.MethodGet
	}
	var body io.Reader
	switch content := c.body.(type) {
	case nil:
	case string:
		body = bytes.NewBufferString(content)
	default:
		encoded, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		body = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(t.Context(), c.method, p.URL()+"/api/v1"+c.path, body)
	if err != nil {
		t.Fatal(err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	token := c.token
	if token == "" && c.as != "" {
		token = p.token(t, c.as)
	}
	for name, value := range map[string]string{"If-Match": c.etag, "Idempotency-Key": c.key} {
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	request.Header.Set("X-Guatu-Client", "test")
	for name, value := range c.headers {
		request.Header.Set(name, value)
	}
	before := p.records(t, c)
	response, err := p.client.Do(request)
	if err != nil {
		t.Fatalf("%s %s: %v", c.method, c.path, err)
	}
	defer func() { _ = response.Body.Close() }() // read to its end
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", c.method, c.path, err)
	}
	p.mustBeRecorded(t, c, response, before)
	return &answer{status: response.StatusCode, headers: response.Header, body: content}
}

// get reads a resource that must be there.
func (p *program) get(t testing.TB, as, path string, into any) {
	t.Helper()
	a := p.do(t, call{path: path, as: as})
	if a.status != http.StatusOK {
		t.Fatalf("GET %s as %s: %d %s", path, as, a.status, a.body)
	}
	a.into(t, into)
}

// token signs in once and remembers.
func (p *program) token(t testing.TB, username string) string {
	t.Helper()
	if token := p.tokens[username]; token != "" {
		return token
	}
	p.tokens[username] = p.login(t, username, demoWord)
	return p.tokens[username]
}

func (p *program) login(t testing.TB, username, password string) string {
	t.Helper()
	a := p.do(t, call{method: http.MethodPost, path: "/auth/login", body: map[string]string{"username": username, "password": password}})
	if a.status != http.StatusOK {
		t.Fatalf("login as %s: %d %s", username, a.status, a.body)
	}
	var session struct{ AccessToken string }
	a.into(t, &session)
	return session.AccessToken
}

// firstLogin signs in with a one-time password and changes it to the word of these tests.
func (p *program) firstLogin(t testing.TB, username, password string) string {
	t.Helper()
	token := p.login(t, username, password)
	changed := p.do(t, call{method: http.MethodPost, path: "/me/password", token: token, body: map[string]string{"current": password, "new": demoWord}})
	if changed.status != http.StatusNoContent {
		t.Fatalf("first password of %s: %d %s", username, changed.status, changed.body)
	}
	return token
}

// ids reads one column of numbers straight from the database.
func (p *program) ids(t testing.TB, query string, arguments ...any) []int64 {
	t.Helper()
	var found []int64
	if err := p.db.Read(t.Context()).Raw(query, arguments...).Scan(&found).Error; err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	return found
}

// id is the first of ids, which must be there.
func (p *program) id(t testing.TB, query string, arguments ...any) int64 {
	t.Helper()
	found := p.ids(t, query, arguments...)
	if len(found) == 0 {
		t.Fatalf("the demonstration has no row for: %s %v", query, arguments)
	}
	return found[0]
}

func etag(version int64) string { return strconv.Quote(strconv.FormatInt(version, 10)) }

func at(format string, arguments ...any) string { return fmt.Sprintf(format, arguments...) }

// dialects are the databases there are to test on.
func dialects() []string {
	if os.Getenv(dbtest.MySQLEnv) != "" {
		return []string{database.SQLite, database.MySQL}
	}
	return []string{database.SQLite}
}

func (p *program) columns(t testing.TB, table string) []string {
	t.Helper()
	rows, err := p.db.Read(t.Context()).Raw("SELECT * FROM " + table + " WHERE 1 = 0").Rows()
	if err != nil {
		t.Fatal(err)
	}
	names, err := rows.Columns()
	if closing := rows.Close(); err != nil || closing != nil {
		t.Fatal(err, closing)
	}
	return names
}
