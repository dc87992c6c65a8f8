package schedule

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestEvaluateLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		line, rule string
		colour     Colour
		badges     string
	}{
		{`{"kind":"progress","planBp":5000,"actualBp":3800,"year":2017,"due":"2017-10-31","firmness":"firm","verified":false,"claimed":null,"asOf":"2017-06-30"}`, "P2", Yellow, ""},
		{`{"kind":"progress","planBp":5000,"actualBp":1000,"firmness":"aim","asOf":"2017-06-30"}`, "P2", Yellow, ""},
		{`{"kind":"progress","planBp":10000,"actualBp":9900,"asOf":"2018-06-30"}`, "P2", Green, ""},
		{`{"kind":"progress","planBp":10000,"actualBp":9900,"year":2017,"due":null,"asOf":"2018-06-30"}`, "T2", Yellow, ""},
		{`{"kind":"progress","planBp":10000,"actualBp":9900,"due":"2017-10-31","asOf":"2018-06-30"}`, "T1", Red, ""},
		{`{"kind":"progress","planBp":5000,"actualBp":10000,"verified":true,"asOf":"2017-06-30"}`, "T0", Blue, ""},
		{`{"kind":"progress","planBp":0,"actualBp":0,"asOf":"2017-06-30"}`, "P2", Green, ""},
		{`{"kind":"progress","planBp":5000,"actualBp":15000,"claimed":"2017-06-29","asOf":"2017-06-30"}`, "P2", Green, "claimed"},
		{` {"asOf":"2017-07-12","kind":"milestone","baseline":"2017-06-20","key":true} ` + "\r\n", "M4", Red, ""},
		{`{"kind":"milestone","approved":"2017-06-20","asOf":"2017-06-20","changes":1}`, "M8", Green, "dueSoon extended"},
		{`{"kind":"milestone","baseline":null,"approved":null,"asOf":"2017-06-20"}`, "M0", Grey, ""},
		{`{"kind":"milestone","baseline":"2017-06-01","approved":"2017-06-20","forecast":"2017-06-30","reached":"2017-06-10","verified":false,` +
			`"claimed":"2017-06-22","suspended":null,"returned":[{"claimed":"2017-06-12","returned":"2017-06-15"}],"changes":2,"key":false,` +
			`"firmness":"aim","plannedStart":"2017-01-01","unreported":true,"madeGood":true,"listed":true,"added":true,"asOf":"2017-06-23"}`,
			"M3", Yellow, "extended claimed unreported madeGood listed added"},
		{`{"kind":"milestone","approved":"2017-06-20","returned":null,"verified":null,"firmness":null,"changes":null,"asOf":"2017-06-20"}`, "M8", Green, "dueSoon"},
	} {
		got, err := EvaluateLine([]byte(c.line), Default(), nil)
		if err != nil || got.Rule != c.rule || got.Colour != c.colour || badgeList(got) != c.badges {
			t.Errorf("%s\n%s by %s [%s], %v", c.line, got.Colour, got.Rule, badgeList(got), err)
		}
	}
}

func TestEvaluateLineRefuses(t *testing.T) {
	t.Parallel()
	progress := `{"kind":"progress","planBp":5000,"actualBp":3800,"asOf":"2017-06-30"`
	milestone := `{"kind":"milestone","approved":"2017-06-20","asOf":"2017-06-30"`
	for _, c := range []struct{ line, message string }{
		{``, "not a JSON object"},
		{`[]`, "not a JSON object"},
		{`null`, "not a JSON object"},
		{"\xff", "not valid UTF-8"},
		{`{`, "malformed JSON"},
		{`{1:2}`, "malformed JSON"},
		{`{"kind":}`, `malformed JSON at "kind"`},
		{progress + `,}`, "malformed JSON"},
		{progress, "malformed JSON"},
		{progress + `} {}`, "trailing data"},
		{progress + `}x`, "trailing data"},
		{progress + `,"year":2017,"year":2017}`, `duplicate key "year"`},
		{progress + `,"\u006bind":"progress"}`, `duplicate key "kind"`},
		{`{"planBp":1}`, "kind: is required"},
		{`{"kind":1}`, "kind: want a string"},
		{`{"kind":"order"}`, `kind: want "progress" or "milestone", got "order"`},
		{progress + `,"key":true,"zz":1}`, "key: unknown field"},
		{progress + `,"Year":2017}`, "Year: unknown field"},
		{milestone + `,"planBp":1}`, "planBp: unknown field"},
		{`{"kind":"progress","actualBp":1,"asOf":"2017-06-30"}`, "planBp: is required"},
		{`{"kind":"progress","planBp":1,"actualBp":null,"asOf":"2017-06-30"}`, "actualBp: is required"},
		{`{"kind":"progress","planBp":1,"actualBp":1}`, "asOf: is required"},
		{`{"kind":"milestone"}`, "asOf: is required"},
		{`{"kind":"progress","planBp":"5000","actualBp":1,"asOf":"2017-06-30"}`, "planBp: want a whole number"},
		{`{"kind":"progress","planBp":50.5,"actualBp":1,"asOf":"2017-06-30"}`, "planBp: want a whole number"},
		{`{"kind":"progress","planBp":1e3,"actualBp":1,"asOf":"2017-06-30"}`, "planBp: want a whole number"},
		{`{"kind":"progress","planBp":10001,"actualBp":1,"asOf":"2017-06-30"}`, "planBp: must be 0 to 10000"},
		{`{"kind":"progress","planBp":1,"actualBp":-1,"asOf":"2017-06-30"}`, "actualBp: must be 0 to"},
		{progress + `,"year":0}`, "year: must be 1 to 9999"},
		{progress + `,"due":"2017-02-30"}`, `due: "2017-02-30" is not a date`},
		{progress + `,"due":20170630}`, "due: want a string"},
		{progress + `,"due":""}`, "due: "},
		{progress + `,"claimed":true}`, "claimed: want a string"},
		{progress + `,"verified":1}`, "verified: want true or false"},
		{progress + `,"firmness":"hard"}`, `firmness: want "firm" or "aim"`},
		{progress + `,"firmness":""}`, `firmness: want "firm" or "aim"`},
		{progress + `,"firmness":1}`, "firmness: want a string"},
		{milestone + `,"changes":-1}`, "changes: must be 0 to"},
		{milestone + `,"changes":1.5}`, "changes: want a whole number"},
		{milestone + `,"key":"yes"}`, "key: want true or false"},
		{milestone + `,"returned":{}}`, "returned: want a list"},
		{milestone + `,"returned":[1]}`, "returned[0]: the line is not a JSON object"},
		{milestone + `,"returned":[{"claimed":"2017-06-01"}]}`, "returned[0].returned: is required"},
		{milestone + `,"returned":[{"claimed":"2017-06-01","returned":"2017-06-02"},{"claimed":"2017-06-01","returned":"2017-06-31"}]}`, "returned[1].returned: "},
		{milestone + `,"returned":[{"claimed":"2017-06-01","returned":"2017-06-02","by":"x"}]}`, "returned[0].by: unknown field"},
		{milestone + `,"returned":[{"claimed":"2017-06-01","claimed":"2017-06-02"}]}`, `returned[0]: duplicate key "claimed"`},
		{`{"kind":"milestone","asOf":"2017-6-30"}`, `asOf: "2017-6-30" is not a date`},
	} {
		lamp, err := EvaluateLine([]byte(c.line), Default(), nil)
		if err == nil || !strings.Contains(err.Error(), c.message) {
			t.Errorf("%s\ngot %v (%s), want %q", c.line, err, lamp.Rule, c.message)
		}
	}
}

// Any line gives either an error or one complete lamp that is JSON again.
func FuzzEvaluateLine(f *testing.F) {
	f.Add([]byte(`{"kind":"progress","planBp":5000,"actualBp":3800,"year":2017,"due":"2017-10-31","asOf":"2017-06-30"}`))
	f.Add([]byte(`{"kind":"milestone","approved":"2017-06-20","claimed":"2017-06-22","returned":[{"claimed":"0001-01-01","returned":"9999-12-31"}],"asOf":"9999-12-31"}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		lamp, err := EvaluateLine(line, Default(), nil)
		if err != nil {
			return
		}
		checkLamp(t, string(line), lamp)
		if _, err := json.Marshal(lamp); err != nil {
			t.Fatal(err)
		}
	})
}
