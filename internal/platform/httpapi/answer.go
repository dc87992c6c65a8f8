package httpapi

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"reflect"

	"github.com/gin-gonic/gin"
)

// answer is a finished response that can be stored and sent again.
type answer struct {
	status   int
	headers  map[string]string
	body     []byte
	replayed bool
}

// answerOf renders the output of a handler as huma would.
func answerOf(out reflect.Value, status int) (*answer, error) {
	result := &answer{status: status, headers: map[string]string{}}
	if out.IsNil() {
		result.setStatus()
		return result, nil
	}
	if err := result.fields(out.Elem()); err != nil {
		return nil, err
	}
	result.setStatus()
	return result, nil
}

func (r *answer) setStatus() {
	switch {
	case r.status != 0:
	case r.body == nil:
		r.status = http.StatusNoContent
	default:
		r.status = http.StatusOK
	}
}

func (r *answer) fields(out reflect.Value) error {
	for field, value := range out.Fields() {
		switch {
		case field.Anonymous && value.Kind() == reflect.Struct:
			if err := r.fields(value); err != nil {
				return err
			}
		case !field.IsExported():
		case field.Name == "Status" && value.Kind() == reflect.Int:
			if value.Int() != 0 {
				r.status = int(value.Int())
			}
		case field.Name == "Body":
			if value.Kind() == reflect.Func {
				return errors.New("httpapi: an idempotent operation cannot stream its answer")
			}
			var body bytes.Buffer
			if err := marshalJSON(&body, value.Interface()); err != nil {
				return fmt.Errorf("httpapi: answer: %w", err)
			}
			r.body = body.Bytes()
		case field.Tag.Get("header") != "":
			if text := fmt.Sprint(value.Interface()); text != "" {
				r.headers[field.Tag.Get("header")] = text
			}
		}
	}
	return nil
}

// writeAnswer sends the answer of an idempotent operation.
func writeAnswer(c *gin.Context, result *answer) {
	if result == nil {
		return
	}
	for name, value := range result.headers {
		c.Header(name, value)
	}
	if result.replayed {
		c.Header("Idempotency-Replayed", "true")
	}
	if len(result.body) > 0 && c.Writer.Header().Get("Content-Type") == "" {
		c.Header("Content-Type", "application/json")
	}
	c.Status(result.status)
	if result.status == http.StatusNoContent || len(result.body) == 0 {
		c.Writer.WriteHeaderNow()
		return
	}
	_, _ = c.Writer.Write(result.body) // the caller is gone, nothing to do
}
