package httpapi_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
)

func TestHeadersGivenTwice(t *testing.T) {
	a := liteApp(t, nil)
	for _, name := range []string{"Authorization", "If-Match", "Idempotency-Key"} {
		request := httptest.NewRequest("POST", "/api/v1/notes", strings.NewReader(`{"text":"a"}`))
		for header, value := range map[string]string{"Content-Type": "application/json", "Authorization": "Bearer 7", "If-Match": `"1"`, "Idempotency-Key": "k"} {
			request.Header.Set(header, value)
		}
		request.Header.Add(name, request.Header.Get(name)+"2")
		recorder := httptest.NewRecorder()
		a.api.ServeHTTP(recorder, request)
		if recorder.Code != 400 || !strings.Contains(recorder.Body.String(), `"code":"repeated_header"`) {
			t.Errorf("%s: %d %s", name, recorder.Code, recorder.Body)
		}
	}
	if n := rows(t, a.db, "notes"); n != 0 {
		t.Errorf("%d effects", n)
	}
}

// TestAddressesOfProgramsAreNoPages: whoever asks for them with a script must see that they are not there.
func TestAddressesOfProgramsAreNoPages(t *testing.T) {
	a := liteApp(t, func(o *httpapi.Options) {
		o.Pages = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "a page") })
	})
	for _, url := range []string{"/API/v1/notes", "//api/v1/notes", "/Api", "/x/../api/v1/notes", "/metrics", "/metrics/", "/debug/pprof/"} {
		a.suite().Run(t, apitest.Scenario{Name: url, URL: "http://guatu" + url, Status: 404, Code: "not_found", MustNotContain: []string{"a page"}})
	}
	a.suite().Run(t, apitest.Scenario{Name: "a page", URL: "/apiary", MustContain: []string{"a page"}},
		apitest.Scenario{Name: "405", Method: "PUT", URL: "/api/v1/notes", Token: "7", Status: 405, Code: "method_not_allowed",
			After: func(t *testing.T, r *apitest.Response) {
				if r.Headers.Get("Cache-Control") != "no-store" {
					t.Errorf("Cache-Control %q", r.Headers.Get("Cache-Control"))
				}
			}})
}
