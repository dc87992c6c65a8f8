package changes

import (
	"strings"
	"unicode/utf8"

	"guatu/internal/evidence"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Reason is the code of why something is asked for.
type Reason string

// The reasons; with any of them words are required.
const (
	ReasonLand       Reason = "landAcquisition" // 征迁政策处理
	ReasonLandUse    Reason = "landUse"         // 用地
	ReasonSeaUse     Reason = "seaUse"          // 用海审批
	ReasonFunds      Reason = "funds"           // 资金
	ReasonApproval   Reason = "approval"        // 审批
	ReasonDesign     Reason = "design"          // 设计变更
	ReasonForce      Reason = "forceMajeure"    // 不可抗力
	ReasonContractor Reason = "contractor"      // 施工单位
	ReasonOther      Reason = "other"           // 其他
)

// Reasons returns every reason in the order people choose from.
func Reasons() []Reason {
	return []Reason{ReasonLand, ReasonLandUse, ReasonSeaUse, ReasonFunds, ReasonApproval, ReasonDesign, ReasonForce, ReasonContractor, ReasonOther}
}

// Asked is one change that is asked for.
type Asked struct {
	MilestoneID int64
	IndicatorID int64
	Version     int64 // of the item the requester saw
	Kind        schedule.ChangeKind
	// To is the date of a delay; without it DeadlineWords say it (「6月底前」).
	To            schedule.Date
	DeadlineWords string
	TargetMilli   int64
}

func (a Asked) key() key { return key{a.MilestoneID, a.IndicatorID} }

// Draft is a request as it is filled in.
type Draft struct {
	ProjectID int64
	TaskID    int64
	Reason    Reason
	Words     string
	Effect    string
	Evidence  evidence.List
	Items     []Asked
	// Sample marks sample data. No operation carries it.
	Sample bool
}

const (
	maxWords    = 2000
	maxItems    = 50
	maxDeadline = 80
)

func (d Draft) trimmed() Draft {
	d.Words, d.Effect = strings.TrimSpace(d.Words), strings.TrimSpace(d.Effect)
	d.Items = append([]Asked(nil), d.Items...)
	for i := range d.Items {
		d.Items[i].DeadlineWords = strings.TrimSpace(d.Items[i].DeadlineWords)
	}
	d.Evidence = d.Evidence.Trimmed()
	return d
}

// faults lists what is wrong with the form by itself.
func (d Draft) faults() (out []httpapi.FieldError) {
	add := func(bad bool, field, code string) {
		if bad {
			out = append(out, fault(field, code))
		}
	}
	add((d.ProjectID == 0) == (d.TaskID == 0), "projectId", "one_parent")
	add(d.Words == "", "words", "words_required")
	add(utf8.RuneCountInString(d.Words) > maxWords, "words", "too_long")
	add(utf8.RuneCountInString(d.Effect) > maxWords, "effect", "too_long")
	add(len(d.Items) == 0 || len(d.Items) > maxItems, "items", "items_number")
	return append(out, d.Evidence.Faults("evidence")...)
}

// dated is what is asked for with the date its words name. A phrase is read in the plan year of the item.
func (a Asked) dated(year int) (Asked, bool) {
	if a.Kind != schedule.ChangeDelay || !a.To.IsZero() || a.DeadlineWords == "" {
		return a, true
	}
	found, err := schedule.ParseDeadline(a.DeadlineWords, year)
	if err != nil {
		return a, false
	}
	a.To = found.Date
	return a, true
}

// faults lists what is wrong with one change of an item that is there.
func (a Asked) faults(at string, i Item, today schedule.Date) (out []httpapi.FieldError) {
	add := func(bad bool, field, code string) {
		if bad {
			out = append(out, fault(at+field, code))
		}
	}
	a, read := a.dated(i.PlanYear)
	if !i.allows(a.Kind) {
		code := "kind_unfit"
		if i.event() {
			code = "kind_of_milestone"
		}
		return []httpapi.FieldError{fault(at+".kind", code)}
	}
	add(utf8.RuneCountInString(a.DeadlineWords) > maxDeadline, ".deadlineWords", "too_long")
	delay, target := a.Kind == schedule.ChangeDelay, a.Kind == schedule.ChangeTarget
	add(!read, ".deadlineWords", "deadline_unknown")
	add(delay && read && a.To.IsZero(), ".toDate", "date_required")
	add(!delay && !a.To.IsZero(), ".toDate", "date_unused")
	if delay && !a.To.IsZero() {
		add(a.To == i.Due, ".toDate", "date_same")
		add(a.To.Before(today), ".toDate", "date_past")
		add(i.Node.PlannedStart.After(a.To), ".toDate", "date_before_start")
	}
	add(target && a.TargetMilli <= 0, ".toTargetMilli", "target_range")
	add(!target && a.TargetMilli != 0, ".toTargetMilli", "target_unused")
	add(target && i.TargetMilli != nil && a.TargetMilli == *i.TargetMilli, ".toTargetMilli", "target_same")
	return out
}

// refusal is why the state of the item does not allow the change, "" when it does.
func (a Asked) refusal(i Item) string {
	switch {
	case !i.ExitedOn.IsZero():
		return "item_exited"
	case i.Carried:
		return "item_carried"
	case i.Done:
		return "item_finished"
	case a.Kind == schedule.ChangeResume && i.SuspendedOn.IsZero():
		return "not_suspended"
	}
	return ""
}

// weighed is one change with what it means by the rules.
type weighed struct {
	asked  Asked
	item   Item
	timing schedule.Timing
	route  schedule.Route
	zh, en string // of the route
	slip   int    // of the date asked for against B
	moved  int    // of the date asked for against A
	nth    int
}

// weigh judges one change on the day it is asked for.
func weigh(set *schedule.RuleSet, cal *schedule.Calendar, a Asked, i Item, today schedule.Date) weighed {
	a, _ = a.dated(i.PlanYear)
	facts := schedule.ChangeFacts{Kind: a.Kind, Baseline: i.Baseline, To: a.To, PlanYear: i.PlanYear, TenTask: i.TenTask}
	if a.Kind == schedule.ChangeTarget {
		facts.Cut = i.TenTask && i.cuts(a.TargetMilli)
	}
	w := weighed{asked: a, item: i, timing: set.Timing(today, i.Due, cal), slip: facts.Slip()}
	w.route, w.zh, w.en = set.Route(facts)
	switch {
	case a.Kind == schedule.ChangeTarget:
		w.nth = i.TargetChanges + 1
	case a.Kind == schedule.ChangeDelay && !i.Due.IsZero():
		w.nth, w.moved = i.DueChanges+1, a.To.Sub(i.Due)
	}
	return w
}

// worst is the timing of a request: that of the item that was asked for latest.
func worst(a, b schedule.Timing) schedule.Timing {
	rank := func(t schedule.Timing) int {
		switch t {
		case schedule.TimingLate:
			return 2
		case schedule.TimingShort:
			return 1
		}
		return 0
	}
	if rank(b) > rank(a) {
		return b
	}
	return a
}
