package configs

import (
	"strings"
	"testing"
	"testing/fstest"

	"guatu/internal/schedule"
)

// TestDecodeIsStrict: a misspelt threshold must not silently become its default, also inside a part that fills defaults in.
func TestDecodeIsStrict(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ text, want string }{
		"unknown key":        {"name: x\nversion: 1\nmilestoneRule: {}\n", "milestoneRule"},
		"unknown inner key":  {"name: x\nversion: 1\nmilestone: {dueSoonDay: 3}\n", "dueSoonDay"},
		"a second document":  {"name: x\nversion: 1\n---\nname: y\n", "more than one document"},
		"a key twice":        {"name: x\nname: y\n", "name"},
		"a word as a number": {"name: x\nversion: one\n", "one"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := fstest.MapFS{"a.yaml": {Data: []byte(c.text)}}
			var set schedule.RuleSet
			if err := decode(tree, "a.yaml", &set); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want an error about %q, got %v", c.want, err)
			}
		})
	}
}
