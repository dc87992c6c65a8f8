package schedule

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// object is a JSON object taken apart strictly: known keys only, each once,
// nothing behind it. Reading a field keeps the first fault.
type object struct {
	path   string // prefix of field names in messages, "" at the top
	fields map[string]json.RawMessage
	err    error
}

// parseObject takes the text of one JSON object apart.
func parseObject(text []byte) (map[string]json.RawMessage, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the line is not valid UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("the line is not a JSON object")
	}
	fields := map[string]json.RawMessage{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("malformed JSON: %w", err)
		}
		name := key.(string) // inside an object every other token is a key
		if _, twice := fields[name]; twice {
			return nil, fmt.Errorf("duplicate key %q", name)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, fmt.Errorf("malformed JSON at %q: %w", name, err)
		}
		fields[name] = value
	}
	if _, err := dec.Token(); err != nil {
		return nil, fmt.Errorf("malformed JSON: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("trailing data behind the JSON object")
	}
	return fields, nil
}

func (o *object) fail(field, format string, args ...any) {
	if o.err == nil {
		o.err = fmt.Errorf("%s%s: %s", o.path, field, fmt.Sprintf(format, args...))
	}
}

// allow reports the first key, in alphabetical order, that is not in the list.
func (o *object) allow(names ...string) {
	known := map[string]bool{}
	for _, n := range names {
		known[n] = true
	}
	unknown := ""
	for name := range o.fields {
		if !known[name] && (unknown == "" || name < unknown) {
			unknown = name
		}
	}
	if unknown != "" {
		o.fail(unknown, "unknown field")
	}
}

// need reports a required field that is missing or null.
func (o *object) need(names ...string) {
	for _, n := range names {
		if _, given := o.get(n); !given {
			o.fail(n, "is required")
		}
	}
}

// get returns the value of a field; null counts as absent.
func (o *object) get(name string) (json.RawMessage, bool) {
	v, given := o.fields[name]
	return v, given && string(v) != "null"
}

func (o *object) text(name string) string {
	v, given := o.get(name)
	var s string
	if given && json.Unmarshal(v, &s) != nil {
		o.fail(name, "want a string, got %s", v)
	}
	return s
}

func (o *object) date(name string) Date {
	s := o.text(name)
	if _, given := o.get(name); !given || o.err != nil {
		return Date{}
	}
	d, err := ParseDate(s)
	if err != nil {
		o.fail(name, "%v", err)
	}
	return d
}

func (o *object) whole(name string, least, most int64) int64 {
	v, given := o.get(name)
	if !given {
		return 0
	}
	n, err := strconv.ParseInt(string(v), 10, 64)
	switch {
	case err != nil:
		o.fail(name, "want a whole number, got %s", v)
	case n < least || n > most:
		o.fail(name, "must be %d to %d, got %d", least, most, n)
	}
	return n
}

func (o *object) flag(name string) bool {
	v, given := o.get(name)
	if given && string(v) != "true" && string(v) != "false" {
		o.fail(name, "want true or false, got %s", v)
	}
	return string(v) == "true"
}

func (o *object) firmness(name string) Firmness {
	switch f := Firmness(o.text(name)); f {
	case "", Firm:
		if v, _ := o.get(name); string(v) == `""` {
			o.fail(name, `want "firm" or "aim", got ""`)
		}
		return Firm
	case Aim:
		return Aim
	default:
		o.fail(name, `want "firm" or "aim", got %q`, f)
		return Firm
	}
}

func (o *object) returned(name string) []ReturnedClaim {
	v, given := o.get(name)
	var items []json.RawMessage
	if given && json.Unmarshal(v, &items) != nil {
		o.fail(name, "want a list of {claimed, returned}, got %s", v)
	}
	var claims []ReturnedClaim
	for i, item := range items {
		path := fmt.Sprintf("%s[%d]", name, i)
		fields, err := parseObject(item)
		if err != nil {
			o.fail(path, "%v", err)
			break
		}
		sub := object{path: path + ".", fields: fields}
		sub.allow("claimed", "returned")
		sub.need("claimed", "returned")
		claims = append(claims, ReturnedClaim{sub.date("claimed"), sub.date("returned")})
		if o.err == nil {
			o.err = sub.err
		}
	}
	return claims
}
