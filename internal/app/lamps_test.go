package app

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"testing"
)

const good = `{"kind":"milestone","baseline":"2017-06-30","asOf":"2017-07-05"}`

func TestEvaluateLines(t *testing.T) {
	t.Parallel()
	padded := good[:len(good)-1] + strings.Repeat(" ", maxLine-len(good)) + "}"
	cases := []struct {
		name, in string
		want     []string // colour, or "error"
	}{
		{"nothing", "", nil},
		{"one line", good + "\n", []string{"yellow"}},
		{"no newline at the end", good, []string{"yellow"}},
		{"lines of another system", good + "\r\n" + good + "\r\n", []string{"yellow", "yellow"}},
		{"a fault does not stop the rest", good + "\nnonsense\n\n" + good, []string{"yellow", "error", "error", "yellow"}},
		{"an impossible day", strings.Replace(good, "06-30", "02-30", 1), []string{"error"}},
		{"a line of exactly the limit", padded + "\n" + good, []string{"yellow", "yellow"}},
		{"a line above the limit", padded + " \n" + good, []string{"error", "yellow"}},
		{"a line far above the limit", strings.Repeat("x", 3*maxLine) + "\n" + good + "\n", []string{"error", "yellow"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			failed, err := EvaluateLines(strings.NewReader(c.in), &out, "zhenan-default-1")
			if err != nil {
				t.Fatal(err)
			}
			got := strings.SplitAfter(out.String(), "\n")
			got = got[:len(got)-1]
			if len(got) != len(c.want) {
				t.Fatalf("%d lines, want %d: %s", len(got), len(c.want), out.String())
			}
			errors := 0
			for i, line := range got {
				var answer struct{ Colour, Error, Reason, RuleSet string }
				if err := json.Unmarshal([]byte(line), &answer); err != nil {
					t.Fatalf("line %d: %v", i+1, err)
				}
				if c.want[i] == "error" {
					errors++
					if answer.Error == "" || answer.Colour != "" {
						t.Errorf("line %d is %s, want an error", i+1, line)
					}
				} else if answer.Colour != c.want[i] || answer.Reason == "" || answer.RuleSet != "zhenan-default-1" {
					t.Errorf("line %d is %s, want %s", i+1, line, c.want[i])
				}
			}
			if failed != errors {
				t.Errorf("%d lines failed, want %d", failed, errors)
			}
		})
	}
}

func TestEvaluateLinesUnknownRuleSet(t *testing.T) {
	t.Parallel()
	if _, err := EvaluateLines(strings.NewReader(good), io.Discard, "nowhere"); err == nil || !strings.Contains(err.Error(), "zhenan-default-1") {
		t.Errorf("want an error that names the known sets, got %v", err)
	}
}

// TestEvaluateLinesAnswersAtOnce: a program that waits for the answer before it asks again must not hang.
func TestEvaluateLinesAnswersAtOnce(t *testing.T) {
	t.Parallel()
	inReader, inWriter := io.Pipe()
	outReader, outWriter := io.Pipe()
	go func() {
		_, err := EvaluateLines(inReader, outWriter, "zhenan-default-1")
		_ = outWriter.CloseWithError(err)
	}()
	answers := bufio.NewScanner(outReader)
	for range 3 {
		if _, err := io.WriteString(inWriter, good+"\n"); err != nil {
			t.Fatal(err)
		}
		if !answers.Scan() {
			t.Fatal("no answer", answers.Err())
		}
	}
	_ = inWriter.Close()
	if answers.Scan() || answers.Err() != nil {
		t.Errorf("after the end: %q, %v", answers.Text(), answers.Err())
	}
}
