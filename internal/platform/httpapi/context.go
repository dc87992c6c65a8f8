package httpapi

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"guatu/internal/platform/database"
	"guatu/internal/platform/observe"
	"guatu/internal/schedule"
)

// call is what one request carries through its context. Only the goroutine of
// the request touches it.
type call struct {
	clientIP   string
	userAgent  string
	accept     string // Accept-Language
	basis      schedule.Basis
	userID     int64
	operation  *Operation
	statements *database.Counter
	uri        string        // as asked for
	body       []byte        // of operations that read JSON
	upload     *http.Request // of operations that take a file
	key        string        // Idempotency-Key
	answer     *answer       // written after the handler, by idempotent operations
	failure    *Error        // what went wrong, for the log and for OnError
}

type (
	callKey struct{}
	userKey struct{}
)

func callOf(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return c
	}
	return &call{}
}

// WithUserID returns the context of an authenticated request. Authenticate has
// to call it: rate limits and idempotency keys belong to a user.
func WithUserID(ctx context.Context, id int64) context.Context {
	return context.WithValue(ctx, userKey{}, id)
}

// UserID returns the authenticated user, 0 when there is none.
func UserID(ctx context.Context) int64 {
	id, _ := ctx.Value(userKey{}).(int64)
	return id
}

// RequestID returns the id every log line and problem of the request carries.
func RequestID(ctx context.Context) string { return observe.RequestID(ctx) }

// ClientIP returns the caller's address; forwarded headers count only when a
// trusted proxy sent them.
func ClientIP(ctx context.Context) string { return callOf(ctx).clientIP }

// UserAgent returns the caller's User-Agent, at most 200 bytes of it.
func UserAgent(ctx context.Context) string { return callOf(ctx).userAgent }

// CurrentOperation returns the operation being served, also inside
// Authenticate and Authorize.
func CurrentOperation(ctx context.Context) (Operation, bool) {
	if op := callOf(ctx).operation; op != nil {
		return *op, true
	}
	return Operation{}, false
}

// The languages of user-facing texts.
const (
	Chinese = "zh"
	English = "en"
)

// Language returns the caller's language by Accept-Language: Chinese unless
// English is preferred.
func Language(ctx context.Context) string { return languageOf(callOf(ctx).accept) }

// WithLanguage returns a context whose answers are in the language, whoever asks: for what is kept, and not only sent.
func WithLanguage(ctx context.Context, language string) context.Context {
	own := *callOf(ctx)
	own.accept = language
	return context.WithValue(ctx, callKey{}, &own)
}

// Basis is the plan the caller measures against: the current one unless a read was asked for on the original one. A write is
// always answered on the current plan.
func Basis(ctx context.Context) schedule.Basis {
	if callOf(ctx).basis == schedule.Original {
		return schedule.Original
	}
	return schedule.Current
}

// OnBasis returns a context whose reads are measured against a plan, whoever asks.
func OnBasis(ctx context.Context, basis schedule.Basis) context.Context {
	own := *callOf(ctx)
	own.basis = basis
	return context.WithValue(ctx, callKey{}, &own)
}

// LampLanguage is the language the sentences and names of lamps are wanted in.
func LampLanguage(ctx context.Context) schedule.Lang {
	if Language(ctx) == English {
		return schedule.English
	}
	return schedule.Chinese
}

func languageOf(accept string) string {
	best, bestQ := Chinese, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if weight, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			parsed, err := strconv.ParseFloat(weight, 64)
			if err != nil {
				continue
			}
			q = parsed
		}
		primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if (primary == Chinese || primary == English) && q > bestQ {
			best, bestQ = primary, q
		}
	}
	return best
}
