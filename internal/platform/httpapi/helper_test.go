package httpapi_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
)

// note is the resource of these tests; it lives in a table of the test.
type note struct {
	ID      int64  `json:"id"`
	Version int64  `json:"version"`
	Text    string `json:"text"`
}

type noteOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     note
}

type noteBody struct {
	Text     string   `json:"text" minLength:"1" maxLength:"20"`
	Password string   `json:"password,omitempty" minLength:"8"`
	On       string   `json:"on,omitempty" format:"date"`
	Share    int      `json:"share,omitempty" minimum:"0" maximum:"10000"`
	Colour   string   `json:"colour,omitempty" enum:"red,green"`
	Parts    []part   `json:"parts,omitempty" maxItems:"3"`
	Extra    *part    `json:"extra,omitempty"`
	Words    []string `json:"words,omitempty"`
}

type part struct {
	Name string `json:"name"`
}

type createNote struct {
	Body noteBody
}

type changeNote struct {
	httpapi.IfMatch
	ID   int64 `path:"id"`
	Body noteBody
}

// app is a small application on top of the API.
type app struct {
	db      *database.DB
	api     *httpapi.API
	effects atomic.Int64
	failing atomic.Bool
	entered chan struct{} // when set, createNote says that it runs
	gate    chan struct{} // and waits for this
}

func newApp(t testing.TB, db *database.DB, change func(*httpapi.Options)) *app {
	t.Helper()
	a := &app{db: db}
	options := httpapi.Options{DB: db, Title: "Notes", RateLimit: -1, RatePublic: -1,
		Authenticate: authenticate, ScopeOf: func(string) []string { return []string{"own"} }}
	if change != nil {
		change(&options)
	}
	a.api = httpapi.New(options)
	httpapi.Register(a.api, httpapi.Operation{ID: "createNote", Method: http.MethodPost, Path: "/notes", Status: http.StatusCreated,
		Summary: "Create a note", Permission: "note.create", Idempotent: true}, a.create)
	httpapi.Register(a.api, httpapi.Operation{ID: "changeNote", Method: http.MethodPatch, Path: "/notes/{id}",
		Permission: "note.change"}, a.change)
	httpapi.Register(a.api, httpapi.Operation{ID: "listNotes", Method: http.MethodGet, Path: "/notes", Permission: "note.read"}, a.list)
	httpapi.Register(a.api, httpapi.Operation{ID: "fail", Method: http.MethodGet, Path: "/fail/{how}", Public: true}, a.fail)
	if err := a.api.Verify(); err != nil {
		t.Fatal(err)
	}
	return a
}

// authenticate takes "Bearer 7" for user 7.
func authenticate(ctx context.Context, r *http.Request) (context.Context, error) {
	id, err := strconv.ParseInt(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), 10, 64)
	if err != nil {
		return nil, httpapi.Unauthorized().WithCause(err)
	}
	return httpapi.WithUserID(ctx, id), nil
}

func (a *app) create(ctx context.Context, in *createNote) (*noteOut, error) {
	if a.gate != nil {
		a.entered <- struct{}{}
		<-a.gate
	}
	row := note{Version: 1, Text: in.Body.Text}
	err := a.db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error { return tx.Create(&row).Error })
	if err == nil && a.failing.Load() {
		err = httpapi.Conflict("closed", "已关闭", "It is closed")
	}
	if err != nil {
		return nil, err
	}
	a.effects.Add(1)
	return &noteOut{ETag: httpapi.ETag(1), Location: "/api/v1/notes/" + strconv.FormatInt(row.ID, 10), Body: row}, nil
}

func (a *app) change(ctx context.Context, in *changeNote) (*noteOut, error) {
	err := a.db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
		return database.UpdateVersion(tx, "notes", in.ID, in.Version, map[string]any{"text": in.Body.Text})
	})
	if err != nil {
		return nil, err
	}
	return &noteOut{ETag: httpapi.ETag(in.Version + 1), Body: note{ID: in.ID, Version: in.Version + 1, Text: in.Body.Text}}, nil
}

type listIn struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor"`
}

type listOut struct {
	Body struct {
		Items []note `json:"items"`
	}
}

func (a *app) list(ctx context.Context, in *listIn) (*listOut, error) {
	out := &listOut{}
	if in.Cursor != "" {
		var after struct{ ID int64 }
		if err := httpapi.DecodeCursor(in.Cursor, &after); err != nil {
			return nil, err
		}
	}
	return out, a.db.Read(ctx).Limit(in.Limit).Find(&out.Body.Items).Error
}

type failIn struct {
	How string `path:"how"`
}

func (a *app) fail(ctx context.Context, in *failIn) (*struct{}, error) {
	switch in.How {
	case "panic":
		panic("secret detail")
	case "unknown":
		return nil, context.DeadlineExceeded
	case "unavailable":
		return nil, database.ErrUnavailable
	case "afterwards":
		if err := a.db.Tx(ctx, func(context.Context, *gorm.DB) error { return nil }); err != nil {
			return nil, err
		}
		return nil, database.ErrUnavailable
	case "outcome":
		return nil, database.ErrOutcomeUnknown
	case "slow":
		<-ctx.Done()
		return nil, ctx.Err()
	case "current":
		return nil, httpapi.PreconditionFailed(note{ID: 5, Version: 9})
	case "ok":
		return nil, nil
	}
	return nil, http.ErrBodyNotAllowed // as good as any unknown error
}

func makeNotes(t testing.TB, db *database.DB) {
	t.Helper()
	id := "INTEGER PRIMARY KEY AUTOINCREMENT"
	if db.Dialect() == database.MySQL {
		id = "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY"
	}
	err := db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
		return tx.Exec("CREATE TABLE notes (id " + id + ", version BIGINT NOT NULL, text VARCHAR(80) NOT NULL)").Error
	})
	if err != nil {
		t.Fatal(err)
	}
}

func rows(t testing.TB, db *database.DB, table string) int64 {
	t.Helper()
	var n int64
	if err := db.Read(context.Background()).Table(table).Count(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func (a *app) suite() apitest.Suite { return apitest.Suite{Handler: a.api} }
