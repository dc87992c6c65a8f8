package httpapi

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// EncodeCursor turns the keys of the last row of a page into an opaque cursor.
// A cursor grants nothing: the next page is filtered by the caller's rights.
func EncodeCursor(keys any) (string, error) {
	content, err := json.Marshal(keys)
	if err != nil {
		return "", fmt.Errorf("httpapi: cursor: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(content), nil
}

// DecodeCursor reads a cursor into keys; a cursor nobody made is a 400 problem.
func DecodeCursor(cursor string, keys any) error {
	bad := func(cause error) error {
		return BadRequest("bad_cursor", "分页游标无效，请从第一页重新开始", "The cursor is not valid, start again at the first page").WithCause(cause)
	}
	if len(cursor) > 1000 {
		return bad(fmt.Errorf("%d bytes", len(cursor)))
	}
	content, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil {
		return bad(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(keys); err != nil {
		return bad(err)
	}
	if decoder.More() {
		return bad(fmt.Errorf("trailing data"))
	}
	return nil
}
