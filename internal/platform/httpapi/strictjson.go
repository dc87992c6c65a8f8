package httpapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

const maxJSONDepth = 64

// checkJSON refuses what encoding/json would quietly accept: text behind the
// value, repeated keys, NUL, broken UTF-8 and surrogates (400), a key that
// differs from a field's name in case, and a text that is none (422, textFault).
func (a *API) checkJSON(body []byte, schema *huma.Schema) error {
	malformed := func(cause error) error {
		return BadRequest("malformed_json", "请求体不是规范的 JSON", "The body is not well-formed JSON").WithCause(cause)
	}
	if !json.Valid(body) {
		return malformed(nil)
	}
	if !utf8.Valid(body) {
		return malformed(fmt.Errorf("invalid UTF-8"))
	}
	scan := &jsonScan{data: body, schemas: a.huma.OpenAPI().Components.Schemas}
	scan.value(schema, "", 0)
	if scan.err != nil {
		return malformed(scan.err)
	}
	if len(scan.faults) > 0 {
		return Invalid(scan.faults...)
	}
	return nil
}

// jsonScan walks valid JSON beside its schema.
type jsonScan struct {
	data    []byte
	pos     int
	schemas huma.Registry
	faults  []FieldError
	err     error
}

func (s *jsonScan) value(schema *huma.Schema, path string, depth int) {
	if depth > maxJSONDepth {
		s.err = fmt.Errorf("nested deeper than %d", maxJSONDepth)
	}
	if s.err != nil {
		return
	}
	for schema != nil && schema.Ref != "" {
		schema = s.schemas.SchemaFromRef(schema.Ref)
	}
	switch s.skipSpace(); s.data[s.pos] {
	case '{':
		s.object(schema, path, depth)
	case '[':
		s.array(schema, path, depth)
	case '"':
		s.look(schema, path, s.text())
	default: // number, true, false, null
		for s.pos < len(s.data) && !strings.ContainsRune(",]} \t\r\n", rune(s.data[s.pos])) {
			s.pos++
		}
	}
}

func (s *jsonScan) object(schema *huma.Schema, path string, depth int) {
	seen := map[string]bool{}
	s.pos++ // {
	for s.err == nil {
		s.skipSpace()
		switch s.data[s.pos] {
		case '}':
			s.pos++
			return
		case ',':
			s.pos++
			s.skipSpace()
		}
		key := s.key()
		if seen[key] {
			s.err = fmt.Errorf("key %q is repeated", cut(key, 80))
			return
		}
		seen[key] = true
		s.skipSpace()
		s.pos++ // :
		inner := key
		if path != "" {
			inner = path + "." + key
		}
		s.value(s.property(schema, key, inner), inner, depth+1)
	}
}

// property finds the schema of a key, and notes one that differs in case only.
func (s *jsonScan) property(schema *huma.Schema, key, path string) *huma.Schema {
	if schema == nil {
		return nil
	}
	if exact, ok := schema.Properties[key]; ok {
		return exact
	}
	for name := range schema.Properties {
		if strings.EqualFold(name, key) {
			s.faults = append(s.faults, Fault(path, "unknown_field", "没有这个字段（大小写不符）", "unknown field (the case differs)"))
		}
	}
	return nil
}

func (s *jsonScan) array(schema *huma.Schema, path string, depth int) {
	var items *huma.Schema
	if schema != nil {
		items = schema.Items
	}
	s.pos++ // [
	for i := 0; s.err == nil; i++ {
		s.skipSpace()
		switch s.data[s.pos] {
		case ']':
			s.pos++
			return
		case ',':
			s.pos++
		}
		s.value(items, fmt.Sprintf("%s[%d]", path, i), depth+1)
	}
}

func (s *jsonScan) key() string {
	raw := s.text()
	if !bytes.ContainsRune(raw, '\\') {
		return string(raw[1 : len(raw)-1])
	}
	var key string
	if err := json.Unmarshal(raw, &key); err != nil && s.err == nil {
		s.err = err
	}
	return key
}

// text passes a string and looks at its escapes.
func (s *jsonScan) text() []byte {
	start := s.pos
	for s.pos++; s.data[s.pos] != '"'; s.pos++ {
		if s.data[s.pos] != '\\' {
			continue
		}
		s.pos++
		if s.data[s.pos] == 'u' {
			s.escape()
		}
	}
	s.pos++
	return s.data[start:s.pos]
}

// escape checks \uXXXX, standing on the u, and ends on its last digit.
func (s *jsonScan) escape() {
	code := hex4(s.data[s.pos+1:])
	s.pos += 4
	switch {
	case code == 0:
		s.err = fmt.Errorf("NUL in a text")
	case code >= 0xdc00 && code <= 0xdfff:
		s.err = fmt.Errorf("lone surrogate in a text")
	case code >= 0xd800 && code <= 0xdbff:
		if !bytes.HasPrefix(s.data[s.pos+1:], []byte(`\u`)) {
			s.err = fmt.Errorf("lone surrogate in a text")
			return
		}
		if low := hex4(s.data[s.pos+3:]); low < 0xdc00 || low > 0xdfff {
			s.err = fmt.Errorf("lone surrogate in a text")
			return
		}
		s.pos += 6
	}
}

// hex4 reads four hexadecimal digits of valid JSON.
func hex4(digits []byte) int {
	n := 0
	for _, d := range digits[:4] {
		switch {
		case d <= '9':
			n = n<<4 | int(d-'0')
		default:
			n = n<<4 | int(d|0x20-'a'+10)
		}
	}
	return n
}

func (s *jsonScan) skipSpace() {
	for s.pos < len(s.data) && (s.data[s.pos] == ' ' || s.data[s.pos] == '\t' || s.data[s.pos] == '\r' || s.data[s.pos] == '\n') {
		s.pos++
	}
}
