package observe

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

type requestIDKey struct{}

// WithRequestID returns a context whose log lines carry id.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID returns the request id of ctx, or nothing.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// NewLogger returns a logger writing to w; level is debug, info, warn or error,
// format is text or json. Attributes whose key names a secret are masked.
func NewLogger(w io.Writer, level, format string) (*slog.Logger, error) {
	var threshold slog.Level
	if err := threshold.UnmarshalText([]byte(level)); err != nil {
		return nil, fmt.Errorf("observe: log level: %w", err)
	}
	options := &slog.HandlerOptions{Level: threshold, ReplaceAttr: mask}
	switch format {
	case "text":
		return slog.New(withRequestID{slog.NewTextHandler(w, options)}), nil
	case "json":
		return slog.New(withRequestID{slog.NewJSONHandler(w, options)}), nil
	default:
		return nil, fmt.Errorf("observe: log format %q is none of text, json", format)
	}
}

// mask hides values whose key names a secret, whoever logs them.
func mask(_ []string, attr slog.Attr) slog.Attr {
	key := strings.ToLower(attr.Key)
	for _, word := range []string{"password", "passwd", "secret", "token", "authorization", "cookie", "otp", "dsn"} {
		if strings.Contains(key, word) {
			return slog.String(attr.Key, "[masked]")
		}
	}
	return attr
}

// withRequestID adds the request id of the context to each record.
type withRequestID struct{ slog.Handler }

// Handle adds the id and passes the record on.
func (h withRequestID) Handle(ctx context.Context, record slog.Record) error {
	if id := RequestID(ctx); id != "" {
		record.AddAttrs(slog.String("request_id", id))
	}
	return h.Handler.Handle(ctx, record)
}

// WithAttrs keeps the wrapper around the derived handler.
func (h withRequestID) WithAttrs(attrs []slog.Attr) slog.Handler {
	return withRequestID{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the wrapper around the derived handler.
func (h withRequestID) WithGroup(name string) slog.Handler {
	return withRequestID{h.Handler.WithGroup(name)}
}
