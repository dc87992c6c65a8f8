package configs

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"guatu/internal/schedule"
)

//go:embed rulesets/*.yaml calendar/*.yaml casbin demo
var files embed.FS

// RuleSetNames returns the names of the shipped rule sets, sorted.
func RuleSetNames() []string {
	// Both patterns are constants and match at build time, so neither call can fail.
	found, _ := fs.Glob(files, "rulesets/*.yaml")
	names := make([]string, len(found))
	for i, name := range found {
		names[i] = strings.TrimSuffix(path.Base(name), ".yaml")
	}
	slices.Sort(names)
	return names
}

// RuleSet returns the shipped rule set with that name, complete and validated.
func RuleSet(name string) (*schedule.RuleSet, error) {
	if !slices.Contains(RuleSetNames(), name) {
		return nil, fmt.Errorf("there is no rule set %q; known are %s", name, strings.Join(RuleSetNames(), ", "))
	}
	var set schedule.RuleSet
	if err := decode(files, "rulesets/"+name+".yaml", &set); err != nil {
		return nil, err
	}
	if err := set.Validate(); err != nil {
		return nil, fmt.Errorf("rule set %s: %w", name, err)
	}
	if set.Name != name {
		return nil, fmt.Errorf("rule set %s calls itself %q; file and name must agree, because lamps quote the name", name, set.Name)
	}
	return set.Complete(), nil
}

// RuleSetText returns the shipped rule set with that name as it is written.
func RuleSetText(name string) (string, error) {
	raw, err := files.ReadFile("rulesets/" + name + ".yaml")
	return string(raw), err
}

// CalendarTexts returns the shipped years of the calendar as they are written.
func CalendarTexts() ([]string, error) {
	found, err := fs.Glob(files, "calendar/*.yaml")
	texts := make([]string, len(found))
	for i, name := range found {
		texts[i] = text(name)
	}
	return texts, err
}

// Calendar returns the working-day calendar of all shipped years.
func Calendar() (*schedule.Calendar, error) {
	found, err := fs.Glob(files, "calendar/*.yaml")
	if err != nil {
		return nil, err
	}
	years := make([]schedule.CalendarYear, len(found))
	for i, name := range found {
		if err := decode(files, name, &years[i]); err != nil {
			return nil, err
		}
	}
	return schedule.NewCalendar(years)
}

// CasbinModel returns the text of the rights model.
func CasbinModel() string { return text("casbin/model.conf") }

// CasbinPolicy returns the text of the rights policy.
func CasbinPolicy() string { return text("casbin/policy.csv") }

// Demo returns the files of the demonstration plan.
func Demo() fs.FS {
	sub, err := fs.Sub(files, "demo")
	if err != nil {
		panic(err) // "demo" is a valid path: only a typing error here gets us there
	}
	return sub
}

func text(name string) string {
	raw, err := files.ReadFile(name)
	if err != nil {
		panic(err) // embedded by name above
	}
	return string(raw)
}

// decode reads exactly one YAML document and refuses keys that the type does not know: a misspelt threshold must not
// silently become its default.
func decode(from fs.FS, name string, into any) error {
	raw, err := fs.ReadFile(from, name)
	if err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("configs/%s: %w", name, err)
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return fmt.Errorf("configs/%s: more than one document", name)
	}
	return nil
}
