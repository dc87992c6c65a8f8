package httpapi_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"guatu/internal/platform/httpapi"
)

// sheet holds an object reference in every place one can stand.
type sheet struct {
	SheetBase
	Plain  leaf             `json:"plain"`
	Ref    *leaf            `json:"ref" doc:"may be missing"`
	Left   *leaf            `json:"left,omitempty"`
	Zero   *leaf            `json:"zero,omitzero"`
	Always *leaf            `json:"always" nullable:"false"`
	List   []leaf           `json:"list"`
	Refs   []*leaf          `json:"refs"`
	ByName map[string]leaf  `json:"byName"`
	Named  map[string]*leaf `json:"named"`
	Deep   *[]deep          `json:"deep"`
	Self   *sheet           `json:"self"`
	At     *time.Time       `json:"at"`
	Colour *string          `json:"colour" enum:"red,green"`
	Hidden *leaf            `json:"-"`
}

// SheetBase is exported, because huma leaves out fields of other embedded structs.
type SheetBase struct {
	Base *leaf `json:"base"`
}

type leaf struct {
	Name string `json:"name"`
}

type deep struct {
	Inner *leaf `json:"inner"`
}

type (
	getSheet struct{ Body *sheet }
	getPart  struct {
		Body struct {
			Part *leaf `json:"part"`
		}
	}
	putSheet struct{ Body sheet }
	putNote  struct{ Body noteBody }
)

func answerNothing[I, O any](context.Context, *I) (*O, error) { return new(O), nil }

func TestReferencesThatMayBeNull(t *testing.T) {
	api := httpapi.New(httpapi.Options{Authenticate: authenticate})
	httpapi.Register(api, httpapi.Operation{ID: "getSheet", Method: "GET", Path: "/sheet", Permission: "x"}, answerNothing[struct{}, getSheet])
	httpapi.Register(api, httpapi.Operation{ID: "getAgain", Method: "GET", Path: "/again", Permission: "x", Status: 201}, answerNothing[struct{}, getSheet])
	httpapi.Register(api, httpapi.Operation{ID: "getPart", Method: "GET", Path: "/part", Permission: "x"}, answerNothing[struct{}, getPart])
	httpapi.Register(api, httpapi.Operation{ID: "putNote", Method: "PUT", Path: "/note", Permission: "x"}, answerNothing[putNote, struct{}])
	if err := api.Verify(); err != nil {
		t.Fatal(err)
	}
	var document struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]json.RawMessage
				Required   []string
			}
		}
	}
	if err := json.Unmarshal(api.OpenAPI(), &document); err != nil {
		t.Fatal(err)
	}
	schemas := document.Components.Schemas
	const ref, null = `{"$ref":"#/components/schemas/Leaf"}`, `{"anyOf":[{"$ref":"#/components/schemas/Leaf"},{"type":"null"}]}`
	described := `{"anyOf":[{"$ref":"#/components/schemas/Leaf"},{"type":"null"}],"description":"may be missing"}`
	for path, want := range map[string]string{
		"Sheet.base": null, "Sheet.plain": ref, "Sheet.ref": described, "Sheet.left": ref, "Sheet.zero": ref, "Sheet.always": ref,
		"Sheet.list":       `{"items":` + ref + `,"type":["array","null"]}`,
		"Sheet.refs":       `{"items":` + null + `,"type":["array","null"]}`,
		"Sheet.byName":     `{"additionalProperties":` + ref + `,"type":"object"}`,
		"Sheet.named":      `{"additionalProperties":` + null + `,"type":"object"}`,
		"Sheet.deep":       `{"items":{"$ref":"#/components/schemas/Deep"},"type":["array","null"]}`,
		"Sheet.self":       strings.ReplaceAll(null, "Leaf", "Sheet"),
		"Sheet.at":         `{"format":"date-time","type":["string","null"]}`,
		"Sheet.colour":     `{"enum":["red","green",null],"type":["string","null"]}`,
		"Deep.inner":       null,
		"NoteBody.extra":   `{"$ref":"#/components/schemas/Part"}`,
		"GetPartBody.part": null,
	} {
		schema, property, _ := strings.Cut(path, ".")
		if got := canonical(t, schemas[schema].Properties[property]); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	if required := strings.Join(schemas["Sheet"].Required, ","); strings.Contains(required, "left") || !strings.Contains(required, ",ref,") {
		t.Errorf("required: %s", required)
	}
}

func canonical(t *testing.T, raw json.RawMessage) string {
	t.Helper()
	var value any
	if len(raw) == 0 {
		return "missing"
	}
	if err := json.Unmarshal(raw, &value); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTypeThatMayBeNullIsNotReadToo(t *testing.T) {
	api := httpapi.New(httpapi.Options{Authenticate: authenticate})
	httpapi.Register(api, httpapi.Operation{ID: "putSheet", Method: "PUT", Path: "/sheet", Permission: "x"}, answerNothing[putSheet, struct{}])
	httpapi.Register(api, httpapi.Operation{ID: "getSheet", Method: "GET", Path: "/sheet", Permission: "x"}, answerNothing[struct{}, getSheet])
	if err := api.Verify(); err == nil || !strings.Contains(err.Error(), "putSheet reads httpapi_test.sheet") {
		t.Errorf("Verify must name the type that goes both ways: %v", err)
	}
}
