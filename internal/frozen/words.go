package frozen

import (
	"bytes"
	"encoding/json"
	"reflect"

	"guatu/internal/schedule"
)

// Sentences are the English sentences of every lamp in an answer by their Chinese ones. An answer is frozen once, in
// Chinese; these make the other language of it.
func Sentences(answer any) map[string]string {
	out := map[string]string{}
	collect(reflect.ValueOf(answer), out)
	return out
}

// collect walks through whatever an answer is made of.
func collect(v reflect.Value, out map[string]string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			collect(v.Elem(), out)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			collect(v.Index(i), out)
		}
	case reflect.Struct:
		if lamp, ok := v.Interface().(schedule.Lamp); ok {
			if english := lamp.Sentence(schedule.English); lamp.Reason != "" && english != lamp.Reason {
				out[lamp.Reason] = english
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				collect(v.Field(i), out)
			}
		}
	default: // nothing else holds a lamp
	}
}

// Translate puts the sentences of a frozen answer into the other language: every "reason" that has one.
func Translate(body []byte, sentences map[string]string) ([]byte, error) {
	if len(sentences) == 0 {
		return body, nil
	}
	var answer any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // figures stay digit by digit
	if err := decoder.Decode(&answer); err != nil {
		return nil, err
	}
	return json.Marshal(translated(answer, sentences))
}

func translated(v any, sentences map[string]string) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = translated(v[i], sentences)
		}
	case map[string]any:
		for key, value := range v {
			v[key] = translated(value, sentences)
			if text, ok := value.(string); ok && key == "reason" && sentences[text] != "" {
				v[key] = sentences[text]
			}
		}
	}
	return v
}
