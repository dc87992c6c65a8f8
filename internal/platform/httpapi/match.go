package httpapi

import (
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// IfMatch is a mix-in for the input of operations that change a resource: it
// reads If-Match and gives the version the caller saw.
type IfMatch struct {
	IfMatchHeader string `header:"If-Match" required:"true" doc:"The ETag the caller saw, for example \"3\""`
	// Version is the version the caller saw.
	Version int64
}

// Resolve is huma's; the middleware has already refused a missing or malformed
// header, with 428 and 400.
func (m *IfMatch) Resolve(huma.Context) []error {
	version, failure := parseIfMatch(m.IfMatchHeader)
	if failure != nil {
		return []error{&huma.ErrorDetail{Location: "header.If-Match", Message: failure.En}}
	}
	m.Version = version
	return nil
}

// ETag returns the entity tag of a version: "3" with its quotes.
func ETag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

func parseIfMatch(header string) (int64, *Error) {
	if header == "" {
		return 0, PreconditionRequired()
	}
	digits, ok := strings.CutPrefix(header, `"`)
	digits, closed := strings.CutSuffix(digits, `"`)
	version, err := strconv.ParseInt(digits, 10, 64)
	if !ok || !closed || err != nil || version < 1 || ETag(version) != header {
		return 0, BadRequest("bad_if_match", "If-Match 应为一个带引号的版本号，例如 \"3\"", `If-Match must be one quoted version, for example "3"`)
	}
	return version, nil
}
