package schedule

// Condition is a small expression over named columns that a store renders to
// SQL. The node kinds are And, Or, Not, IsNull, BoolIs, DateCmp,
// InScope and DateCmpColumns; And{} is true and Or{} is false.
//
// A comparison with an absent date is false. Compiled conditions put an IsNull
// test beside every comparison that may meet NULL, so that SQL's third truth
// value never reaches a Not and Eval and the database agree.
type Condition interface {
	// Eval evaluates the condition on one row.
	Eval(Row) bool
}

// Column names a column; the store maps it to its own column or expression.
type Column string

// The columns of a milestone row; see MilestoneRow for what each must hold.
const (
	ColDone         Column = "done"         // bool
	ColAim          Column = "aim"          // bool
	ColKey          Column = "key"          // bool
	ColApproved     Column = "approved"     // date
	ColClockDue     Column = "clockDue"     // date
	ColForecast     Column = "forecast"     // date
	ColReached      Column = "reached"      // date
	ColClaimed      Column = "claimed"      // date
	ColColourDay    Column = "colourDay"    // date
	ColSuspendedOn  Column = "suspendedOn"  // date
	ColPlannedStart Column = "plannedStart" // date
	ColCarried      Column = "carried"      // date
	ColExited       Column = "exited"       // date
)

// Row holds the values of the columns; an absent date is NULL.
type Row struct {
	Bools map[Column]bool
	Dates map[Column]Date
	Place Place
}

// Op compares two dates.
type Op string

// The operators, written as in SQL.
const (
	OpEq Op = "="
	OpLt Op = "<"
	OpLe Op = "<="
	OpGt Op = ">"
	OpGe Op = ">="
)

func (op Op) holds(a, b Date) bool {
	switch {
	case a.IsZero() || b.IsZero():
		return false
	case a == b:
		return op == OpEq || op == OpLe || op == OpGe
	case a.Before(b):
		return op == OpLt || op == OpLe
	}
	return op == OpGt || op == OpGe
}

// And holds when every part does.
type And []Condition

// Or holds when any part does.
type Or []Condition

// Not negates a condition.
type Not struct{ Condition Condition }

// IsNull holds when the date column is absent.
type IsNull struct{ Column Column }

// BoolIs holds when the bool column has the value.
type BoolIs struct {
	Column Column
	Value  bool
}

// DateCmp compares a column with a constant date.
type DateCmp struct {
	Column Column
	Op     Op
	Date   Date
}

// InScope holds for an item that stood in the scope of a rule set on the day. A store asks where its project and its
// indicators stood as recorded by then.
type InScope struct {
	Scope Scope
	On    Date
}

// Eval implements Condition.
func (c InScope) Eval(r Row) bool { return c.Scope.within(r.Place) }

// DateCmpColumns compares A with B + PlusDays civil days.
type DateCmpColumns struct {
	A        Column
	Op       Op
	B        Column
	PlusDays int
}

// Eval implements Condition.
func (c And) Eval(r Row) bool {
	for _, part := range c {
		if !part.Eval(r) {
			return false
		}
	}
	return true
}

// Eval implements Condition.
func (c Or) Eval(r Row) bool {
	for _, part := range c {
		if part.Eval(r) {
			return true
		}
	}
	return false
}

// Eval implements Condition.
func (c Not) Eval(r Row) bool { return !c.Condition.Eval(r) }

// Eval implements Condition.
func (c IsNull) Eval(r Row) bool { return r.Dates[c.Column].IsZero() }

// Eval implements Condition.
func (c BoolIs) Eval(r Row) bool { return r.Bools[c.Column] == c.Value }

// Eval implements Condition.
func (c DateCmp) Eval(r Row) bool { return c.Op.holds(r.Dates[c.Column], c.Date) }

// Eval implements Condition.
func (c DateCmpColumns) Eval(r Row) bool {
	return c.Op.holds(r.Dates[c.A], r.Dates[c.B].AddDays(c.PlusDays))
}

// compare is DateCmp guarded against NULL.
func compare(c Column, op Op, d Date) Condition {
	return And{Not{IsNull{c}}, DateCmp{c, op, d}}
}

// compareColumns is DateCmpColumns guarded against NULL.
func compareColumns(a Column, op Op, b Column, plusDays int) Condition {
	return And{Not{IsNull{a}}, Not{IsNull{b}}, DateCmpColumns{a, op, b, plusDays}}
}
