package httpapi

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// pipeline is the way of every request to its handler; op is completed.
func (a *API) pipeline(op *Operation) func(huma.Context, func(huma.Context)) {
	timeout := op.Timeout
	if timeout == 0 {
		timeout = a.options.RequestTimeout
	}
	return func(hc huma.Context, next func(huma.Context)) {
		c := humagin.Unwrap(hc)
		ctx := c.Request.Context()
		current := callOf(ctx)
		current.operation = op
		if takesBasis(hc.Operation()) {
			current.basis = schedule.Basis(c.Query("basis"))
		}
		ctx, current.statements = database.WithStatementCounter(ctx)
		if op.Timeout != 0 {
			extend(c.Writer, op.Timeout)
		}
		if timeout > 0 {
			limited, cancel := context.WithTimeout(ctx, timeout)
			defer cancel()
			ctx = limited
		}
		c.Request = c.Request.WithContext(ctx)
		if err := a.prepare(c, hc.Operation(), op, current); err != nil {
			a.fail(c, err)
		} else {
			next(hc)
			writeAnswer(c, current.answer)
		}
		a.report(c.Request.Context())
	}
}

// takesBasis says whether an operation reads on the basis asked for; any other answers on the current plan.
func takesBasis(described *huma.Operation) bool {
	return slices.ContainsFunc(described.Parameters, func(p *huma.Param) bool { return p.In == "query" && p.Name == "basis" })
}

// extend gives an operation with a limit of its own as long on the connection,
// where the limits of the server would cut it; negative: no limit.
func extend(w http.ResponseWriter, timeout time.Duration) {
	var until time.Time
	if timeout > 0 {
		until = clock.Real().Add(timeout + 5*time.Second)
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(until) // a recorder of a test has none
	_ = control.SetWriteDeadline(until)
}

// prepare runs everything that may refuse the request before it is parsed.
func (a *API) prepare(c *gin.Context, described *huma.Operation, op *Operation, current *call) error {
	if failure := repeatedHeaders(c.Request.Header); failure != nil {
		return failure
	}
	ctx, err := a.admitCaller(c.Request, op, current)
	c.Request = c.Request.WithContext(ctx) // also when refused: the record names the user
	if err != nil {
		return err
	}
	if failure := checkQuery(c.Request.URL.RawQuery, described); failure != nil {
		return failure
	}
	if op.IfMatch {
		if _, failure := parseIfMatch(c.GetHeader("If-Match")); failure != nil {
			return failure
		}
	}
	if op.Idempotent {
		key, failure := parseKey(c.GetHeader("Idempotency-Key"))
		if failure != nil {
			return failure
		}
		current.key = key
	}
	return a.readBody(c, described, op, current)
}

// admitCaller authenticates, limits and authorizes, in this order; whoever
// fails to authenticate uses up the tokens of the address.
func (a *API) admitCaller(r *http.Request, op *Operation, current *call) (context.Context, error) {
	ctx := r.Context()
	if op.Public {
		if failure := a.public.allow(current.clientIP); failure != nil {
			return ctx, failure
		}
		return ctx, nil
	}
	if a.options.Authenticate == nil {
		return ctx, Unauthorized()
	}
	known, err := a.options.Authenticate(ctx, r)
	if err != nil {
		if failure := a.public.allow(current.clientIP); failure != nil {
			return ctx, failure
		}
		return ctx, err
	}
	ctx, current.userID = known, UserID(known)
	if current.userID == 0 {
		return ctx, Internal(errors.New("httpapi: Authenticate returned a context without a user"))
	}
	if failure := a.users.allow(userKeyOf(current.userID)); failure != nil {
		return ctx, failure
	}
	if a.options.Authorize != nil {
		if err := a.options.Authorize(ctx, *op); err != nil {
			return ctx, err
		}
	}
	if failure := a.heavy[op.Weight].allow(userKeyOf(current.userID)); failure != nil {
		return ctx, failure
	}
	return ctx, nil
}

// report tells OnError about a failed operation. The deadline of the request
// does not cut the record short.
func (a *API) report(ctx context.Context) {
	current := callOf(ctx)
	if current.failure == nil || current.operation == nil || a.options.OnError == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	a.options.OnError(ctx, *current.operation, current.failure)
}

// repeatedHeaders refuses a header given twice of which we and a proxy could each believe another one.
func repeatedHeaders(header http.Header) *Error {
	for _, name := range []string{"Authorization", "If-Match", "Idempotency-Key"} {
		if len(header.Values(name)) > 1 {
			return BadRequest("repeated_header", "请求头 "+name+" 只能给一次", "The header "+name+" must be given once")
		}
	}
	return nil
}

// checkQuery refuses a query that can not be read, a parameter given twice, of which huma would quietly take the first
// one, and a text that is none: SQLite ends a text at NUL, and a filter cut short finds what nobody asked for.
func checkQuery(query string, described *huma.Operation) *Error {
	if query == "" {
		return nil
	}
	given, err := url.ParseQuery(query)
	if err != nil {
		return BadRequest("bad_query", "网址参数有误", "The query of the URL is not valid").WithCause(err)
	}
	var faults []FieldError
	for _, param := range described.Parameters {
		if param.In != "query" {
			continue
		}
		field, explode := "query."+param.Name, param.Explode != nil && *param.Explode
		if !explode && len(given[param.Name]) > 1 {
			faults = append(faults, Fault(field, "repeated", "只能给一次", "must be given once"))
		}
		for _, text := range given[param.Name] {
			if !utf8.ValidString(text) {
				return BadRequest("bad_query", "网址参数有误", "The query of the URL is not valid")
			}
			if fault, found := textFault(param.Schema, field, text); found {
				faults = append(faults, fault)
			}
		}
	}
	if len(faults) > 0 {
		return Invalid(faults...)
	}
	return nil
}
