package httpapi

import (
	"encoding/json"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
)

// lineLimit: a field that takes more characters than this holds sentences, and sentences may have lines.
const lineLimit = 200

// textFault says what is wrong with a text that came in, whatever field it is for. This is the one place where the content
// of texts is looked at: features rely on it for every name, note and phone number, and for every date.
//
//   - Control characters break lists, logs and exports; those that turn the direction of writing make a name look like
//     another one. Tabs and line ends are fine where sentences are.
//   - A text nobody can see is no text: refused where one is required, and everywhere else unless it is only spaces.
//   - A year outside 2000-2100 is a slip of the hand, and dates far out break calculations with days.
func textFault(schema *huma.Schema, field, text string) (FieldError, bool) {
	if plain(text) && !dateLike(text) {
		return FieldError{}, false
	}
	lines := schema == nil || schema.MaxLength == nil || *schema.MaxLength > lineLimit
	visible, spaces := false, true
	for _, r := range text {
		if unicode.IsControl(r) && !(lines && (r == '\n' || r == '\t')) {
			return Fault(field, "control", "不能含控制字符", "must not contain control characters"), true
		}
		if unicode.Is(unicode.Bidi_Control, r) {
			return Fault(field, "direction", "不能含改变文字方向的字符", "must not contain characters that turn the direction of the text"), true
		}
		spaces = spaces && unicode.IsSpace(r)
		visible = visible || !invisible(r)
	}
	required := schema != nil && schema.MinLength != nil && *schema.MinLength > 0
	switch {
	case text == "": // huma says so
	case !visible && required:
		return Fault(field, "required", "必填，不能只有空白", "is required and must be visible"), true
	case !visible && !spaces:
		return Fault(field, "invisible", "没有看得见的内容", "holds nothing that can be seen"), true
	case isDate(schema, text) && (text[:4] < "2000" || text[:4] > "2100"):
		return Fault(field, "year_range", "年份应在 2000 到 2100 之间", "must be a date of the years 2000 to 2100"), true
	}
	return FieldError{}, false
}

// plain is the common case: visible ASCII, from end to end.
func plain(text string) bool {
	for i := range len(text) {
		if text[i] <= ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// invisible also knows the letters and symbols that have no ink.
func invisible(r rune) bool {
	switch r {
	case 0x115f, 0x1160, 0x2800, 0x3164, 0xffa0:
		return true
	}
	return unicode.IsSpace(r) || unicode.In(r, unicode.Z, unicode.Cf, unicode.Mn, unicode.Other_Default_Ignorable_Code_Point)
}

// dateLike: YYYY-MM or YYYY-MM-DD.
func dateLike(text string) bool {
	if len(text) != len("2017-05") && len(text) != len("2017-05-31") {
		return false
	}
	for i := range len(text) {
		if digit := text[i] >= '0' && text[i] <= '9'; digit == (i == 4 || i == 7) || !digit && text[i] != '-' {
			return false
		}
	}
	return true
}

// isDate: a field that says it is a date or a month, or that says nothing of itself and holds one.
func isDate(schema *huma.Schema, text string) bool {
	if !dateLike(text) || schema == nil || schema.MaxLength != nil || len(schema.Enum) > 0 {
		return false
	}
	return schema.Format == "date" || strings.HasPrefix(schema.Pattern, "^[0-9]{4}-") || schema.Format == "" && schema.Pattern == ""
}

// look checks a string of valid JSON, with its quotes.
func (s *jsonScan) look(schema *huma.Schema, path string, raw []byte) {
	text := string(raw[1 : len(raw)-1])
	if strings.Contains(text, `\`) && json.Unmarshal(raw, &text) != nil {
		return // checkJSON has said that it is valid
	}
	if fault, found := textFault(schema, path, text); found {
		s.faults = append(s.faults, fault)
	}
}
