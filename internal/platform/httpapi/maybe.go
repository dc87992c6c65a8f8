package httpapi

import (
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// Maybe is a field of a change that can be left out, null or a value: a plain
// pointer cannot tell the first two apart, and a PATCH has to, because "leave
// it" and "there is none any more" are different wishes.
//
//	type ProjectPatch struct {
//		LeaderPostID Maybe[int64] `json:"leaderPostId,omitzero"`
//	}
//
// The zero value is "left out". The field is tagged omitzero (or omitempty), so
// that the document does not require it; validation tags count for the value.
type Maybe[T any] struct {
	Set   bool // the field was there
	Value *T   // nil: null
}

// Some is a field that was set to a value.
func Some[T any](value T) Maybe[T] { return Maybe[T]{Set: true, Value: &value} }

// Into moves the value to where it belongs when the field was there; null
// becomes nil.
func (m Maybe[T]) Into(to **T) {
	if m.Set {
		*to = m.Value
	}
}

// OrZero moves the value when the field was there; null becomes the zero value.
func (m Maybe[T]) OrZero(to *T) {
	if !m.Set {
		return
	}
	var zero T
	*to = zero
	if m.Value != nil {
		*to = *m.Value
	}
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
