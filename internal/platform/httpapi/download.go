package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
)

// Stream is the output of an operation that writes its answer piece by piece.
type Stream = huma.StreamResponse

// Download answers with a file that write produces while it is sent. What can be refused is refused before: once the first
// piece is out, an error can only cut the connection, so that half a file never looks like a whole one.
func (a *API) Download(kind, name string, write func(ctx context.Context, w io.Writer) error) *Stream {
	return &Stream{Body: func(hc huma.Context) {
		c := humagin.Unwrap(hc)
		c.Header("Content-Type", kind)
		c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		ctx := c.Request.Context()
		err := write(ctx, c.Writer)
		switch {
		case err == nil:
		case !c.Writer.Written():
			c.Writer.Header().Del("Content-Disposition")
			a.fail(c, err)
		default:
			if !errors.Is(err, context.Canceled) { // the reader has left: nobody needs to know
				a.log.LogAttrs(ctx, slog.LevelError, "download broken off", slog.String("file", name), slog.String("error", fmt.Sprint(err)))
			}
			panic(http.ErrAbortHandler)
		}
	}}
}

// UnknownColumn refuses a file with a column that the list does not have; err names it for the log.
func UnknownColumn(err error) error {
	return Invalid(Fault("query.columns", "column_unknown", "没有这一列，请从列选择里挑", "has a column that is not there; choose from those of the list")).WithCause(err)
}
