package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"guatu/internal/platform/database"
)

// Operation is one thing the API can do.
type Operation struct {
	ID          string // unique, lowerCamelCase; the front end's name for it
	Method      string
	Path        string // below Base, with {id} for parameters
	Summary     string
	Description string
	Tags        []string
	Permission  string   // code the caller needs; every operation that is not public has one
	Scopes      []string // in which rows; from Options.ScopeOf when empty
	Status      int      // of success; 200, or 204 without a body, when 0
	Public      bool     // without signing in
	Idempotent  bool     // needs Idempotency-Key; effect and answer are committed together
	// Before runs after the request is read and before the transaction of an idempotent operation: work that is long or may
	// wait must not hold up every other writer. The handler gets its context. May be nil.
	Before func(ctx context.Context) (context.Context, error)
	// FreshProof: the caller must have proved who they are a short while ago, with a password and, where the account has one,
	// a second factor. Options.Authorize refuses who has not.
	FreshProof bool
	Secret     bool // the answer is shown once and not kept: a replay is 409 secret_shown_once
	// TwoPersons is the code with which the operation refuses whoever did the first half of an act that takes two people; empty for every
	// other operation. The document says x-two-persons.
	TwoPersons string
	IfMatch    bool // needs If-Match; the input embeds IfMatch (set by itself then)

	Upload       bool          // takes one file as multipart/form-data, see UploadOf
	Weight       Weight        // Export or Import: few a minute and user, see Options.RateExport
	Produces     string        // media type of an answer that is a Stream
	MaxBodyBytes int64         // when it differs from the default
	Timeout      time.Duration // when it differs from the default; negative: none (streams)
}

// Register adds an operation with its handler. The handler's error is answered
// as a problem, see From. Mistakes come out in Verify.
//
// Input and output are huma's: fields tagged path, query, header and a field
// Body come in; a field Body and fields tagged header go out.
func Register[I, O any](api *API, op Operation, handler func(ctx context.Context, in *I) (*O, error)) {
	if !api.admit(&op, reflect.TypeFor[I]()) {
		return
	}
	run := func(ctx context.Context, in *I) (*O, error) {
		noted, committed := database.WithCommitNote(ctx)
		out, err := handler(noted, in)
		if err != nil {
			return nil, api.problem(ctx, afterCommit(err, committed.Load()))
		}
		return out, nil
	}
	if op.Idempotent {
		run = func(ctx context.Context, in *I) (*O, error) {
			if op.Before != nil {
				var err error
				if ctx, err = op.Before(ctx); err != nil {
					return nil, api.problem(ctx, err)
				}
			}
			err := api.once(ctx, op, func(ctx context.Context) (*answer, error) {
				out, err := handler(ctx, in)
				if err != nil {
					return nil, err
				}
				return answerOf(reflect.ValueOf(out), op.Status)
			})
			if err != nil {
				return nil, api.problem(ctx, err)
			}
			return nil, nil // finishCall writes the stored answer
		}
	}
	described := api.describe(op)
	if _, raw := reflect.TypeFor[I]().FieldByName("RawBody"); raw {
		described.BodyReadTimeout = api.options.RequestTimeout // huma reads an upload, not readBody
	}
	huma.Register(api.huma, described, run)
	if op.Upload { // described afterwards: huma would read the body before the handler
		api.huma.OpenAPI().Paths[op.Path].Post.RequestBody = uploadBody()
	}
	api.nulls.register(described, reflect.TypeFor[I](), reflect.TypeFor[O]())
	api.operations = append(api.operations, op)
}

// Operations returns what was registered, in that order.
func (a *API) Operations() []Operation { return slices.Clone(a.operations) }

func (a *API) fault(format string, args ...any) {
	a.faults = append(a.faults, fmt.Errorf("httpapi: "+format, args...))
}

// admit completes op and tells whether it can be routed at all.
func (a *API) admit(op *Operation, input reflect.Type) bool {
	name := op.Method + " " + op.Path
	if op.ID == "" || op.Method == "" || !strings.HasPrefix(op.Path, "/") {
		a.fault("operation %q %s: id, method and a path starting with / are needed", op.ID, name)
		return false
	}
	if embeds(input, reflect.TypeFor[IfMatch]()) {
		op.IfMatch = true
	} else if op.IfMatch {
		a.fault("operation %s: IfMatch is set, but its input does not embed httpapi.IfMatch", op.ID)
	}
	switch {
	case op.Permission == "" && op.Public:
		op.Permission = "public"
	case op.Permission == "":
		a.fault("operation %s: has no permission", op.ID)
	}
	if op.FreshProof && op.Public {
		a.fault("operation %s: a proof belongs to a session, a public operation has none", op.ID)
	}
	if op.Idempotent && op.Public {
		a.fault("operation %s: an idempotency key belongs to a user, a public operation has none", op.ID)
	}
	if op.Idempotent && a.options.DB == nil {
		a.fault("operation %s: idempotent, but Options.DB is missing", op.ID)
	}
	if op.Before != nil && !op.Idempotent {
		a.fault("operation %s: Before is about the transaction, and only an idempotent operation brings one", op.ID)
	}
	if op.Upload && op.Method != http.MethodPost {
		a.fault("operation %s: an upload is a POST", op.ID)
		return false
	}
	if op.Upload && op.Idempotent {
		a.fault("operation %s: an upload is read outside a transaction, and its bytes are no part of a key", op.ID)
	}
	if op.Secret && !op.Idempotent {
		a.fault("operation %s: Secret is about the stored answer, and only an idempotent operation stores one", op.ID)
	}
	if len(op.Scopes) == 0 {
		op.Scopes = a.options.ScopeOf(op.Permission)
	}
	for _, other := range a.operations {
		if other.ID == op.ID || other.Method == op.Method && other.Path == op.Path {
			a.fault("operation %s (%s) is registered twice", op.ID, name)
			return false
		}
	}
	return true
}

func embeds(outer, inner reflect.Type) bool {
	if outer.Kind() != reflect.Struct {
		return false
	}
	for field := range outer.Fields() {
		if field.Anonymous && (field.Type == inner || embeds(field.Type, inner)) {
			return true
		}
	}
	return false
}

// describe makes the OpenAPI side of op.
func (a *API) describe(op Operation) huma.Operation {
	scopes := op.Scopes
	if scopes == nil {
		scopes = []string{}
	}
	described := huma.Operation{
		OperationID: op.ID, Method: op.Method, Path: op.Path, Summary: op.Summary, Description: op.Description,
		Tags: op.Tags, DefaultStatus: op.Status, MaxBodyBytes: -1, BodyReadTimeout: -1,
		Extensions:  map[string]any{"x-permission": op.Permission, "x-scope": scopes},
		Security:    []map[string][]string{{"session": {}}},
		Responses:   map[string]*huma.Response{},
		Middlewares: huma.Middlewares{a.pipeline(&op)},
	}
	if op.FreshProof {
		described.Extensions["x-fresh-proof"] = true
	}
	if op.Public {
		described.Security = []map[string][]string{}
	}
	if op.TwoPersons != "" {
		described.Extensions["x-two-persons"] = op.TwoPersons
	}
	problem := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	for _, status := range possibleProblems(op) {
		described.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status),
			Content:     map[string]*huma.MediaType{problemType: {Schema: problem}},
		}
	}
	if op.Produces != "" {
		described.Responses["200"] = &huma.Response{Description: http.StatusText(http.StatusOK), Content: map[string]*huma.MediaType{
			op.Produces: {Schema: &huma.Schema{Type: huma.TypeString}},
		}}
	}
	if op.Idempotent {
		one, most := 1, maxKey
		described.Parameters = append(described.Parameters, &huma.Param{
			Name: "Idempotency-Key", In: "header", Required: true,
			Description: "Chosen by the caller once per intended effect; a retry sends the same.",
			Schema:      &huma.Schema{Type: huma.TypeString, MinLength: &one, MaxLength: &most},
		})
	}
	return described
}

func possibleProblems(op Operation) []int {
	statuses := []int{400, 404, 422, 429, 500, 503}
	if !op.Public {
		statuses = append(statuses, 401, 403)
	}
	if op.Method != http.MethodGet {
		statuses = append(statuses, 409, 413, 415)
	}
	if op.IfMatch {
		statuses = append(statuses, 412, 428)
	}
	return statuses
}

// Verify returns every mistake of the registration, so that the program
// refuses to start: a missing permission, a repeated id, a route that is not
// in the document or the other way round, a missing Authenticate.
func (a *API) Verify() error {
	faults := append(slices.Clone(a.faults), a.nulls.faults()...)
	routes := map[string]bool{}
	for _, route := range a.engine.Routes() {
		if path, ok := strings.CutPrefix(route.Path, Base); ok && path != "/openapi.json" {
			routes[route.Method+" "+path] = true
		} else if !ok && underAPI(route.Path) {
			faults = append(faults, fmt.Errorf("httpapi: route %s %s is outside %s", route.Method, route.Path, Base))
		}
	}
	documented := a.documented()
	for _, op := range a.operations {
		if !op.Public && a.options.Authenticate == nil {
			faults = append(faults, fmt.Errorf("httpapi: operation %s needs Options.Authenticate", op.ID))
		}
		route := op.Method + " " + ginPath(op.Path)
		if !routes[route] {
			faults = append(faults, fmt.Errorf("httpapi: operation %s has no route", op.ID))
		}
		if documented[op.Method+" "+op.Path] != op.ID {
			faults = append(faults, fmt.Errorf("httpapi: operation %s is not documented", op.ID))
		}
		delete(routes, route)
		delete(documented, op.Method+" "+op.Path)
	}
	for route := range routes {
		faults = append(faults, fmt.Errorf("httpapi: route %s belongs to no operation", route))
	}
	for route := range documented {
		faults = append(faults, fmt.Errorf("httpapi: documented %s belongs to no operation", route))
	}
	return errors.Join(faults...)
}

// documented maps "METHOD /path" of the OpenAPI document to operation ids.
func (a *API) documented() map[string]string {
	found := map[string]string{}
	for path, item := range a.huma.OpenAPI().Paths {
		for method, op := range map[string]*huma.Operation{
			"GET": item.Get, "PUT": item.Put, "POST": item.Post, "DELETE": item.Delete, "PATCH": item.Patch,
			"HEAD": item.Head, "OPTIONS": item.Options, "TRACE": item.Trace,
		} {
			if op != nil {
				found[method+" "+path] = op.OperationID
			}
		}
	}
	return found
}

func ginPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}
