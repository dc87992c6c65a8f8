package auth

import (
	"testing"

	"pgregory.net/rapid"

	"guatu/internal/schedule"
)

func day(text string) schedule.Date {
	if text == "" {
		return schedule.Date{}
	}
	return schedule.MustDate(text)
}

func TestExclusionLooksAtDays(t *testing.T) {
	held := func(role, from, to string) tenure {
		return tenure{UserID: 1, PostID: int64(len(role)), Role: role, FromOn: day(from), ToOn: day(to)}
	}
	since := day("2017-09-30")
	for _, test := range []struct {
		name     string
		tenures  []tenure
		conflict bool
	}{
		{"one role", []tenure{held(RoleSysadmin, "2017-01-01", "")}, false},
		{"both open", []tenure{held(RoleSysadmin, "2017-01-01", ""), held(RoleSecadmin, "2017-10-01", "")}, true},
		{"one ends the day before", []tenure{held(RoleSysadmin, "2017-01-01", "2017-10-31"), held(RoleSecadmin, "2017-11-01", "")}, false},
		{"they share one day", []tenure{held(RoleSysadmin, "2017-01-01", "2017-11-01"), held(RoleReporter, "2017-11-01", "")}, true},
		{"shared in the past only", []tenure{held(RoleSysadmin, "2017-01-01", "2017-09-29"), held(RoleReporter, "2017-01-01", "")}, false},
		{"shared until today", []tenure{held(RoleSysadmin, "2017-01-01", "2017-09-30"), held(RoleReporter, "2017-01-01", "")}, true},
		{"two people", []tenure{held(RoleSysadmin, "2017-01-01", ""), {UserID: 2, Role: RoleSecadmin, FromOn: day("2017-01-01")}}, false},
		{"business roles", []tenure{held(RoleReporter, "2017-01-01", ""), held(RoleHead, "2017-01-01", "")}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, _, got := exclusion(test.tenures, since); got != test.conflict {
				t.Errorf("conflict %v", got)
			}
		})
	}
}

func TestCoveredMeansEveryDay(t *testing.T) {
	since := day("2017-09-30")
	rapid.Check(t, func(t *rapid.T) {
		var tenures []tenure
		for range rapid.IntRange(0, 4).Draw(t, "n") {
			from := since.AddDays(rapid.IntRange(-10, 20).Draw(t, "from"))
			tenure := tenure{FromOn: from}
			if rapid.IntRange(0, 2).Draw(t, "open") > 0 {
				tenure.ToOn = from.AddDays(rapid.IntRange(0, 15).Draw(t, "length"))
			}
			tenures = append(tenures, tenure)
		}
		want := true
		for n := 0; n <= 60; n++ { // nothing changes after the last end
			want = want && anyOn(tenures, since.AddDays(n))
		}
		if got := covered(tenures, since); got != want {
			t.Fatalf("covered %v, by days %v: %v", got, want, tenures)
		}
	})
}

func anyOn(tenures []tenure, day schedule.Date) bool {
	for _, t := range tenures {
		if (holderRow{FromOn: t.FromOn, ToOn: t.ToOn}).on(day) {
			return true
		}
	}
	return false
}
