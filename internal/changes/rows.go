package changes

import (
	"guatu/internal/evidence"
	"guatu/internal/schedule"
)

// State is where a request stands.
type State string

// The states of a request; all but the first are final.
const (
	Submitted State = "submitted"
	Approved  State = "approved"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
)

// RequestRow is one row of change_requests; exported because GORM passes over embedded structs that are not. Absent days are zero and stored as NULL; instants are Unix milliseconds.
type RequestRow struct {
	ID             int64
	State          State
	ProjectID      *int64
	TaskID         *int64
	PlanYear       int
	Reason         Reason
	Words          string
	Effect         string
	Evidence       evidence.List
	Timing         schedule.Timing
	Route          schedule.Route
	RouteZh        string
	RouteEn        string
	ByHead         bool // the author is a head of the unit, whose own route is decided by somebody higher
	AuthorID       int64
	SubmittedAt    int64
	RecordedOn     schedule.Date
	DecidedBy      *int64
	DecidedPostID  *int64
	DecidedAt      *int64
	DecidedOn      schedule.Date
	DecisionWords  string
	DocumentTitle  string
	DocumentNumber string
	DocumentOn     schedule.Date
	FiledBy        *int64 // 备案 by the supervision office
	FiledAt        *int64
	FiledOn        schedule.Date
	FiledWords     string
	Sample         bool
	Version        int64
}

// TableName names the table for GORM.
func (RequestRow) TableName() string { return "change_requests" }

// itemRow is one row of change_items: what is asked for, and what the item was on the day of the request.
type itemRow struct {
	ID              int64
	RequestID       int64
	Ordinal         int
	Kind            schedule.ChangeKind
	MilestoneID     *int64
	IndicatorID     *int64
	ItemVersion     int64
	Timing          schedule.Timing
	SlipDays        int
	MovedDays       int
	Nth             int
	BaseOn          schedule.Date
	FromOn          schedule.Date
	ToOn            schedule.Date
	DeadlineWords   string
	FromTargetMilli *int64
	ToTargetMilli   *int64
	FromSuspendedOn schedule.Date
}

// TableName names the table for GORM.
func (itemRow) TableName() string { return "change_items" }

func (r itemRow) key() key { return key{or0(r.MilestoneID), or0(r.IndicatorID)} }

// asked is the change the row stands for.
func (r itemRow) asked() Asked {
	return Asked{MilestoneID: or0(r.MilestoneID), IndicatorID: or0(r.IndicatorID), Version: r.ItemVersion, Kind: r.Kind, To: r.ToOn,
		DeadlineWords: r.DeadlineWords, TargetMilli: or0(r.ToTargetMilli)}
}

// row is what is kept of a weighed change.
func (w weighed) row(ordinal int) itemRow {
	a, i := w.asked, w.item
	out := itemRow{Ordinal: ordinal, Kind: a.Kind, MilestoneID: ptr(i.MilestoneID), IndicatorID: ptr(i.IndicatorID), ItemVersion: i.Version,
		Timing: w.timing, SlipDays: w.slip, MovedDays: w.moved, Nth: w.nth, BaseOn: i.Baseline, FromOn: i.Due, ToOn: a.To,
		DeadlineWords: a.DeadlineWords, FromTargetMilli: i.TargetMilli, FromSuspendedOn: i.SuspendedOn}
	if a.Kind == schedule.ChangeTarget {
		out.ToTargetMilli = &a.TargetMilli
	}
	return out
}

// differs names what of the item is not any more what it was when the change was asked for; "" when nothing is.
func (r itemRow) differs(i Item) string {
	switch {
	case i.Due != r.FromOn:
		return "date_moved"
	case r.Kind == schedule.ChangeTarget && !same(i.TargetMilli, r.FromTargetMilli):
		return "target_moved"
	case (r.Kind == schedule.ChangeSuspend || r.Kind == schedule.ChangeResume) && i.SuspendedOn != r.FromSuspendedOn:
		return "suspension_moved"
	}
	return r.asked().refusal(i)
}

func ptr(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

func or0(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

func same(a, b *int64) bool { return (a == nil) == (b == nil) && or0(a) == or0(b) }
