package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

func userKeyOf(id int64) string { return strconv.FormatInt(id, 10) }

// readBody bounds the body of every operation, and reads and checks it where
// the operation takes JSON. Huma then validates and decodes it.
func (a *API) readBody(c *gin.Context, described *huma.Operation, op *Operation, current *call) error {
	limit := op.MaxBodyBytes
	if limit == 0 {
		limit = a.options.MaxBodyBytes
	}
	if c.Request.ContentLength > limit {
		return byStatus(http.StatusRequestEntityTooLarge)
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	if op.Upload {
		current.upload = c.Request
	}
	if described.RequestBody == nil || described.RequestBody.Content["application/json"] == nil {
		return nil
	}
	body, err := io.ReadAll(c.Request.Body)
	if err != nil {
		return bodyError(err)
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	current.body = body
	if len(body) == 0 {
		if described.RequestBody.Required {
			return BadRequest("body_required", "缺少请求体", "The request body is missing")
		}
		return nil
	}
	kind, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || kind != "application/json" {
		return byStatus(http.StatusUnsupportedMediaType).WithCause(err)
	}
	return a.checkJSON(body, described.RequestBody.Content["application/json"].Schema)
}

func bodyError(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return byStatus(http.StatusRequestEntityTooLarge).WithCause(err)
	}
	var network net.Error
	if errors.As(err, &network) && network.Timeout() {
		return byStatus(http.StatusRequestTimeout).WithCause(err)
	}
	return BadRequest("bad_body", "请求体不完整", "The request body is incomplete").WithCause(err)
}

func marshalJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
