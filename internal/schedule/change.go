package schedule

import (
	"fmt"
	"math/big"
)

// Timing says when a change of a date was applied for (rules.md 7).
type Timing string

// The three counters of applications.
const (
	TimingEarly Timing = "onTime"      // 按时申请: at least noticeWorkdays working days before A
	TimingShort Timing = "shortNotice" // 临期申请: fewer, A itself included
	TimingLate  Timing = "afterDue"    // 逾期申请: after A
)

// Timing classes an application of the day `applied` against the approved date A. The first working day after the
// application is 1, A counts when it is a working day. Without A there is nothing to be late for: early.
func (rs *RuleSet) Timing(applied, approved Date, cal *Calendar) Timing {
	rs = rs.On(applied)
	switch {
	case approved.IsZero():
		return TimingEarly
	case applied.After(approved):
		return TimingLate
	case cal.WorkdaysBetween(applied, approved) < rs.ChangeRule.NoticeWorkdays:
		return TimingShort
	}
	return TimingEarly
}

// Route is who decides on a change.
type Route string

// The three routes, from the lowest to the highest.
const (
	RouteHead    Route = "head"    // 单位负责人, recorded 备案 by the supervision office
	RouteLeader  Route = "leader"  // 分管领导
	RouteMeeting Route = "meeting" // 常务会 decision, entered by the supervision office with its document
)

func (r Route) rank() int {
	switch r {
	case RouteMeeting:
		return 2
	case RouteLeader:
		return 1
	}
	return 0
}

// HigherRoute returns the route that decides on two changes of one request.
func HigherRoute(a, b Route) Route {
	if b.rank() > a.rank() {
		return b
	}
	return a
}

// ChangeKind is what a change asks for.
type ChangeKind string

// The five kinds of changes.
const (
	ChangeDelay   ChangeKind = "delay"   // 延期: another date
	ChangeTarget  ChangeKind = "target"  // 变更: another target
	ChangeSuspend ChangeKind = "suspend" // 停缓建
	ChangeResume  ChangeKind = "resume"  // 复工
	ChangeExit    ChangeKind = "exit"    // 退出: leaves the plan of the year
)

// ChangeFacts is what the route of one change depends on.
type ChangeFacts struct {
	Kind     ChangeKind
	Baseline Date // B; absent for an undated item
	To       Date // the date asked for
	PlanYear int  // the year of the promise
	// Cut says that the target of a ten-task indicator becomes less.
	Cut bool
	// TenTask says that the item is part of a livelihood task.
	TenTask bool
}

// Slip is the cumulative slip of the date asked for against B in civil days; 0 without either, negative when it is earlier.
func (f ChangeFacts) Slip() int {
	if f.Baseline.IsZero() || f.To.IsZero() {
		return 0
	}
	return f.To.Sub(f.Baseline)
}

// crossesYear says that the date asked for leaves the year of the promise.
func (f ChangeFacts) crossesYear() bool {
	return f.PlanYear != 0 && !f.To.IsZero() && f.To.Year() > f.PlanYear
}

// Route says who decides and why, in words. A date is judged by its cumulative slip against B, never against the last
// approved date, so that many small changes end where one large one would. Suspending takes at least the leader, leaving the
// plan takes the meeting, resuming changes no promise.
func (rs *RuleSet) Route(f ChangeFacts) (Route, string, string) {
	rule, slip := rs.Complete().ChangeRule, f.Slip()
	switch {
	case f.Kind == ChangeExit:
		return RouteMeeting, "退出计划须经常务会决定。", "Leaving the plan takes a decision of the executive meeting."
	case f.Cut:
		return RouteMeeting, "调减民生实事目标须经常务会决定。", "Cutting the target of a livelihood task takes a decision of the executive meeting."
	case f.crossesYear():
		return RouteMeeting, fmt.Sprintf("跨年（计划年度 %d 年）须经常务会决定。", f.PlanYear),
			fmt.Sprintf("A date after the plan year %d takes a decision of the executive meeting.", f.PlanYear)
	case slip > rule.LeaderSlipDays:
		return RouteMeeting, fmt.Sprintf("比原计划累计延 %d 天，超过 %d 天，须经常务会决定。", slip, rule.LeaderSlipDays),
			fmt.Sprintf("%s behind the original plan, more than %d: the executive meeting decides.", plural(slip, "day"), rule.LeaderSlipDays)
	case f.Kind == ChangeSuspend:
		return RouteLeader, "停缓建由分管领导批准。", "Suspending is approved by the leader in charge."
	case slip > rule.HeadSlipDays:
		return RouteLeader, fmt.Sprintf("比原计划累计延 %d 天，超过 %d 天，由分管领导批准。", slip, rule.HeadSlipDays),
			fmt.Sprintf("%s behind the original plan, more than %d: the leader in charge approves.", plural(slip, "day"), rule.HeadSlipDays)
	case f.Kind == ChangeTarget && f.TenTask:
		return RouteLeader, "调整民生实事目标由分管领导批准。", "Changing the target of a livelihood task is approved by the leader in charge."
	}
	return RouteHead, "由单位负责人批准，督查室备案。", "Approved by the head of the unit, recorded by the supervision office."
}

// ScaledPlan is a cumulative monthly plan after the target of the year moved from one figure to another: it keeps its shape,
// rounded down, so that it still ends at the target and never falls. Nil stays nil, and a target that was not above 0 scales nothing.
func ScaledPlan(monthly []int64, from, to int64) []int64 {
	if len(monthly) == 0 || from <= 0 || to < 0 {
		return monthly
	}
	out := make([]int64, len(monthly))
	for i, m := range monthly {
		scaled := new(big.Int).Mul(big.NewInt(m), big.NewInt(to)) // a product of two figures may be more than 64 bits
		out[i] = scaled.Div(scaled, big.NewInt(from)).Int64()
	}
	return out
}
