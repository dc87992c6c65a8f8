package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
	"go.yaml.in/yaml/v3"
)

// Load reads defaults, then the YAML file at path (skipped when path is
// empty), then environ (as of os.Environ), and validates the result. A key of
// the file that does not exist is an error that names it.
func Load(path string, environ []string) (Config, error) {
	var c Config
	if err := env.ParseWithOptions(&c, env.Options{Environment: map[string]string{}, DefaultValueTagName: "default"}); err != nil {
		return Config{}, fmt.Errorf("config: defaults: %w", err)
	}
	if path != "" {
		if err := loadFile(&c, path); err != nil {
			return Config{}, err
		}
	}
	if err := env.ParseWithOptions(&c, env.Options{Environment: environment(environ)}); err != nil {
		return Config{}, fmt.Errorf("config: environment: %w", err)
	}
	if err := c.complete(); err != nil {
		return Config{}, err
	}
	return c, c.Validate()
}

func loadFile(c *Config, path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("config: %w", err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(c); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("config: %s: %w", path, err)
	}
	return nil
}

// complete fills what follows from other keys.
func (c *Config) complete() error {
	if len(c.TrustedProxies) == 0 {
		c.TrustedProxies = nil // an empty list in the file means the same
	}
	if len(c.AllowFrom) == 0 {
		c.AllowFrom = nil
	}
	if c.DatabaseDSN != "" {
		return nil
	}
	folder, err := filepath.Abs(c.DataDir)
	if err != nil {
		return fmt.Errorf("config: dataDir: %w", err)
	}
	c.DatabaseDSN = "sqlite://" + filepath.Join(folder, "guatu.db")
	return nil
}

// environment keeps non-empty variables: an empty one means "not set".
func environment(environ []string) map[string]string {
	found := map[string]string{}
	for _, line := range environ {
		if name, value, ok := strings.Cut(line, "="); ok && value != "" {
			found[name] = value
		}
	}
	return found
}

// UnknownEnv names the GUATU_* variables that no key has, for a warning.
// GUATU_TEST_* and GUATU_CONFIG belong to tests and to the command line.
func UnknownEnv(environ []string) []string {
	known := map[string]bool{"GUATU_CONFIG": true}
	for field := range reflect.TypeFor[Config]().Fields() {
		known[field.Tag.Get("env")] = true
	}
	var unknown []string
	for _, name := range slices.Sorted(maps.Keys(environment(environ))) {
		if strings.HasPrefix(name, "GUATU_") && !strings.HasPrefix(name, "GUATU_TEST_") && !known[name] {
			unknown = append(unknown, name)
		}
	}
	return unknown
}

// LogValue keeps passwords out of the log.
func (c Config) LogValue() slog.Value {
	dsn := "(set)"
	if parsed, err := url.Parse(c.DatabaseDSN); err == nil {
		dsn = parsed.Redacted()
	}
	return slog.GroupValue(slog.String("addr", c.Addr), slog.String("metricsAddr", c.MetricsAddr),
		slog.String("database", dsn), slog.String("dataDir", c.DataDir), slog.String("today", c.Today),
		slog.String("zone", c.Zone), slog.String("ruleSet", c.RuleSet))
}
