package main

import (
	"context"
	"fmt"
	"strings"

	"guatu/internal/platform/config"
)

// configuration writes the commented example.
func configuration(_ context.Context, p program, args []string) error {
	if len(args) != 1 || args[0] != "example" {
		return usageError{"只有 config example"}
	}
	_, err := p.out.Write(config.Example())
	return err
}

// load reads the configuration and points out variables that look like ours and are not.
func load(p program, path string, defaults ...string) (config.Config, error) {
	environ := append(defaults, p.environ...)
	if path == "" {
		path = lookup(p.environ, "GUATU_CONFIG")
	}
	// Before anything can fail: what is missing may be what was misspelt.
	if unknown := config.UnknownEnv(p.environ); len(unknown) > 0 {
		fmt.Fprintf(p.err, "警告：环境变量 %s 不是配置项，没有起作用。请检查拼写；全部配置项见 guatu config example\n", strings.Join(unknown, "、"))
	}
	return config.Load(path, environ)
}

func lookup(environ []string, name string) string {
	for _, line := range environ {
		if value, ok := strings.CutPrefix(line, name+"="); ok {
			return value
		}
	}
	return ""
}
