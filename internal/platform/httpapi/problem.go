package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

const problemType = "application/problem+json"

// Problem is the answer to a request that failed (RFC 9457).
type Problem struct {
	Type      string         `json:"type" doc:"Always about:blank; code tells the kind."`
	Title     string         `json:"title" doc:"The status in words."`
	Status    int            `json:"status"`
	Detail    string         `json:"detail" doc:"What happened, in the caller's language."`
	Code      string         `json:"code" doc:"Stable slug."`
	RequestID string         `json:"requestId" doc:"To quote to the administrator."`
	Errors    []ProblemField `json:"errors,omitempty" doc:"Every fault of the input."`
	Current   any            `json:"current,omitempty" doc:"The current state of the resource, for 412."`

	headers http.Header
}

// ProblemField is one fault of the input.
type ProblemField struct {
	Field   string `json:"field" doc:"Path in the body, or query.x, path.x, header.x."`
	Code    string `json:"code" doc:"Stable slug."`
	Message string `json:"message" doc:"In the caller's language."`
}

// Error returns the slug and the detail.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus is huma's.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders is huma's.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType is huma's.
func (p *Problem) ContentType(string) string { return problemType }

// problem turns any error into the answer, and logs what the caller must not see.
func (a *API) problem(ctx context.Context, err error) *Problem {
	failure := From(err)
	callOf(ctx).failure = failure
	level := slog.LevelDebug
	if failure.Status >= 500 {
		level = slog.LevelError
	}
	a.log.Log(ctx, level, "request failed", "code", failure.Code, "status", failure.Status, "error", err)
	return render(ctx, failure)
}

// ProblemOf is the problem of a part of a request, for an answer that says of each part what became of it.
func ProblemOf(ctx context.Context, err error) *Problem { return render(ctx, From(err)) }

func render(ctx context.Context, failure *Error) *Problem {
	chinese := Language(ctx) == Chinese
	p := &Problem{Type: "about:blank", Title: statusTitle(failure.Status, chinese), Status: failure.Status, Code: failure.Code,
		Detail: pick(chinese, failure.Zh, failure.En), RequestID: RequestID(ctx), Current: failure.Current, headers: http.Header{}}
	for _, field := range failure.Fields {
		p.Errors = append(p.Errors, ProblemField{Field: field.Field, Code: field.Code, Message: pick(chinese, field.Zh, field.En)})
	}
	if failure.RetryAfter > 0 {
		p.headers.Set("Retry-After", strconv.Itoa(int(math.Ceil(failure.RetryAfter.Seconds()))))
	}
	switch failure.Status {
	case http.StatusUnauthorized:
		p.headers.Set("WWW-Authenticate", "Bearer")
	case http.StatusRequestEntityTooLarge:
		p.headers.Set("Connection", "close") // what is left of the body is thrown away, see drain
	}
	return p
}

// fail answers with a problem outside huma.
func (a *API) fail(c *gin.Context, err error) {
	p := a.problem(c.Request.Context(), err)
	c.Abort()
	for name, values := range p.headers {
		c.Header(name, values[0])
	}
	body, err := json.Marshal(p)
	if err != nil { // only Current can fail
		p.Current = nil
		body, _ = json.Marshal(p)
	}
	c.Header("Content-Type", problemType)
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Length", strconv.Itoa(len(body))) // complete before the rest of a refused body is drained
	c.Status(p.Status)
	_, _ = c.Writer.Write(body) // the caller is gone, nothing to do
}

// transform gives huma's own errors the house shape.
func (a *API) transform(ctx huma.Context, _ string, value any) (any, error) {
	model, ok := value.(*huma.ErrorModel)
	if !ok {
		return value, nil
	}
	return a.problem(ctx.Context(), fromModel(model)), nil
}

// fromModel translates huma's validation errors; their values are dropped, so
// that no password is ever sent back.
func fromModel(model *huma.ErrorModel) *Error {
	failure := byStatus(model.Status)
	for _, detail := range model.Errors {
		if detail == nil {
			continue
		}
		if model.Status == http.StatusUnprocessableEntity {
			failure.Fields = append(failure.Fields, faultOf(detail.Location, detail.Message))
		} else {
			failure.Cause = errors.Join(failure.Cause, errors.New(detail.Message))
		}
	}
	if failure.Cause == nil && model.Status >= 500 {
		failure.Cause = errors.New(model.Detail)
	}
	return failure
}

func pick(chinese bool, zh, en string) string {
	if chinese && zh != "" || en == "" {
		return zh
	}
	return en
}

func statusTitle(status int, chinese bool) string {
	if !chinese {
		if status == statusClientClosed {
			return "Client Closed Request"
		}
		return http.StatusText(status)
	}
	switch status {
	case http.StatusBadRequest:
		return "请求有误"
	case http.StatusUnauthorized:
		return "未登录"
	case http.StatusForbidden:
		return "没有权限"
	case http.StatusNotFound:
		return "没有找到"
	case http.StatusMethodNotAllowed:
		return "方法不支持"
	case http.StatusConflict:
		return "状态冲突"
	case http.StatusPreconditionFailed:
		return "版本已变"
	case http.StatusRequestEntityTooLarge:
		return "内容过大"
	case http.StatusUnsupportedMediaType:
		return "格式不支持"
	case http.StatusUnprocessableEntity:
		return "内容有误"
	case http.StatusPreconditionRequired:
		return "缺少版本"
	case http.StatusTooManyRequests:
		return "过于频繁"
	case http.StatusServiceUnavailable:
		return "暂不可用"
	case http.StatusInternalServerError:
		return "系统错误"
	}
	return http.StatusText(status)
}
