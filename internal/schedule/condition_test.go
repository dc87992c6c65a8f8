package schedule

import "testing"

func TestConditionEval(t *testing.T) {
	t.Parallel()
	row := Row{
		Bools: map[Column]bool{ColKey: true},
		Dates: map[Column]Date{ColApproved: day("06-20"), ColForecast: day("06-25")},
	}
	for _, c := range []struct {
		name string
		c    Condition
		want bool
	}{
		{"true", And{}, true},
		{"false", Or{}, false},
		{"not", Not{Or{}}, true},
		{"null", IsNull{ColClaimed}, true},
		{"not null", IsNull{ColApproved}, false},
		{"bool", BoolIs{ColKey, true}, true},
		{"bool absent is false", BoolIs{ColDone, false}, true},
		{"=", DateCmp{ColApproved, OpEq, day("06-20")}, true},
		{"= not", DateCmp{ColApproved, OpEq, day("06-21")}, false},
		{"<", DateCmp{ColApproved, OpLt, day("06-21")}, true},
		{"< equal", DateCmp{ColApproved, OpLt, day("06-20")}, false},
		{"<= equal", DateCmp{ColApproved, OpLe, day("06-20")}, true},
		{">", DateCmp{ColApproved, OpGt, day("06-19")}, true},
		{"> equal", DateCmp{ColApproved, OpGt, day("06-20")}, false},
		{">= equal", DateCmp{ColApproved, OpGe, day("06-20")}, true},
		{"a comparison with NULL is false", DateCmp{ColClaimed, OpLt, day("06-20")}, false},
		{"columns", DateCmpColumns{ColForecast, OpEq, ColApproved, 5}, true},
		{"columns, earlier", DateCmpColumns{ColForecast, OpLt, ColApproved, 6}, true},
		{"columns with NULL", DateCmpColumns{ColForecast, OpGt, ColClaimed, 0}, false},
		{"a guarded comparison is false on NULL", compareColumns(ColClaimed, OpGt, ColApproved, 0), false},
	} {
		if got := c.c.Eval(row); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if Default().MilestoneIn("else", day("06-20")).Eval(row) || Default().MilestoneColour("pink", day("06-20")).Eval(row) {
		t.Error("an unknown name matched")
	}
}

// A compiled condition keeps every comparison beside its IsNull tests, so that
// SQL's NULL never reaches a Not.
func TestConditionsAreGuarded(t *testing.T) {
	t.Parallel()
	for _, c := range Colours() {
		guarded(t, Default().MilestoneColour(c, day("06-20")), nil)
	}
	for _, s := range MilestoneStates() {
		guarded(t, Default().MilestoneIn(s, day("06-20")), nil)
	}
}

func guarded(t *testing.T, c Condition, beside And) {
	t.Helper()
	switch c := c.(type) {
	case And:
		for _, part := range c {
			guarded(t, part, c)
		}
	case Or:
		for _, part := range c {
			guarded(t, part, nil)
		}
	case Not:
		guarded(t, c.Condition, nil)
	case DateCmp:
		needGuard(t, beside, c.Column)
	case DateCmpColumns:
		needGuard(t, beside, c.A)
		needGuard(t, beside, c.B)
	}
}

func needGuard(t *testing.T, beside And, column Column) {
	t.Helper()
	for _, part := range beside {
		if part == (Condition)(Not{IsNull{column}}) {
			return
		}
	}
	t.Errorf("%s is compared without a guard", column)
}
