package reports

import (
	"cmp"
	"slices"

	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// ChangeGroup is one kind of difference between two days.
type ChangeGroup string

// The groups of a comparison, in the order they are shown. A row may be in several.
const (
	GroupLamps      ChangeGroup = "lamps"      // another colour
	GroupDates      ChangeGroup = "dates"      // 现计划 moved
	GroupLate       ChangeGroup = "late"       // newly overdue
	GroupDone       ChangeGroup = "done"       // newly done and verified
	GroupUnreported ChangeGroup = "unreported" // not reported once in between although a cut-off passed
	GroupAdded      ChangeGroup = "added"      // entered in between
	GroupExited     ChangeGroup = "exited"     // left the plan in between
	GroupFigures    ChangeGroup = "figures"    // another confirmed figure
)

// ChangeGroups returns the groups in the order they are shown.
func ChangeGroups() []ChangeGroup {
	return []ChangeGroup{GroupLamps, GroupDates, GroupLate, GroupDone, GroupUnreported, GroupAdded, GroupExited, GroupFigures}
}

// side is what is known of one end of a comparison.
type side struct {
	on    schedule.Date // the day, or that of the close
	month schedule.Month
	items []frozen.Item
}

// difference is a row at both ends. was is nil for one that was entered in between.
type difference struct {
	was *frozen.Item
	is  frozen.Item
}

// key names a row of any kind.
type rowKey struct {
	kind frozen.Kind
	id   int64
}

// compare sorts the rows of two ends into groups. What was carried over to the next plan counts there; what is not there any
// more at the later end was taken back before the freeze and is no change.
func compare(a, b side, set *schedule.RuleSet) map[ChangeGroup][]difference {
	before := make(map[rowKey]*frozen.Item, len(a.items))
	for n := range a.items {
		before[rowKey{a.items[n].Kind, a.items[n].ID}] = &a.items[n]
	}
	out := map[ChangeGroup][]difference{}
	first := set.LastReportMonth(a.on).Next()
	for _, is := range b.items {
		d := difference{before[rowKey{is.Kind, is.ID}], is}
		if is.Facts.Carried || d.was != nil && d.was.Facts.Carried {
			continue
		}
		for _, group := range d.groups(first) {
			out[group] = append(out[group], d)
		}
	}
	for _, rows := range out {
		slices.SortStableFunc(rows, worstFirst)
	}
	return out
}

// groups are those a row belongs to; first is the first month whose cut-off lies between the two ends.
func (d difference) groups(first schedule.Month) []ChangeGroup {
	if d.was == nil {
		return []ChangeGroup{GroupAdded}
	}
	was, is := d.was.Facts, d.is.Facts
	if !is.Exited.IsZero() {
		if was.Exited.IsZero() {
			return []ChangeGroup{GroupExited}
		}
		return nil
	}
	var out []ChangeGroup
	for _, c := range []struct {
		group ChangeGroup
		holds bool
	}{
		{GroupLamps, d.was.Lamp.Colour != d.is.Lamp.Colour},
		{GroupDates, was.Approved != is.Approved && d.is.Kind != frozen.Project && d.is.Kind != frozen.Task},
		{GroupLate, is.Late && !was.Late},
		{GroupDone, is.Done && !was.Done},
		{GroupUnreported, !is.Done && is.Suspended.IsZero() && !is.Asked.Before(first) && is.Reported.Before(first)},
		{GroupFigures, !equal(was.Figure, is.Figure)},
	} {
		if c.holds {
			out = append(out, c.group)
		}
	}
	return out
}

func equal(a, b *int64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// worstFirst orders by the later colour, then by kind and id, so that pages are the same each time.
func worstFirst(a, b difference) int {
	return cmp.Or(cmp.Compare(b.is.Lamp.Colour.Severity(), a.is.Lamp.Colour.Severity()),
		cmp.Compare(b.is.Facts.OverdueDays, a.is.Facts.OverdueDays), cmp.Compare(a.is.Kind, b.is.Kind), cmp.Compare(a.is.ID, b.is.ID))
}

// Move says which way something went.
type Move string

// The moves.
const (
	MoveUp   Move = "up"   // better
	MoveDown Move = "down" // worse
	MoveSame Move = "same"
	MoveNew  Move = "new" // was not there
)

// grade puts the colours in the order of getting better; grey is no grade, so that a way from or to it is judged by the figure.
func grade(c schedule.Colour) int {
	switch c {
	case schedule.Red:
		return 1
	case schedule.Yellow:
		return 2
	case schedule.Green:
		return 3
	case schedule.Blue:
		return 4
	case schedule.Grey:
	}
	return 0
}

// moved says which way a row went: the lamp decides; with the same lamp, or where one of them is grey, the figure does.
func moved(was, is schedule.Colour, wasBp, isBp *int) Move {
	from, to := grade(was), grade(is)
	if from != 0 && to != 0 && from != to {
		if to > from {
			return MoveUp
		}
		return MoveDown
	}
	if wasBp == nil || isBp == nil || *wasBp == *isBp {
		return MoveSame
	}
	if *isBp > *wasBp {
		return MoveUp
	}
	return MoveDown
}
