package httpapi

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// nulls makes the document say where an answer may hold null.
//
// Huma says it of scalars and lists; a pointer to a struct it describes as if
// it were always there, and whoever generates types from the document then
// trusts a value that is null. Only types that are sent are changed: huma
// validates what comes in against the same schemas.
type nulls struct {
	schemas huma.Registry
	sent    map[reflect.Type]bool   // walked
	marked  map[reflect.Type]bool   // has at least one field changed here
	taken   map[reflect.Type]string // read from requests, by which operation
}

func newNulls(schemas huma.Registry) *nulls {
	return &nulls{schemas: schemas, sent: map[reflect.Type]bool{}, marked: map[reflect.Type]bool{}, taken: map[reflect.Type]string{}}
}

// register looks at the bodies of one operation that huma has described.
func (n *nulls) register(op huma.Operation, input, output reflect.Type) {
	if body, ok := bodyOf(input); ok {
		n.take(op.OperationID, body)
	}
	body, ok := bodyOf(output)
	if !ok {
		return
	}
	for _, response := range op.Responses {
		if content := response.Content["application/json"]; content != nil && content.Schema != nil {
			n.send(content.Schema, body, false)
		}
	}
}

func bodyOf(t reflect.Type) (reflect.Type, bool) {
	if t.Kind() != reflect.Struct {
		return nil, false
	}
	field, ok := t.FieldByName("Body")
	return field.Type, ok
}

// faults names the types that must not go both ways: null would be let in.
func (n *nulls) faults() []error {
	var faults []error
	for t, op := range n.taken {
		if n.marked[t] {
			faults = append(faults, fmt.Errorf("httpapi: operation %s reads %s, which answers send with fields that may be null; give the input a type of its own", op, t))
		}
	}
	return faults
}

// take notes the structs that requests are read into.
func (n *nulls) take(op string, t reflect.Type) {
	t = bare(t)
	if t.Kind() != reflect.Struct || n.taken[t] != "" {
		return
	}
	n.taken[t] = op
	for _, field := range jsonFields(t) {
		n.take(op, field.Type)
	}
}

// send walks a type that is sent beside its schema and lets null in wherever a
// pointer may be nil; null tells whether it is sent as null then. It returns
// whether it changed this schema or what lists and maps in it hold.
func (n *nulls) send(schema *huma.Schema, t reflect.Type, null bool) bool {
	switch t.Kind() {
	case reflect.Pointer:
		inner := n.send(schema, t.Elem(), false) // first: the schema is still the reference
		return null && allowNull(schema) || inner
	case reflect.Slice, reflect.Array:
		return schema.Items != nil && n.send(schema.Items, t.Elem(), true)
	case reflect.Map:
		values, ok := schema.AdditionalProperties.(*huma.Schema)
		return ok && n.send(values, t.Elem(), true)
	case reflect.Struct:
		n.sendFields(schema, t)
	}
	return false
}

func (n *nulls) sendFields(schema *huma.Schema, t reflect.Type) {
	if schema.Ref != "" {
		schema = n.schemas.SchemaFromRef(schema.Ref)
	}
	if schema == nil || n.sent[t] {
		return
	}
	n.sent[t] = true
	for _, field := range jsonFields(t) {
		if property := schema.Properties[jsonName(field)]; property != nil && n.send(property, field.Type, maybeNull(field)) {
			n.marked[t] = true
		}
	}
}

// allowNull adds null to a reference, and to the values of an enum that huma
// calls nullable without listing null.
func allowNull(schema *huma.Schema) bool {
	switch {
	case schema.Ref != "":
		schema.AnyOf = []*huma.Schema{{Ref: schema.Ref}, {Type: "null"}}
		schema.Ref = ""
	case schema.Nullable && len(schema.Enum) > 0 && schema.Enum[len(schema.Enum)-1] != nil:
		schema.Enum = append(schema.Enum, nil)
	default:
		return false
	}
	return true
}

// maybeNull: a nil pointer is sent as null unless it is left out.
func maybeNull(field reflect.StructField) bool {
	tag := field.Tag.Get("json")
	return !strings.Contains(tag, "omitempty") && !strings.Contains(tag, "omitzero") && field.Tag.Get("nullable") != "false"
}

// bare strips pointers, lists and maps.
func bare(t reflect.Type) reflect.Type {
	for {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
			t = t.Elem()
		default:
			return t
		}
	}
}

// jsonFields are the fields encoding/json writes, those of embedded structs too.
func jsonFields(t reflect.Type) []reflect.StructField {
	var fields []reflect.StructField
	for _, field := range reflect.VisibleFields(t) {
		if field.IsExported() && field.Tag.Get("json") != "-" && (!field.Anonymous || jsonName(field) != field.Name) {
			fields = append(fields, field)
		}
	}
	return fields
}

func jsonName(field reflect.StructField) string {
	if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
		return name
	}
	return field.Name
}
