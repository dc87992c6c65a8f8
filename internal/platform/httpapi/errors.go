package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"guatu/internal/platform/database"
)

// Error is the one application error: a stable slug for programs, a sentence
// in both languages for people, and a cause for the log only.
type Error struct {
	Code       string // stable slug, snake_case
	Status     int
	Zh, En     string
	Fields     []FieldError  // what is wrong where, for 422
	Current    any           // the current state, for 412 and 409
	RetryAfter time.Duration // Retry-After when above zero
	Cause      error         // never shown
}

// FieldError is one fault of the input.
type FieldError struct {
	Field  string // path in the body (items[2].note), or query.limit, path.id, header.X
	Code   string // stable slug
	Zh, En string
}

// Error returns the slug, the English sentence and the cause.
func (e *Error) Error() string {
	text := e.Code + ": " + e.En
	for _, field := range e.Fields {
		text += fmt.Sprintf("; %s: %s", field.Field, field.Code)
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// WithCause returns e with a cause for the log.
func (e *Error) WithCause(cause error) *Error { e.Cause = cause; return e }

// WithCurrent returns e with the current state of the resource.
func (e *Error) WithCurrent(current any) *Error { e.Current = current; return e }

// Fault makes a FieldError.
func Fault(field, code, zh, en string) FieldError {
	return FieldError{Field: field, Code: code, Zh: zh, En: en}
}

// BadRequest is 400: the request cannot be understood.
func BadRequest(code, zh, en string) *Error {
	return &Error{Code: code, Status: http.StatusBadRequest, Zh: zh, En: en}
}

// Unauthorized is 401: not signed in, or no longer.
func Unauthorized() *Error {
	return &Error{Code: "unauthorized", Status: http.StatusUnauthorized, Zh: "请先登录", En: "Please sign in"}
}

// Forbidden is 403: readable, but this may not be done.
func Forbidden() *Error {
	return &Error{Code: "forbidden", Status: http.StatusForbidden, Zh: "没有权限进行此操作", En: "You may not do this"}
}

// NotFound is 404, the same for what is missing and what may not be read.
func NotFound() *Error {
	return &Error{Code: "not_found", Status: http.StatusNotFound, Zh: "没有找到", En: "Not found"}
}

// Conflict is 409: the state does not allow it.
func Conflict(code, zh, en string) *Error {
	return &Error{Code: code, Status: http.StatusConflict, Zh: zh, En: en}
}

// PreconditionFailed is 412: somebody changed the resource meanwhile; current
// is its state now, nil when the service does not know it.
func PreconditionFailed(current any) *Error {
	return &Error{Code: "version_conflict", Status: http.StatusPreconditionFailed, Current: current,
		Zh: "内容已被他人修改，请核对最新内容后再提交", En: "Somebody changed this meanwhile; look at the current state and try again"}
}

// PreconditionRequired is 428: If-Match is missing.
func PreconditionRequired() *Error {
	return &Error{Code: "if_match_required", Status: http.StatusPreconditionRequired,
		Zh: "缺少 If-Match 请求头（资源的版本）", En: "The If-Match header (version of the resource) is missing"}
}

// Invalid is 422 with every fault of the input.
func Invalid(fields ...FieldError) *Error {
	return &Error{Code: "invalid", Status: http.StatusUnprocessableEntity, Fields: fields,
		Zh: "填写的内容有误", En: "The input is not valid"}
}

// TooManyRequests is 429 with Retry-After.
func TooManyRequests(retryAfter time.Duration) *Error {
	return &Error{Code: "too_many_requests", Status: http.StatusTooManyRequests, RetryAfter: retryAfter,
		Zh: "请求过于频繁，请稍后再试", En: "Too many requests, try again later"}
}

// Unavailable is 503 with Retry-After.
func Unavailable(cause error) *Error {
	return &Error{Code: "unavailable", Status: http.StatusServiceUnavailable, RetryAfter: 2 * time.Second, Cause: cause,
		Zh: "系统繁忙，请稍后再试", En: "The service is busy, try again later"}
}

// Internal is 500: an error nobody foresaw, shown without its cause.
func Internal(cause error) *Error {
	return &Error{Code: "internal", Status: http.StatusInternalServerError, Cause: cause,
		Zh: "系统内部错误，请联系管理员并告知请求编号", En: "Internal error; tell the administrator the request id"}
}

// BusinessDayBehind is 409: the business day was set back behind records that
// are there, and a change would be recorded before them.
func BusinessDayBehind() *Error {
	return Conflict("business_day_behind",
		"业务日期早于最近的记录，未作任何改动。请管理员检查 GUATU_TODAY 的设置，或等到业务日期不早于最近记录的日期",
		"The business day is earlier than the newest record; nothing was changed. Have the administrator look at GUATU_TODAY, or wait until it has caught up")
}

// From turns any error into an Error: typed errors of the database and of the
// context by their meaning, everything unknown into Internal.
func From(err error) *Error {
	if app, ok := errors.AsType[*Error](err); ok {
		return app
	}
	err = database.Translate(err)
	switch {
	case errors.Is(err, database.ErrOutcomeUnknown):
		return &Error{Code: "outcome_unknown", Status: http.StatusServiceUnavailable, RetryAfter: 2 * time.Second, Cause: err,
			Zh: "提交结果未知，请用同一 Idempotency-Key 重试，或刷新后核对",
			En: "It is unknown whether this took effect; retry with the same Idempotency-Key or reload"}
	case errors.Is(err, database.ErrUnavailable):
		return Unavailable(err)
	case errors.Is(err, database.ErrConflict):
		return PreconditionFailed(nil).WithCause(err)
	case errors.Is(err, database.ErrNotFound):
		return NotFound().WithCause(err)
	case errors.Is(err, database.ErrDuplicate):
		return Conflict("duplicate", "已存在相同的记录", "The same record exists already").WithCause(err)
	case errors.Is(err, database.ErrDayBehind):
		return BusinessDayBehind().WithCause(err)
	case errors.Is(err, database.ErrReference):
		return Conflict("in_use", "被其他记录引用，或引用的记录不存在", "Referenced by other records, or refers to none").WithCause(err)
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Code: "timeout", Status: http.StatusServiceUnavailable, RetryAfter: 5 * time.Second, Cause: err,
			Zh: "处理超时，请稍后再试", En: "This took too long, try again later"}
	case errors.Is(err, context.Canceled):
		return &Error{Code: "canceled", Status: statusClientClosed, Cause: err, Zh: "请求已取消", En: "The request was cancelled"}
	}
	if status, ok := errors.AsType[huma.StatusError](err); ok {
		return byStatus(status.GetStatus()).WithCause(err)
	}
	return Internal(err)
}

// afterCommit is what to tell about an error that came after the change was committed, for instance when it could not be read
// back: "unavailable" or "internal" would say that nothing was done. It is the unknown outcome of a commit, to which a caller does the same.
// A room that says in its own words what was committed (a wrong try that was counted) is believed.
func afterCommit(err error, committed bool) error {
	failure := From(err)
	if committed && failure.Status >= http.StatusInternalServerError && (failure.Code == "unavailable" || failure.Code == "internal") {
		return &Error{Code: "outcome_unknown", Status: failure.Status, RetryAfter: 2 * time.Second, Cause: err,
			Zh: "改动已经保存，但最新内容没能读出，请刷新后核对", En: "The change was saved, but could not be read back; reload to see it"}
	}
	return err
}

const statusClientClosed = 499 // nginx's word for a caller who left

// byStatus is the error of a bare status, as gin and huma answer.
func byStatus(status int) *Error {
	switch status {
	case http.StatusUnauthorized:
		return Unauthorized()
	case http.StatusForbidden:
		return Forbidden()
	case http.StatusNotFound:
		return NotFound()
	case http.StatusMethodNotAllowed:
		return &Error{Code: "method_not_allowed", Status: status, Zh: "不支持此方法", En: "This method is not supported"}
	case http.StatusRequestEntityTooLarge:
		return &Error{Code: "body_too_large", Status: status, Zh: "请求体过大", En: "The request body is too large"}
	case http.StatusRequestURITooLong:
		return &Error{Code: "url_too_long", Status: status, Zh: "网址过长", En: "The URL is too long"}
	case http.StatusUnsupportedMediaType:
		return &Error{Code: "unsupported_media_type", Status: status, Zh: "请求体必须是 application/json", En: "The body must be application/json"}
	case http.StatusRequestTimeout:
		return &Error{Code: "request_timeout", Status: status, Zh: "接收请求超时", En: "The request was received too slowly"}
	case http.StatusUnprocessableEntity:
		return Invalid()
	}
	if status >= 400 && status < 500 {
		return &Error{Code: "bad_request", Status: status, Zh: "请求有误", En: "The request is not valid"}
	}
	return &Error{Code: "internal", Status: status, Zh: "系统内部错误，请联系管理员并告知请求编号", En: "Internal error; tell the administrator the request id"}
}
