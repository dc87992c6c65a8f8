package apitest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

// Scenario is one request and what is expected of its answer.
type Scenario struct {
	Name    string
	Actor   string // resolved by Suite.Token
	Token   string // sent as the bearer token as it is; wins over Actor
	Method  string // GET when empty
	URL     string
	Headers map[string]string
	// IfMatch is a version; 0 sends no If-Match.
	IfMatch int64
	// Key is the Idempotency-Key; empty sends none.
	Key string
	// Body is a string sent as it is, or a value sent as JSON; nil sends none.
	Body any

	Status         int    // 200 when 0
	Code           string // slug of the problem, when one is expected
	MustContain    []string
	MustNotContain []string
	// Before prepares, After checks side effects; both may be nil.
	Before func(t *testing.T)
	After  func(t *testing.T, response *Response)
}

// Response is the answer.
type Response struct {
	Status  int
	Headers http.Header
	Body    []byte
}

// JSON decodes the body into value.
func (r *Response) JSON(t testing.TB, value any) {
	t.Helper()
	if err := json.Unmarshal(r.Body, value); err != nil {
		t.Fatalf("answer is no such JSON: %v\n%s", err, r.Body)
	}
}

// Suite runs scenarios against one handler.
type Suite struct {
	Handler http.Handler
	// Token returns the bearer token of an actor; needed for scenarios with Actor.
	Token func(t testing.TB, actor string) string
}

// Run runs the scenarios one after the other, each as a subtest.
func (s Suite) Run(t *testing.T, scenarios ...Scenario) {
	t.Helper()
	for _, scenario := range scenarios {
		t.Run(scenario.name(), func(t *testing.T) {
			if scenario.Before != nil {
				scenario.Before(t)
			}
			response := s.Do(t, scenario)
			scenario.check(t, response)
			if scenario.After != nil {
				scenario.After(t, response)
			}
		})
	}
}

// Do sends the request of a scenario and returns the answer unchecked.
func (s Suite) Do(t testing.TB, scenario Scenario) *Response {
	t.Helper()
	recorder := httptest.NewRecorder()
	s.Handler.ServeHTTP(recorder, s.request(t, scenario))
	return &Response{Status: recorder.Code, Headers: recorder.Header(), Body: recorder.Body.Bytes()}
}

func (s Suite) request(t testing.TB, scenario Scenario) *http.Request {
	t.Helper()
	method := scenario.Method
	if method == "" {
		method = http.MethodGet
	}
	request := httptest.NewRequest(method, scenario.URL, scenario.body(t))
	if scenario.Body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	token := scenario.Token
	if token == "" && scenario.Actor != "" {
		token = s.Token(t, scenario.Actor)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if scenario.IfMatch != 0 {
		request.Header.Set("If-Match", strconv.Quote(strconv.FormatInt(scenario.IfMatch, 10)))
	}
	if scenario.Key != "" {
		request.Header.Set("Idempotency-Key", scenario.Key)
	}
	request.Header.Set("X-Guatu-Client", "test")
	for name, value := range scenario.Headers {
		request.Header.Set(name, value)
	}
	return request
}

func (s Scenario) body(t testing.TB) io.Reader {
	t.Helper()
	switch body := s.Body.(type) {
	case nil:
		return nil
	case string:
		return strings.NewReader(body)
	default:
		content, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		return strings.NewReader(string(content))
	}
}

func (s Scenario) name() string {
	if s.Name != "" {
		return s.Name
	}
	return s.Method + " " + s.URL
}

func (s Scenario) check(t testing.TB, response *Response) {
	t.Helper()
	wanted := s.Status
	if wanted == 0 {
		wanted = http.StatusOK
	}
	if response.Status != wanted {
		t.Errorf("status %d, want %d\n%s", response.Status, wanted, response.Body)
	}
	if response.Status >= 400 {
		s.checkProblem(t, response)
	}
	body := string(response.Body)
	for _, text := range s.MustContain {
		if !strings.Contains(body, text) {
			t.Errorf("answer lacks %q\n%s", text, body)
		}
	}
	for _, text := range s.MustNotContain {
		if strings.Contains(body, text) {
			t.Errorf("answer must not hold %q\n%s", text, body)
		}
	}
}

// checkProblem holds every failure to the house shape.
func (s Scenario) checkProblem(t testing.TB, response *Response) {
	t.Helper()
	var problem struct {
		Title, Detail, Code, RequestID string
		Status                         int
	}
	if kind := response.Headers.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("a failure must be application/problem+json, got %q", kind)
	}
	response.JSON(t, &problem)
	if problem.Status != response.Status || problem.Title == "" || problem.Detail == "" || problem.Code == "" || problem.RequestID == "" {
		t.Errorf("incomplete problem: %s", response.Body)
	}
	if s.Code != "" && problem.Code != s.Code {
		t.Errorf("code %q, want %q\n%s", problem.Code, s.Code, response.Body)
	}
}
