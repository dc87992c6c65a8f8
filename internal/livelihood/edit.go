package livelihood

import (
	"slices"
	"strings"
	"unicode/utf8"

	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// TaskEdit is what the supervision office sets of a task. What is absent stays.
type TaskEdit struct {
	Ordinal      *int                 `json:"ordinal,omitempty" minimum:"1" maximum:"100"`
	Title        *string              `json:"title,omitempty" maxLength:"200"`
	ShortTitle   *string              `json:"shortTitle,omitempty" maxLength:"80"`
	DepartmentID *int64               `json:"departmentId,omitempty"`
	LeaderPostID httpapi.Maybe[int64] `json:"leaderPostId,omitzero"`
	Words        *string              `json:"words,omitempty" maxLength:"5000"`
	ReportCycle  *schedule.Cycle      `json:"reportCycle,omitempty" enum:"monthly,tenday,weekly" doc:"How often it is reported; it may be changed after the freeze"`
}

// apply returns the row with the edit.
func (e TaskEdit) apply(t taskRow) taskRow {
	set(&t.Ordinal, e.Ordinal)
	setText(&t.Title, e.Title)
	setText(&t.ShortTitle, e.ShortTitle)
	set(&t.DepartmentID, e.DepartmentID)
	e.LeaderPostID.Into(&t.LeaderPostID)
	setText(&t.Words, e.Words)
	set(&t.ReportCycle, e.ReportCycle)
	if t.ReportCycle == "" {
		t.ReportCycle = schedule.CycleMonthly
	}
	return t
}

// faults lists what is wrong with a task that would be written.
func (t taskRow) faults() []fault {
	return collect(
		faultWhen{t.Year < 2000 || t.Year > 2100, fault{"year", "year_range"}},
		faultWhen{t.Ordinal < 1 || t.Ordinal > 100, fault{"ordinal", "ordinal_range"}},
		faultWhen{t.Title == "", fault{"title", "required"}},
		faultWhen{t.DepartmentID == 0, fault{"departmentId", "required"}},
		faultWhen{utf8.RuneCountInString(t.Title) > 200, fault{"title", "too_long"}},
	)
}

// IndicatorEdit is what the supervision office sets of an indicator. What is
// absent stays.
type IndicatorEdit struct {
	Ordinal       *int                            `json:"ordinal,omitempty" minimum:"1" maximum:"100"`
	Name          *string                         `json:"name,omitempty" maxLength:"200"`
	Type          *schedule.IndicatorType         `json:"type,omitempty" enum:"CUM,EVENT,STAGE,RATE,KEEP,SERVICE,OPEN,WORDS"`
	DepartmentID  *int64                          `json:"departmentId,omitempty" doc:"By default that of the task"`
	LeaderPostID  httpapi.Maybe[int64]            `json:"leaderPostId,omitzero" doc:"null: that of the task"`
	Weight        *int                            `json:"weight,omitempty" minimum:"1" maximum:"1000"`
	Firmness      *schedule.Firmness              `json:"firmness,omitempty" enum:"firm,aim"`
	Unit          *string                         `json:"unit,omitempty" maxLength:"40"`
	Comparator    *string                         `json:"comparator,omitempty" enum:"atLeast,atMost"`
	TargetMilli   httpapi.Maybe[int64]            `json:"targetMilli,omitzero" doc:"CUM: the increment of the year"`
	StartMilli    httpapi.Maybe[int64]            `json:"startMilli,omitzero"`
	PlannedStart  httpapi.Maybe[schedule.Month]   `json:"plannedStart,omitzero"`
	Due           httpapi.Maybe[schedule.Date]    `json:"due,omitzero"`
	DeadlineWords *string                         `json:"deadlineWords,omitempty" maxLength:"80"`
	Precision     *string                         `json:"precision,omitempty" enum:"day,month,quarter,halfYear,year"`
	MonthlyPlan   httpapi.Maybe[[]int64]          `json:"monthlyPlan,omitzero" doc:"Cumulative from January"`
	Periods       httpapi.Maybe[[]schedule.Month] `json:"periods,omitzero"`
	MilestoneID   httpapi.Maybe[int64]            `json:"milestoneId,omitzero"`
	Ladder        httpapi.Maybe[[]schedule.Stage] `json:"ladder,omitzero"`
	TargetStage   *string                         `json:"targetStage,omitempty" maxLength:"40"`
	Words         *string                         `json:"words,omitempty" maxLength:"5000"`
	Note          *string                         `json:"note,omitempty" maxLength:"5000"`
}

// apply returns the row with the edit.
func (e IndicatorEdit) apply(i indicatorRow) indicatorRow {
	set(&i.Ordinal, e.Ordinal)
	setText(&i.Name, e.Name)
	set(&i.Type, e.Type)
	set(&i.DepartmentID, e.DepartmentID)
	e.LeaderPostID.Into(&i.LeaderPostID)
	set(&i.Weight, e.Weight)
	set(&i.Firmness, e.Firmness)
	setText(&i.Unit, e.Unit)
	set(&i.Comparator, e.Comparator)
	e.TargetMilli.Into(&i.TargetMilli)
	e.StartMilli.Into(&i.StartMilli)
	e.PlannedStart.OrZero(&i.PlannedStart)
	e.Due.OrZero(&i.DueOn)
	setText(&i.DeadlineWords, e.DeadlineWords)
	set(&i.DatePrecision, e.Precision)
	setList(&i.MonthlyPlan, e.MonthlyPlan)
	setList(&i.Periods, e.Periods)
	e.MilestoneID.Into(&i.MilestoneID)
	setList(&i.Ladder, e.Ladder)
	setText(&i.TargetStage, e.TargetStage)
	setText(&i.Words, e.Words)
	setText(&i.Note, e.Note)
	return i
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func setText(to *string, from *string) {
	if from != nil {
		*to = strings.TrimSpace(*from)
	}
}

func setList[T any](to *list[T], from httpapi.Maybe[[]T]) {
	if !from.Set {
		return
	}
	*to = nil
	if from.Value != nil && len(*from.Value) > 0 {
		*to = *from.Value
	}
}

// newIndicator is what an indicator starts with.
func newIndicator(task taskRow, ordinal int) indicatorRow {
	return indicatorRow{
		TaskID: task.ID, Ordinal: ordinal, DepartmentID: task.DepartmentID, Weight: 1,
		Firmness: schedule.Firm, Comparator: AtLeast, DatePrecision: "year", Sample: task.Sample,
	}
}

// faults lists what is wrong with an indicator that would be written, in the
// plan year of its task.
func (i indicatorRow) faults(year int) []fault {
	out := collect(
		faultWhen{i.Name == "", fault{"name", "required"}},
		faultWhen{i.Type == "", fault{"type", "required"}},
		faultWhen{utf8.RuneCountInString(i.Name) > 200, fault{"name", "too_long"}},
		faultWhen{i.Ordinal < 1 || i.Ordinal > 100, fault{"ordinal", "ordinal_range"}},
		faultWhen{i.Weight < 1 || i.Weight > 1000, fault{"weight", "weight_range"}},
		faultWhen{i.DepartmentID == 0, fault{"departmentId", "required"}},
		faultWhen{i.Type == schedule.TypeCum && or0(i.TargetMilli) <= 0, fault{"targetMilli", "target_positive"}},
		faultWhen{i.Type == schedule.TypeRate && i.TargetMilli == nil, fault{"targetMilli", "target_required"}},
		faultWhen{or0(i.TargetMilli) > maxMilli || or0(i.TargetMilli) < -maxMilli, fault{"targetMilli", "out_of_range"}},
		faultWhen{or0(i.StartMilli) > maxMilli || or0(i.StartMilli) < -maxMilli, fault{"startMilli", "out_of_range"}},
	)
	out = append(out, i.planFaults()...)
	return append(append(out, i.periodFaults(year)...), i.stageFaults()...)
}

// planFaults: a monthly plan is cumulative and never falls.
func (i indicatorRow) planFaults() []fault {
	total := or0(i.TargetMilli)
	if i.Type == schedule.TypeRate {
		total = wholeBp
	}
	plan, last := i.MonthlyPlan, int64(0)
	if len(plan) > 0 {
		last = plan[len(plan)-1]
	}
	figure := i.Type == schedule.TypeCum || i.Type == schedule.TypeRate
	return collect(
		faultWhen{len(plan) > 0 && !figure, fault{"monthlyPlan", "plan_unused"}},
		faultWhen{len(plan) > 12, fault{"monthlyPlan", "plan_length"}},
		faultWhen{!slices.IsSorted(plan) || len(plan) > 0 && plan[0] < 0, fault{"monthlyPlan", "plan_falls"}},
		faultWhen{figure && last > total, fault{"monthlyPlan", "plan_total"}},
	)
}

// periodFaults: periods lie in the plan year, in order and once each.
func (i indicatorRow) periodFaults(year int) []fault {
	used := i.Type == schedule.TypeKeep || i.Type == schedule.TypeService
	wrong := false
	for n, month := range i.Periods {
		wrong = wrong || month.Year() != year || n > 0 && !month.After(i.Periods[n-1])
	}
	return collect(
		faultWhen{len(i.Periods) > 0 && !used, fault{"periods", "periods_unused"}},
		faultWhen{wrong, fault{"periods", "periods_year"}},
	)
}

// stageFaults: an EVENT or STAGE points at a milestone, and only a STAGE has a ladder.
func (i indicatorRow) stageFaults() []fault {
	rising, last := true, 0
	names := map[string]bool{}
	for _, s := range i.Ladder {
		rising = rising && s.Name != "" && !names[s.Name] && s.Weight > last && s.Weight <= 100
		last, names[s.Name] = s.Weight, true
	}
	stage := i.Type == schedule.TypeStage
	return collect(
		faultWhen{i.event() && i.MilestoneID == nil, fault{"milestoneId", "milestone_needed"}},
		faultWhen{!i.event() && i.MilestoneID != nil, fault{"milestoneId", "milestone_unused"}},
		faultWhen{!rising, fault{"ladder", "ladder_rising"}},
		faultWhen{len(i.Ladder) > 0 && !stage, fault{"ladder", "ladder_unused"}},
		faultWhen{stage && !names[i.TargetStage], fault{"targetStage", "stage_unknown"}},
	)
}

// editable refuses an edit the state does not allow: the type stays once there
// are readings, the target stays while a claim of it waits, and the plan of what is verified stands.
func (i indicatorRow) editable(after indicatorRow) error {
	if !i.CarriedOn.IsZero() {
		return codeCarried
	}
	reported := !i.LastReportMonth.IsZero() || i.ValueMilli != nil || len(i.PeriodResults) > 0
	if i.Type != after.Type && reported && i.Type != schedule.TypeOpen {
		return codeFrozen
	}
	was, is := i.quantity(), after.quantity()
	if !i.ClaimedOn.IsZero() && (was.Start != is.Start || was.Target != is.Target) {
		return codeClaimed
	}
	if !i.Verified {
		return nil
	}
	for _, d := range differences(i.planColumns(), after.planColumns()) {
		if !slices.Contains([]string{"name", "words", "note", "ordinal", "departmentId", "leaderPostId"}, d.field) {
			return codeFinished
		}
	}
	return nil
}

// settleAfter keeps full_on true to the figures when target or start moved.
func (i indicatorRow) settleAfter(before indicatorRow, today schedule.Date) indicatorRow {
	if i.quantity() == before.quantity() && i.Type == before.Type {
		return i
	}
	return i.settleFull(before, today)
}
