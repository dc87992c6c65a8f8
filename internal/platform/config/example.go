package config

import (
	"bytes"
	"fmt"
	"reflect"
)

// Example returns the content of configs/guatu.example.yaml: every key with
// its comment, its variable and its default. Loading it equals no file at all.
func Example() []byte {
	var out bytes.Buffer
	out.WriteString("# 挂图配置示例。由程序生成（guatu config example），请勿手改；每一项都可用括号里的环境变量覆盖。\n")
	for field := range reflect.TypeFor[Config]().Fields() {
		fmt.Fprintf(&out, "\n# %s（%s）\n%s: %s\n", field.Tag.Get("doc"), field.Tag.Get("env"),
			field.Tag.Get("yaml"), exampleValue(field))
	}
	return out.Bytes()
}

func exampleValue(field reflect.StructField) string {
	value := field.Tag.Get("default")
	switch {
	case field.Type.Kind() == reflect.Slice:
		return "[]"
	case field.Type.Kind() == reflect.String:
		return fmt.Sprintf("%q", value)
	default:
		return value
	}
}
