package httpapi_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/observe"
)

type benchItem struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Due  string `json:"due"`
}

type benchOut struct {
	Body struct {
		Items []benchItem `json:"items"`
	}
}

func benchList(context.Context, *listIn) (*benchOut, error) {
	out := &benchOut{}
	for i := range 50 {
		out.Body.Items = append(out.Body.Items, benchItem{int64(i), "一个里程碑的名字", "2017-05-31"})
	}
	return out, nil
}

func benchChange(_ context.Context, in *changeNote) (*noteOut, error) {
	return &noteOut{ETag: httpapi.ETag(in.Version + 1), Body: note{ID: in.ID, Version: in.Version + 1, Text: in.Body.Text}}, nil
}

// BenchmarkOverhead compares a list of 50 and a small change over bare
// Gin + Huma with the same through the whole pipeline, log and metrics on.
func BenchmarkOverhead(b *testing.B) {
	engine := gin.New()
	bare := humagin.New(engine, huma.DefaultConfig("x", "1"))
	huma.Register(bare, huma.Operation{OperationID: "list", Method: "GET", Path: "/api/v1/items"}, benchList)
	huma.Register(bare, huma.Operation{OperationID: "change", Method: "PATCH", Path: "/api/v1/items/{id}"}, benchChange)
	full := func(compress bool) http.Handler {
		api := httpapi.New(httpapi.Options{Authenticate: authenticate, RateLimit: 1 << 30, Compress: compress,
			Log: slog.New(slog.NewJSONHandler(io.Discard, nil)), Metrics: observe.NewMetrics()})
		httpapi.Register(api, httpapi.Operation{ID: "list", Method: "GET", Path: "/items", Permission: "x"}, benchList)
		httpapi.Register(api, httpapi.Operation{ID: "change", Method: "PATCH", Path: "/items/{id}", Permission: "x"}, benchChange)
		return api
	}
	for name, handler := range map[string]http.Handler{"bare": engine, "full": full(false), "full+gzip": full(true)} {
		b.Run("list50/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest("GET", "/api/v1/items?limit=50", nil)
				r.Header.Set("Authorization", "Bearer 7")
				r.Header.Set("Accept-Encoding", "gzip")
				handler.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
		b.Run("change/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest("PATCH", "/api/v1/items/5", strings.NewReader(`{"text":"开工","share":500}`))
				r.Header.Set("Authorization", "Bearer 7")
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("If-Match", `"3"`)
				r.Header.Set("Accept-Encoding", "gzip")
				handler.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
