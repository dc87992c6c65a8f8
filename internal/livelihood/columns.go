package livelihood

import (
	"fmt"
	"reflect"
	"strings"

	"guatu/internal/schedule"
)

// column is one column a write may change, under its name in the API.
type column struct {
	name  string // of the table
	field string // of the API; empty: nobody reads its history
	value any    // as it is written
}

// columns lists what a write of a task may change.
func (t taskRow) columns() []column {
	return []column{
		{"title", "title", t.Title},
		{"short_title", "shortTitle", t.ShortTitle},
		{"ordinal", "ordinal", t.Ordinal},
		{"department_id", "departmentId", t.DepartmentID},
		{"leader_post_id", "leaderPostId", value(t.LeaderPostID)},
		{"words", "words", t.Words},
		{"report_cycle", "reportCycle", string(t.ReportCycle)},
		{"cycle_since", "", t.CycleSince},
	}
}

// columns lists what a write of an indicator may change.
func (i indicatorRow) columns() []column {
	return append(i.planColumns(), i.factColumns()...)
}

// planColumns are what the supervision office sets.
func (i indicatorRow) planColumns() []column {
	return []column{
		{"ordinal", "ordinal", i.Ordinal},
		{"name", "name", i.Name},
		{"type", "type", string(i.Type)},
		{"department_id", "departmentId", i.DepartmentID},
		{"leader_post_id", "leaderPostId", value(i.LeaderPostID)},
		{"weight", "weight", i.Weight},
		{"firmness", "firmness", string(i.Firmness)},
		{"unit", "unit", i.Unit},
		{"comparator", "comparator", i.Comparator},
		{"target_milli", "targetMilli", value(i.TargetMilli)},
		{"base_target_milli", "", value(i.BaseTargetMilli)},
		{"base_monthly_plan", "", i.BaseMonthlyPlan},
		{"start_milli", "startMilli", value(i.StartMilli)},
		{"planned_start", "plannedStart", i.PlannedStart},
		{"due_on", "due", i.DueOn},
		{"deadline_words", "deadlineWords", i.DeadlineWords},
		{"date_precision", "precision", i.DatePrecision},
		{"monthly_plan", "monthlyPlan", i.MonthlyPlan},
		{"periods", "periods", i.Periods},
		{"milestone_id", "milestoneId", value(i.MilestoneID)},
		{"ladder", "ladder", i.Ladder},
		{"target_stage", "targetStage", i.TargetStage},
		{"words", "words", i.Words},
		{"note", "note", i.Note},
	}
}

// factColumns are what readings and their decisions move.
func (i indicatorRow) factColumns() []column {
	return []column{
		{"value_milli", "valueMilli", value(i.ValueMilli)},
		{"value_month", "valueMonth", i.ValueMonth},
		{"value_on", "valueOn", i.ValueOn},
		{"numerator_milli", "numeratorMilli", value(i.NumeratorMilli)},
		{"denominator_milli", "denominatorMilli", value(i.DenominatorMilli)},
		{"printed_bp", "printedBp", value(i.PrintedBp)},
		{"period_results", "periodResults", i.PeriodResults},
		{"full_on", "fullOn", i.FullOn},
		{"claimed_on", "claimed", i.ClaimedOn},
		{"verified", "verified", i.Verified},
		{"verified_on", "verifiedOn", i.VerifiedOn},
		{"pending_month", "pendingMonth", i.PendingMonth},
		{"pending_on", "pendingOn", i.PendingOn},
		{"returned_month", "", i.ReturnedMonth},
		{"last_note", "lastNote", i.LastNote},
		{"conclusion", "conclusion", i.Conclusion},
		{"evidence", "", i.Evidence},
		{"exception_words", "", i.ExceptionWords},
		{"exception_post_id", "", value(i.ExceptionPostID)},
		{"last_report_month", "lastReportMonth", i.LastReportMonth},
		{"made_good_month", "madeGoodMonth", i.MadeGoodMonth},
		{"no_change_count", "noChangeCount", i.NoChangeCount},
		{"last_period_to", "lastPeriodTo", i.LastPeriodTo},
		{"made_good_to", "", i.MadeGoodTo},
		{"returned_to", "", i.ReturnedTo},
		{"last_report_on", "", i.LastReportOn},
		{"carried_to", "carriedTo", value(i.CarriedTo)},
		{"carried_on", "carriedOn", i.CarriedOn},
		{"target_changes", "targetChanges", i.TargetChanges},
		{"due_changes", "changes", i.DueChanges},
		{"base_due_on", "baselineDue", i.BaseDueOn},
		{"suspended_on", "suspended", i.SuspendedOn},
		{"exited_on", "exited", i.ExitedOn},
		{"exit_document", "exitDocument", i.ExitDocument},
	}
}

// difference is one column whose value moved.
type difference struct {
	column
	from any
}

// differences lists what differs between two states of one row.
func differences(before, after []column) []difference {
	var out []difference
	for n, c := range after {
		if !reflect.DeepEqual(before[n].value, c.value) {
			out = append(out, difference{column: c, from: before[n].value})
		}
	}
	return out
}

// moved is the SET list of an update.
func moved(before, after []column) map[string]any {
	set := make(map[string]any)
	for _, d := range differences(before, after) {
		set[d.name] = d.value
	}
	return set
}

// value unwraps an optional number so that two of them compare by value.
func value[T int | int64 | bool](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// trace is a state of a row in the audit: its version and the fields that moved.
type trace struct {
	Version int64             `json:"version"`
	Fields  map[string]string `json:"fields,omitempty"`
	Note    string            `json:"note,omitempty"`
}

// traces gives the two states of a change for the audit, limited to what moved.
func traces(from, to int64, moved []difference, note string) (was, is trace) {
	was = trace{Version: from, Fields: map[string]string{}}
	is = trace{Version: to, Fields: map[string]string{}, Note: note}
	for _, d := range moved {
		if d.field == "" {
			continue
		}
		was.Fields[d.field], is.Fields[d.field] = plain(d.from), plain(d.value)
	}
	return was, is
}

// plain writes a value as people read it; absent is empty.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case list[PeriodResult]:
		var words []string
		for _, p := range v {
			words = append(words, fmt.Sprintf("%s %t", p.Month, p.Met))
		}
		return strings.Join(words, ", ")
	case list[schedule.Stage]:
		var words []string
		for _, s := range v {
			words = append(words, fmt.Sprintf("%s %d", s.Name, s.Weight))
		}
		return strings.Join(words, ", ")
	case list[schedule.Month]:
		return strings.Join(texts(v), ", ")
	}
	return fmt.Sprint(v)
}

func texts[T fmt.Stringer](values []T) []string {
	out := make([]string, 0, len(values))
	for _, v := range values {
		out = append(out, v.String())
	}
	return out
}
