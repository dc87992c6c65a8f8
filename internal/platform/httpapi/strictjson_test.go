package httpapi

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzCheckJSON looks for bodies that break the scanner, and for accepted ones
// that a second opinion (decoding token by token) calls repeated or NUL.
func FuzzCheckJSON(f *testing.F) {
	for _, seed := range []string{`{"text":"a"}`, `{"te\u0078t":"\ud83d\ude00"}`, `[1,{"a":[]}]`, `{"a":"\\\"","b":-1e3}`,
		` {"x" : null , "y":[true , false]} `, `{"a":1,"\u0061":2}`, `"\u0000"`, `{"":{"":""}}`, `[[],{},"",0]`} {
		f.Add(seed)
	}
	type shape struct {
		Text  string `json:"text"`
		Items []struct {
			Name string `json:"name"`
		} `json:"items"`
	}
	a := New(Options{})
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[shape](), true, "Shape")
	f.Fuzz(func(t *testing.T, body string) {
		failure := a.checkJSON([]byte(body), schema)
		malformed := failure != nil && From(failure).Status == 400
		if wanted := !json.Valid([]byte(body)) || !utf8.ValidString(body); wanted && !malformed {
			t.Errorf("%q was accepted", body)
		}
		if !malformed && hasRepeatedKey(json.NewDecoder(strings.NewReader(body))) {
			t.Errorf("%q repeats a key", body)
		}
	})
}

func hasRepeatedKey(d *json.Decoder) bool {
	token, err := d.Token()
	if err != nil {
		return false
	}
	open, ok := token.(json.Delim)
	if !ok {
		return strings.ContainsRune(asText(token), 0)
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			key, _ := d.Token()
			if name := asText(key); seen[name] || strings.ContainsRune(name, 0) {
				return true
			} else {
				seen[name] = true
			}
		}
		if hasRepeatedKey(d) {
			return true
		}
	}
	_, _ = d.Token()
	return false
}

func asText(token json.Token) string {
	text, _ := token.(string)
	return text
}
