package frozen_test

import (
	"encoding/json"
	"strings"
	"testing"

	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

type part struct {
	Name string        `json:"name"`
	Lamp schedule.Lamp `json:"lamp"`
}

type answer struct {
	Lamp   *schedule.Lamp `json:"lamp"`
	Parts  []part         `json:"parts"`
	Reason string         `json:"reason"`
	N      int64          `json:"n"`
	hidden *part
}

// TestSentences: an answer frozen in Chinese is read in English with every lamp in it, and with nothing else changed.
func TestSentences(t *testing.T) {
	set, day := schedule.Default(), schedule.MustDate("2017-06-30")
	lamp := func(due string) schedule.Lamp {
		return set.Milestone(schedule.MilestoneFacts{Baseline: schedule.MustDate(due)}, day, nil)
	}
	red, green := lamp("2017-03-01"), lamp("2017-07-31")
	in := answer{Lamp: &red, Parts: []part{{"一", green}, {"二", red}}, Reason: green.Reason, N: 9_007_199_254_740_993, hidden: &part{}}
	sentences := frozen.Sentences(in)
	if len(sentences) != 2 || sentences[red.Reason] != red.Sentence(schedule.English) || sentences[green.Reason] == "" {
		t.Fatalf("sentences: %v", sentences)
	}
	body, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if same, err := frozen.Translate(body, nil); err != nil || string(same) != string(body) {
		t.Errorf("without sentences nothing changes: %s %v", same, err)
	}
	english, err := frozen.Translate(body, sentences)
	if err != nil {
		t.Fatal(err)
	}
	var out answer
	if err := json.Unmarshal(english, &out); err != nil {
		t.Fatal(err)
	}
	if out.Lamp.Reason != red.Sentence(schedule.English) || out.Parts[0].Lamp.Reason != green.Sentence(schedule.English) ||
		out.Reason != green.Sentence(schedule.English) || out.Parts[1].Name != "二" || out.N != in.N {
		t.Errorf("in English: %s", english)
	}
	if strings.Contains(string(english), red.Reason) {
		t.Error("a Chinese sentence is left")
	}
	if _, err := frozen.Translate([]byte("{"), sentences); err == nil {
		t.Error("a broken body is an error")
	}
}
