package httpapi

import (
	"fmt"
	"strings"

	"github.com/danielgtaylor/huma/v2/validation"
)

// faultText is how one of huma's validation messages reads in our words.
type faultText struct {
	message string // huma's template
	code    string
	zh, en  string // %s is what the template filled in
}

// faultTexts is the table of huma's messages; the first match counts.
func faultTexts() []faultText {
	return []faultText{
		{validation.MsgUnexpectedProperty, "unknown_field", "没有这个字段", "unknown field"},
		{"unknown query parameter", "unknown_field", "没有这个参数", "unknown parameter"},
		{"required query parameter is missing", "required", "必填", "is required"},
		{"required path parameter is missing", "required", "必填", "is required"},
		{"required header parameter is missing", "required", "必填", "is required"},
		{"required cookie parameter is missing", "required", "必填", "is required"},
		{validation.MsgExpectedOneOf, "enum", "只能是：%s", "must be one of: %s"},
		{validation.MsgExpectedMinimumNumber, "min", "不能小于 %s", "must be at least %s"},
		{validation.MsgExpectedExclusiveMinimumNumber, "min", "必须大于 %s", "must be more than %s"},
		{validation.MsgExpectedMaximumNumber, "max", "不能大于 %s", "must be at most %s"},
		{validation.MsgExpectedExclusiveMaximumNumber, "max", "必须小于 %s", "must be less than %s"},
		{validation.MsgExpectedNumberBeMultipleOf, "multiple", "必须是 %s 的倍数", "must be a multiple of %s"},
		{validation.MsgExpectedMinLength, "min_length", "至少 %s 个字", "must have at least %s characters"},
		{validation.MsgExpectedMaxLength, "max_length", "最多 %s 个字", "must have at most %s characters"},
		{validation.MsgExpectedMinItems, "min_items", "至少 %s 项", "must have at least %s items"},
		{validation.MsgExpectedMaxItems, "max_items", "最多 %s 项", "must have at most %s items"},
		{validation.MsgExpectedMinProperties, "min_properties", "字段太少", "has too few fields"},
		{validation.MsgExpectedMaxProperties, "max_properties", "字段太多", "has too many fields"},
		{validation.MsgExpectedArrayItemsUnique, "unique", "不能重复", "must not repeat"},
		{validation.MsgExpectedRFC3339Date, "date", "应为日期，如 2017-05-31", "must be a date like 2017-05-31"},
		{validation.MsgExpectedRFC3339DateTime, "date_time", "应为时间，如 2017-05-31T08:00:00Z", "must be a time like 2017-05-31T08:00:00Z"},
		{validation.MsgExpectedBoolean, "type", "应为 true 或 false", "must be true or false"},
		{validation.MsgExpectedNumber, "type", "应为数字", "must be a number"},
		{validation.MsgExpectedInteger, "type", "应为整数", "must be a whole number"},
		{"invalid value: %s is not a date (YYYY-MM-DD)", "date", "应为日期，如 2017-05-31", "must be a date like 2017-05-31"}, // of schedule, in a query
		{"invalid integer", "type", "应为整数", "must be a whole number"},
		{validation.MsgExpectedString, "type", "应为文字", "must be a text"},
		{validation.MsgExpectedArray, "type", "应为列表", "must be a list"},
		{validation.MsgExpectedObject, "type", "应为对象", "must be an object"},
		{validation.MsgExpectedMatchPattern, "pattern", "格式不对", "has the wrong form"},
		{validation.MsgExpectedBePattern, "pattern", "格式不对", "has the wrong form"},
		{"expected string to be ", "format", "格式不对", "has the wrong form"},
	}
}

// faultOf translates one validation message of huma at its location.
func faultOf(location, message string) FieldError {
	field := strings.TrimPrefix(location, "body.")
	prefix, suffix := around(validation.MsgExpectedRequiredProperty)
	if name, ok := strings.CutPrefix(message, prefix); ok && strings.HasSuffix(name, suffix) {
		return Fault(join(location, strings.TrimSuffix(name, suffix)), "required", "必填", "is required")
	}
	for _, text := range faultTexts() {
		prefix, suffix := around(text.message)
		rest, ok := strings.CutPrefix(message, prefix)
		if !ok || !strings.Contains(suffix, "%") && !strings.HasSuffix(rest, suffix) {
			continue
		}
		filled := strings.TrimSuffix(rest, suffix)
		return Fault(field, text.code, fill(text.zh, filled), fill(text.en, filled))
	}
	return Fault(field, "invalid", "内容有误", "is not valid")
}

// around returns the fixed text before and after the first verb of a template.
func around(template string) (prefix, suffix string) {
	prefix, rest, found := strings.Cut(template, "%")
	if !found || rest == "" {
		return template, ""
	}
	return prefix, rest[1:]
}

func fill(template, value string) string {
	if !strings.Contains(template, "%s") {
		return template
	}
	return fmt.Sprintf(template, strings.ReplaceAll(value, `"`, ""))
}

// join adds a property to huma's location, without the word body.
func join(location, property string) string {
	parent := strings.TrimPrefix(strings.TrimPrefix(location, "body"), ".")
	if parent == "" {
		return property
	}
	return parent + "." + property
}
