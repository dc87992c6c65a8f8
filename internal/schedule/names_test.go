package schedule

import "testing"

// TestNames: every colour and badge has a word of its own in both languages.
func TestNames(t *testing.T) {
	t.Parallel()
	for _, lang := range []Lang{Chinese, English} {
		seen := map[string]bool{}
		for _, c := range Colours() {
			seen[c.Name(lang)] = true
		}
		for _, b := range Badges() {
			seen[b.Name(lang)] = true
		}
		if len(seen) != len(Colours())+len(Badges()) || seen[""] {
			t.Errorf("%s: %v", lang, seen)
		}
		words := map[string]bool{}
		for _, c := range BoardClassOrder() {
			words[c.Name(lang)] = true
		}
		if len(words) != len(BoardClassOrder()) || words[""] {
			t.Errorf("%s: %v", lang, words)
		}
	}
	if got := Colour("pink").Name(Chinese); got != "" {
		t.Errorf("no colour: %q", got)
	}
}
