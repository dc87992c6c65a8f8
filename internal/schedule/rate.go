package schedule

import "math/big"

// RateFacts is a RATE 达标: numerator and denominator are stored, so that the
// comparison is exact.
type RateFacts struct {
	// AtMost: met when the value is at most the target; else at least.
	AtMost bool  `json:"atMost"`
	Target Ratio `json:"target"`
	// Value is the latest confirmed reading, nil when there is none.
	Value *Ratio `json:"value"`
	// Start is the value at the start of the year, nil when unknown.
	Start *Ratio `json:"start"`
}

// Ratio is a rate as it is stored, such as 1881 of 1900. A denominator of 0 or
// less makes it 0.
type Ratio struct {
	Num int64 `json:"num"`
	Den int64 `json:"den"`
}

func (r Ratio) rat() *big.Rat { return Share(r).rat() }

// Met reports whether the latest reading meets the target.
func (f RateFacts) Met() bool { return f.Value != nil && f.meets(*f.Value) }

func (f RateFacts) meets(v Ratio) bool {
	if f.AtMost {
		return v.rat().Cmp(f.Target.rat()) <= 0
	}
	return v.rat().Cmp(f.Target.rat()) >= 0
}

// share is c of a rate. Met is 1. Not met: the way made from a start value that
// does not meet the target; nothing when the start value did; without a start
// value, value to target (at least) or target to value (at most).
func (f RateFacts) share() Share {
	switch {
	case f.Met():
		return Share{1, 1}
	case f.Value == nil, f.Start != nil && f.meets(*f.Start):
		return Share{0, 1}
	case f.Start != nil:
		start := f.Start.rat()
		way := new(big.Rat).Sub(f.Target.rat(), start) // not 0: the start does not meet it
		made := new(big.Rat).Sub(f.Value.rat(), start)
		return shareOf(made.Quo(made, way))
	case f.Target.rat().Sign() <= 0:
		return Share{0, 1}
	case f.AtMost:
		return shareOf(new(big.Rat).Quo(f.Target.rat(), f.Value.rat()))
	}
	return shareOf(new(big.Rat).Quo(f.Value.rat(), f.Target.rat()))
}

// shareOf takes the number of a rate that is not met, which is below 1, and
// limits it to 0 from below. A fraction too fine for two int64 is cut to
// a millionth of a basis point, far below every comparison of the rules.
func shareOf(r *big.Rat) Share {
	switch {
	case r.Sign() <= 0:
		return Share{0, 1}
	case r.Num().IsInt64() && r.Denom().IsInt64():
		return Share{r.Num().Int64(), r.Denom().Int64()}
	}
	const fine = wholeBp * 1_000_000
	n := new(big.Int).Mul(r.Num(), big.NewInt(fine))
	return Share{n.Div(n, r.Denom()).Int64(), fine}
}

// Attainment is value to target, of an at-most rate target to value, with no
// cap: how tables print a rate that is met by far. Without a reading, or where
// the division has no meaning, it is 0.
func (f RateFacts) Attainment() Share {
	if f.Value == nil {
		return Share{0, 1}
	}
	over, under := *f.Value, f.Target
	if f.AtMost {
		over, under = under, over
	}
	if under.rat().Sign() <= 0 {
		return Share{0, 1}
	}
	made := new(big.Rat).Quo(over.rat(), under.rat())
	if made.Cmp(big.NewRat(maxAttainment, 1)) > 0 {
		return Share{maxAttainment, 1}
	}
	return shareOf(made)
}

// maxAttainment is more than any rate is met by; beyond it a fraction might not
// fit two int64.
const maxAttainment = 10_000

// mismatchAboveBp is fixed: 0.1 point, what rounding to one digit explains twice over.
const mismatchAboveBp = 10

// RateMismatch says whether a printed rate differs from the computed one by more
// than 0.1 point; compared exactly.
func RateMismatch(printedBp int, computed Share) bool {
	apart := new(big.Rat).Sub(bpRat(printedBp), computed.rat())
	return apart.Abs(apart).Cmp(bpRat(mismatchAboveBp)) > 0
}
