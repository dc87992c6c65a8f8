package livelihood

import (
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// Maybe is a field of a PATCH that can be left out, set, or set to null.
type Maybe[T any] struct {
	Set   bool
	Value *T // nil: null
}

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

// into moves the value to where it belongs when the field is there.
func (m Maybe[T]) into(to **T) {
	if m.Set {
		*to = m.Value
	}
}

// orZero moves the value; null becomes the zero value.
func (m Maybe[T]) orZero(to *T) {
	if !m.Set {
		return
	}
	var zero T
	*to = zero
	if m.Value != nil {
		*to = *m.Value
	}
}
