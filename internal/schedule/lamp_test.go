package schedule

import (
	"encoding/json"
	"testing"
)

func TestWorse(t *testing.T) {
	t.Parallel()
	order := Colours()
	for i, a := range order {
		for j, b := range order {
			if want := order[min(i, j)]; Worse(a, b) != want {
				t.Errorf("Worse(%s, %s) = %s", a, b, Worse(a, b))
			}
		}
	}
	for _, c := range order {
		if w := colourWord(c); w.en != string(c) {
			t.Errorf("%s is called %s", c, w.en)
		}
	}
}

func TestLampJSON(t *testing.T) {
	t.Parallel()
	out, err := json.Marshal(Lamp{})
	if err != nil || string(out) != `{"colour":"","badges":[],"rule":"","ruleSet":"","reason":"","inputs":{}}` {
		t.Errorf("empty: %s, %v", out, err)
	}
	lamp := Default().Milestone(due("06-20"), day("06-21"), nil)
	out, err = json.Marshal(lamp)
	want := `{"colour":"yellow","badges":[],"rule":"M5","ruleSet":"zhenan-default-1","reason":"应于 6 月 20 日完成，已逾期 1 天。",` +
		`"inputs":{"approved":"2017-06-20","asOf":"2017-06-21","baseline":"2017-06-20","overdueDays":1,"redAfterDays":30,"windowStart":"2017-03-22"}}`
	if err != nil || string(out) != want {
		t.Errorf("%v\ngot  %s\nwant %s", err, out, want)
	}
	var back Lamp
	if err := json.Unmarshal(out, &back); err != nil || back.Colour != Yellow || back.Sentence(English) != lamp.Reason {
		t.Errorf("read back: %+v, %v", back, err)
	}
}

func TestSentenceAnd(t *testing.T) {
	t.Parallel()
	a, none := sentence{"甲。", "A."}, sentence{}
	if a.and(none) != a || none.and(a) != a || a.and(a) != (sentence{"甲。甲。", "A. A."}) {
		t.Error("and")
	}
}
