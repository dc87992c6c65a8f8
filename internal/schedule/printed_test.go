package schedule

import "testing"

// The rates of 眉山 2017, 1—7月, and what is 0.1 point apart and what is more.
func TestRateMismatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		printed  int
		computed Share
		want     bool
	}{
		{"rounded", 7480, Share{19456, 26000}, false},
		{"cut", 7580, Share{3034, 4000}, false},
		{"another rate", 9190, Share{24589, 30000}, true},
		{"exactly 0.1 point above", 5010, Share{1, 2}, false},
		{"exactly 0.1 point below", 4990, Share{1, 2}, false},
		{"a hundredth of a point more", 5011, Share{1, 2}, true},
		{"more by less than can be printed", 5010, Share{4_999_999, 10_000_000}, true},
		{"nothing is computed", 10, Share{}, false},
	} {
		if got := RateMismatch(c.printed, c.computed); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestAttainment(t *testing.T) {
	t.Parallel()
	rate := func(value, goal int64, atMost bool) RateFacts {
		return RateFacts{AtMost: atMost, Target: Ratio{goal, 100_000}, Value: &Ratio{value, 100_000}}
	}
	for _, c := range []struct {
		name string
		f    RateFacts
		want int
	}{
		{"at least", rate(96_800, 78_000, false), 12410},
		{"at least, short", rate(70_000, 78_000, false), 8974},
		{"at most", rate(4_200, 4_300, true), 10238},
		{"at most, exceeded", rate(5_000, 4_300, true), 8600},
		{"at most 0 and it is 0", rate(0, 0, true), 0},
		{"a target of 0", rate(5, 0, false), 0},
		{"no reading", RateFacts{Target: Ratio{1, 2}}, 0},
		{"far too much to print", RateFacts{Target: Ratio{1, 1 << 40}, Value: &Ratio{1 << 40, 1}}, 100_000_000},
	} {
		if got := c.f.Attainment().Bp(); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
