package projects

import (
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// Maybe is a field of an edit that can be left out, set, or set to null.
type Maybe[T any] struct {
	Set   bool
	Value *T // nil: null
}

// To sets a field.
func To[T any](value T) Maybe[T] { return Maybe[T]{Set: true, Value: &value} }

// UnmarshalJSON is called only for a field that is there.
func (m *Maybe[T]) UnmarshalJSON(text []byte) error {
	m.Set, m.Value = true, nil
	return json.Unmarshal(text, &m.Value)
}

// MarshalJSON writes the value or null.
func (m Maybe[T]) MarshalJSON() ([]byte, error) { return json.Marshal(m.Value) }

// Schema is that of the value, nullable.
func (m Maybe[T]) Schema(registry huma.Registry) *huma.Schema {
	return huma.SchemaFromType(registry, reflect.TypeFor[*T]())
}

// into moves the value to where it belongs when the field is there; null becomes nil.
func (m Maybe[T]) into(to **T) {
	if m.Set {
		*to = m.Value
	}
}

// orAbsent moves the value when the field is there; null becomes the zero value.
func (m Maybe[T]) orAbsent(to *T) {
	if !m.Set {
		return
	}
	var zero T
	*to = zero
	if m.Value != nil {
		*to = *m.Value
	}
}
