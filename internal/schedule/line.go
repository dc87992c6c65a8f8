package schedule

import (
	"fmt"
	"math"
)

// EvaluateLine judges one line of JSON, the input of "guatu lamp": a progress
// or a milestone with the day asOf. Fields that may be absent may be null.
// A malformed line, an unknown or repeated field, trailing data, a wrong type,
// a share out of range or an impossible date is an error that names the field.
func EvaluateLine(line []byte, rs *RuleSet, cal *Calendar) (Lamp, error) {
	fields, err := parseObject(line)
	if err != nil {
		return Lamp{}, err
	}
	o := &object{fields: fields}
	o.need("kind")
	switch kind := o.text("kind"); {
	case o.err != nil:
		return Lamp{}, o.err
	case kind == "progress":
		return evaluateProgress(o, rs, cal)
	case kind == "milestone":
		return evaluateMilestone(o, rs, cal)
	default:
		return Lamp{}, fmt.Errorf(`kind: want "progress" or "milestone", got %q`, kind)
	}
}

func evaluateProgress(o *object, rs *RuleSet, cal *Calendar) (Lamp, error) {
	o.allow("kind", "planBp", "actualBp", "year", "due", "firmness", "verified", "claimed", "asOf")
	o.need("planBp", "actualBp", "asOf")
	f := ProgressFacts{
		Plan:     Bp(o.whole("planBp", 0, wholeBp)),
		Actual:   Bp(o.whole("actualBp", 0, math.MaxInt64)),
		Year:     int(o.whole("year", 1, 9999)),
		Due:      o.date("due"),
		Firmness: o.firmness("firmness"),
		Verified: o.flag("verified"),
		Claimed:  o.date("claimed"),
	}
	asOf := o.date("asOf")
	if o.err != nil {
		return Lamp{}, o.err
	}
	return rs.Progress(f, asOf, cal), nil
}

func evaluateMilestone(o *object, rs *RuleSet, cal *Calendar) (Lamp, error) {
	o.allow("kind", "baseline", "approved", "forecast", "reached", "verified", "claimed", "suspended",
		"returned", "changes", "key", "firmness", "plannedStart", "unreported", "madeGood", "listed", "added", "asOf")
	o.need("asOf")
	f := MilestoneFacts{
		Baseline:     o.date("baseline"),
		Approved:     o.date("approved"),
		Forecast:     o.date("forecast"),
		Reached:      o.date("reached"),
		Verified:     o.flag("verified"),
		Claimed:      o.date("claimed"),
		Suspended:    o.date("suspended"),
		Returned:     o.returned("returned"),
		Changes:      int(o.whole("changes", 0, math.MaxInt32)),
		Key:          o.flag("key"),
		Firmness:     o.firmness("firmness"),
		PlannedStart: o.date("plannedStart"),
		Unreported:   o.flag("unreported"),
		MadeGood:     o.flag("madeGood"),
		Listed:       o.flag("listed"),
		Added:        o.flag("added"),
	}
	asOf := o.date("asOf")
	if o.err != nil {
		return Lamp{}, o.err
	}
	return rs.Milestone(f, asOf, cal), nil
}
