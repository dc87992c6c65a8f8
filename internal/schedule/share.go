package schedule

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
)

// Share is an exact fraction, such as 162 of 300 parking spaces. A share with
// a denominator of 0 or less is 0. In JSON it is its basis points.
type Share struct{ Num, Den int64 }

// Bp makes a share from basis points (10000 is the whole).
func Bp(bp int64) Share { return Share{bp, wholeBp} }

var _ fmt.Stringer = Share{}

// rat is the share as a number to calculate with.
func (s Share) rat() *big.Rat {
	if s.Den <= 0 {
		return new(big.Rat)
	}
	return big.NewRat(s.Num, s.Den)
}

// Bp returns the share in basis points, cut and never rounded up: 9999 until
// the whole is really reached.
func (s Share) Bp() int { return cutBp(s.rat()) }

// String writes the fraction, "162/300".
func (s Share) String() string { return fmt.Sprintf("%d/%d", s.Num, s.Den) }

// Of is the share of a whole number, cut and never rounded up; within the range of
// an int64.
func (s Share) Of(whole int64) int64 {
	r := s.rat()
	n := new(big.Int).Mul(r.Num(), big.NewInt(whole))
	if n.Div(n, r.Denom()); !n.IsInt64() {
		return math.MaxInt64
	}
	return n.Int64()
}

// Compare orders two shares exactly.
func (s Share) Compare(t Share) int { return s.rat().Cmp(t.rat()) }

// Clamp limits the share to 0…1.
func (s Share) Clamp() Share {
	switch r := s.rat(); {
	case r.Sign() <= 0:
		return Share{0, 1}
	case r.Cmp(whole()) >= 0:
		return Share{1, 1}
	}
	return s
}

// IsWhole reports whether at least the whole is reached.
func (s Share) IsWhole() bool { return s.rat().Cmp(whole()) >= 0 }

// MarshalJSON writes the share in basis points.
func (s Share) MarshalJSON() ([]byte, error) { return strconv.AppendInt(nil, int64(s.Bp()), 10), nil }

// UnmarshalJSON reads whole basis points.
func (s *Share) UnmarshalJSON(b []byte) error {
	bp, err := strconv.ParseInt(string(b), 10, 64)
	if err != nil {
		return fmt.Errorf("%s is not a whole number of basis points", b)
	}
	*s = Bp(bp)
	return nil
}

func whole() *big.Rat { return big.NewRat(1, 1) }

func bpRat(bp int) *big.Rat { return big.NewRat(int64(bp), wholeBp) }

// cutBp floors a number to basis points, within the range of an int64.
func cutBp(r *big.Rat) int {
	n := new(big.Int).Mul(r.Num(), big.NewInt(wholeBp))
	n.Div(n, r.Denom()) // Euclidean: with a positive divisor this is the floor
	if !n.IsInt64() {
		if n.Sign() < 0 {
			return -1 << 62
		}
		return 1 << 62
	}
	return int(n.Int64())
}
