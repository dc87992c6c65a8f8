package files_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/files"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/platform/storage"
)

var people = map[string]*auth.Actor{
	"reporter.edu":   {UserID: 1, Name: "联络员", Roles: []auth.RoleHeld{{Role: auth.RoleReporter, PostID: 1, DepartmentID: 1}}},
	"reporter.build": {UserID: 3, Roles: []auth.RoleHeld{{Role: auth.RoleReporter, PostID: 3, DepartmentID: 2}}},
	"supervisor":     {UserID: 8, Roles: []auth.RoleHeld{{Role: auth.RoleSupervisor, PostID: 8}}},
	"auditor":        {UserID: 9, Roles: []auth.RoleHeld{{Role: auth.RoleAuditor, PostID: 9}}},
	"sysadmin":       {UserID: 10, Roles: []auth.RoleHeld{{Role: auth.RoleSysadmin, PostID: 10}}},
}

const limit = 4096

// desk is the service on one database, with a room whose report 7 everybody but the other unit may read.
type desk struct {
	apitest.Suite
	t       *testing.T
	db      *database.DB
	store   *files.Store
	service *files.Service
	root    string
}

func newDesk(t *testing.T, db *database.DB) *desk {
	t.Helper()
	zone, err := clock.LoadZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	clk, err := clock.New(zone, "2017-06-01")
	if err != nil {
		t.Fatal(err)
	}
	policy, err := policies()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, db: db, store: files.NewStore(db), root: t.TempDir()}
	d.service = files.NewService(files.Options{DB: db, Store: d.store, Storage: storage.New(d.root), Clock: clk, Audit: audit.New(clk), Policy: policy,
		Log: slog.New(slog.DiscardHandler), MaxBytes: limit, Owners: map[evidence.OwnerKind]files.Readable{
			evidence.OfReport: func(ctx context.Context, id int64) error {
				if actor, _ := auth.ActorFrom(ctx); id != 7 || actor.UserID == people["reporter.build"].UserID {
					return httpapi.NotFound()
				}
				return nil
			}}})
	api := httpapi.New(httpapi.Options{DB: db, RateLimit: -1,
		Authenticate: func(ctx context.Context, r *http.Request) (context.Context, error) {
			actor := people[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
			if actor == nil {
				return ctx, httpapi.Unauthorized()
			}
			ctx = audit.WithSubject(auth.WithActor(ctx, actor), audit.Subject{ActorID: actor.UserID, ActorName: actor.Name})
			return httpapi.WithUserID(ctx, actor.UserID), nil
		},
		Authorize: func(ctx context.Context, op httpapi.Operation) error {
			actor, _ := auth.ActorFrom(ctx)
			if policy.May(actor, op.Permission) || strings.Contains(op.Path, "{") && policy.May(actor, auth.PermFilesRead) {
				return nil
			}
			return httpapi.Forbidden()
		}})
	d.service.Register(api)
	if err := api.Verify(); err != nil {
		t.Fatal(err)
	}
	d.Suite = apitest.Suite{Handler: api, Token: func(_ testing.TB, actor string) string { return actor }}
	return d
}

// form is an upload of a file.
func form(t *testing.T, field, name string, content []byte) (body, kind string) {
	t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	part, err := w.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.String(), w.FormDataContentType()
}

func (d *desk) upload(actor, name string, content []byte) *apitest.Response {
	d.t.Helper()
	body, kind := form(d.t, "file", name, content)
	return d.Do(d.t, apitest.Scenario{Method: http.MethodPost, URL: "/api/v1/files", Actor: actor, Body: body, Headers: map[string]string{"Content-Type": kind}})
}

func (d *desk) kept(actor, name string, content []byte) evidence.EvidenceFile {
	d.t.Helper()
	got := d.upload(actor, name, content)
	if got.Status != http.StatusCreated {
		d.t.Fatalf("%s: %d %s", name, got.Status, got.Body)
	}
	var file evidence.EvidenceFile
	got.JSON(d.t, &file)
	return file
}

func (d *desk) as(method, actor string, id int64) *apitest.Response {
	d.t.Helper()
	return d.Do(d.t, apitest.Scenario{Method: method, URL: "/api/v1/files/" + strconv.FormatInt(id, 10), Actor: actor})
}

// gather does what a room does with the evidence of its row.
func (d *desk) gather(author int64, owner evidence.Owner, list ...evidence.Evidence) (got evidence.List, err error) {
	err = d.db.Tx(d.t.Context(), func(_ context.Context, tx *gorm.DB) (err error) {
		if got, err = evidence.Gather(tx, d.store, list, author, "evidence"); err != nil {
			return err
		}
		return d.store.Bind(tx, got, owner, author)
	})
	return got, err
}

func (d *desk) count(sql string, args ...any) (n int64) {
	d.t.Helper()
	if err := d.db.Read(d.t.Context()).Raw(sql, args...).Row().Scan(&n); err != nil {
		d.t.Fatal(err)
	}
	return n
}

// onDisk is the path of the only stored file.
func (d *desk) onDisk() []string {
	d.t.Helper()
	found, err := filepath.Glob(filepath.Join(d.root, "??", "??", "*"))
	if err != nil {
		d.t.Fatal(err)
	}
	return found
}

func eachDesk(t *testing.T, test func(t *testing.T, d *desk)) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) { test(t, newDesk(t, db)) })
}

// TestOneFileAtATime: a second part is refused, whatever it is, and the first is not kept.
func TestOneFileAtATime(t *testing.T) {
	d := newDesk(t, dbtest.New(t, database.SQLite))
	content := photo(t, "jpeg")
	for _, second := range []string{"file", "note"} {
		body, kind := form(t, "file", "a.jpg", content)
		_, boundary, _ := strings.Cut(kind, "boundary=")
		body = strings.TrimSuffix(body, "--\r\n") + "\r\nContent-Disposition: form-data; name=\"" + second + "\"; filename=\"b.jpg\"\r\n\r\n" + string(content) + "\r\n--" + boundary + "--\r\n"
		got := d.Do(t, apitest.Scenario{Method: http.MethodPost, URL: "/api/v1/files", Actor: "reporter.edu", Body: body, Headers: map[string]string{"Content-Type": kind}})
		if got.Status != http.StatusBadRequest || !strings.Contains(string(got.Body), "one_file") {
			t.Errorf("a second part named %s: %d %s", second, got.Status, got.Body)
		}
	}
	if n := d.count("SELECT COUNT(*) FROM files"); n != 0 || len(d.onDisk()) != 0 {
		t.Errorf("%d rows, on disk %v", n, d.onDisk())
	}
	d.kept("reporter.edu", "a.jpg", content)
}

func TestAFileIsItsUploadersUntilItStandsBehindSomething(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		content := photo(t, "jpeg")
		file := d.kept("reporter.edu", "结顶 现场.jpg", content)
		if file.Size != int64(len(content)) || file.ContentType != "image/jpeg" || len(file.SHA256) != 64 {
			t.Errorf("%+v", file)
		}
		for actor, want := range map[string]int{"reporter.edu": 200, "reporter.build": 404, "supervisor": 404, "auditor": 404, "sysadmin": 403} {
			if got := d.as(http.MethodGet, actor, file.ID).Status; got != want {
				t.Errorf("%s reads a file that belongs to nothing: %d, want %d", actor, got, want)
			}
			if actor == "reporter.edu" {
				continue // who may remove it, and does not yet
			}
			if got := d.as(http.MethodDelete, actor, file.ID).Status; got != want {
				t.Errorf("%s removes it: %d, want %d", actor, got, want)
			}
		}
		if _, err := d.gather(3, evidence.Owner{Kind: evidence.OfReport, ID: 7}, evidence.Evidence{Kind: evidence.Photo, FileID: file.ID}); err == nil {
			t.Error("somebody else put the file behind their report")
		}
		list, err := d.gather(1, evidence.Owner{Kind: evidence.OfReport, ID: 7}, evidence.Evidence{Kind: evidence.Photo, FileID: file.ID, Words: " 结顶 "})
		if err != nil || list[0].File == nil || *list[0].File != file || list[0].Words != "结顶" {
			t.Fatalf("%+v, %v", list, err)
		}
		for actor, want := range map[string]int{"reporter.edu": 200, "reporter.build": 404, "supervisor": 200, "auditor": 200, "sysadmin": 403} {
			if got := d.as(http.MethodGet, actor, file.ID).Status; got != want {
				t.Errorf("%s reads a file behind a report: %d, want %d", actor, got, want)
			}
		}
		got := d.as(http.MethodGet, "supervisor", file.ID)
		if !bytes.Equal(got.Body, content) {
			t.Error("other bytes came back")
		}
		for header, want := range map[string]string{"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
			"Content-Length": strconv.Itoa(len(content)), "Content-Disposition": "attachment; filename*=utf-8''%E7%BB%93%E9%A1%B6%20%E7%8E%B0%E5%9C%BA.jpg"} {
			if found := got.Headers.Get(header); found != want {
				t.Errorf("%s: %q, want %q", header, found, want)
			}
		}
		for _, actor := range []string{"reporter.edu", "supervisor"} {
			if got := d.as(http.MethodDelete, actor, file.ID); got.Status == http.StatusNoContent {
				t.Errorf("%s removed a file that stands behind a report", actor)
			}
		}
		if _, err := d.gather(1, evidence.Owner{Kind: evidence.OfReport, ID: 8}, evidence.Evidence{Kind: evidence.Photo, FileID: file.ID}); err == nil {
			t.Error("one file stands behind two reports")
		}
	})
}

func TestWhatIsRefusedIsNotKept(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		pdf := []byte("%PDF-1.7 x")
		for _, c := range []struct {
			name    string
			content []byte
			code    string
		}{
			{"a.html", []byte("<script>alert(1)</script>"), "file_kind"}, {"a.pdf", []byte("<svg/>"), "file_kind"}, {"a.pdf.exe", pdf, "file_name"},
			{"a.docx", zipped(t, contentTypes, wordMain, "word/vbaProject.bin", "x"), "file_macros"}, {"a.png", wide(t, 9000, 9000), "file_pixels"},
			{"a.pdf", nil, "file_empty"}, {"big.pdf", append(pdf, make([]byte, limit)...), "file_too_large"}, {"far.pdf", append(pdf, make([]byte, 80_000)...), "body_too_large"},
		} {
			if got := d.upload("reporter.edu", c.name, c.content); got.Status < 400 || got.Status >= 500 || !bytes.Contains(got.Body, []byte(`"`+c.code+`"`)) {
				t.Errorf("%s: %d %s, want %s", c.name, got.Status, got.Body, c.code)
			}
		}
		body, kind := form(t, "other", "a.pdf", pdf)
		for what, scenario := range map[string]apitest.Scenario{
			"a part of another name": {Body: body, Headers: map[string]string{"Content-Type": kind}, Status: 400},
			"cut short":              {Body: body[:60], Headers: map[string]string{"Content-Type": kind}, Status: 400},
			"JSON":                   {Body: map[string]string{"file": "x"}, Status: 415},
			"no body":                {Headers: map[string]string{"Content-Type": kind}, Status: 400},
		} {
			scenario.Method, scenario.URL, scenario.Actor = http.MethodPost, "/api/v1/files", "reporter.edu"
			if got := d.Do(t, scenario); got.Status != scenario.Status {
				t.Errorf("%s: %d %s", what, got.Status, got.Body)
			}
		}
		for _, actor := range []string{"auditor", "sysadmin"} {
			if got := d.upload(actor, "a.pdf", pdf); got.Status != http.StatusForbidden {
				t.Errorf("%s: %d", actor, got.Status)
			}
		}
		incoming, err := os.ReadDir(filepath.Join(d.root, "incoming"))
		if err != nil || len(incoming)+len(d.onDisk()) > 0 || d.count("SELECT COUNT(*) FROM files") > 0 {
			t.Errorf("something was kept: %v %v %v", err, incoming, d.onDisk())
		}
	})
}

func TestADamagedFileIsNotSent(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		file := d.kept("reporter.edu", "批复.pdf", []byte("%PDF-1.7 批复原文"))
		path := d.onDisk()[0]
		for _, c := range []struct{ action, code string }{{"file.altered", "file_altered"}, {"file.missing", "file_missing"}} {
			action, code := c.action, c.code
			if err := os.Remove(path); action == "file.missing" && err != nil {
				t.Fatal(err)
			} else if action == "file.altered" {
				if err := os.WriteFile(path, []byte("%PDF-1.7 批复改文"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			got := d.as(http.MethodGet, "reporter.edu", file.ID)
			if got.Status != http.StatusConflict || !bytes.Contains(got.Body, []byte(code)) || bytes.Contains(got.Body, []byte("改文")) {
				t.Errorf("%d %s, want %s", got.Status, got.Body, code)
			}
			if got.Headers.Get("Content-Disposition") != "" {
				t.Error("the problem comes as a file")
			}
			if n := d.count("SELECT COUNT(*) FROM audit_events WHERE action = ? AND entity_id = ?", action, file.ID); n != 1 {
				t.Errorf("%s is in the audit %d times", action, n)
			}
		}
	})
}

func TestWhatNobodyUsedGoesAfterADay(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		pdf := []byte("%PDF-1.7 x")
		used, unused, fresh := d.kept("reporter.edu", "used.pdf", pdf), d.kept("reporter.edu", "unused.pdf", pdf), d.kept("reporter.edu", "fresh.pdf", pdf)
		if _, err := d.gather(1, evidence.Owner{Kind: evidence.OfReport, ID: 7}, evidence.Evidence{Kind: evidence.Document, FileID: used.ID}); err != nil {
			t.Fatal(err)
		}
		err := d.db.Tx(t.Context(), func(_ context.Context, tx *gorm.DB) error {
			return tx.Exec("UPDATE files SET uploaded_at = 0 WHERE id <> ?", fresh.ID).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		if removed, err := d.service.Sweep(t.Context(), 10); removed != 1 || err != nil {
			t.Errorf("%d removed, %v", removed, err)
		}
		for id, want := range map[int64]int{used.ID: 200, unused.ID: 404, fresh.ID: 200} {
			if got := d.as(http.MethodGet, "reporter.edu", id).Status; got != want {
				t.Errorf("file %d: %d, want %d", id, got, want)
			}
		}
		if got := d.as(http.MethodDelete, "reporter.edu", fresh.ID).Status; got != http.StatusNoContent {
			t.Errorf("its uploader could not remove a file: %d", got)
		}
		if left := d.onDisk(); len(left) != 1 {
			t.Errorf("on the disk: %v, want the used one", left)
		}
	})
}

// policies is the policy of the program, which never changes: asking Casbin everything takes longer than most tests.
var policies = sync.OnceValues(func() (*auth.Policy, error) {
	return auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
})
