package plans

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// carryFrom is the first day on which the plan of a year may be carried over: 1 December, when the next plan is made.
func carryFrom(year int) schedule.Date {
	december, _ := schedule.NewMonth(year, 12) // the year was checked where it came in
	return december.First()
}

// obstacle says why the plan of a year can not be carried over now; nil: it can.
func obstacle(from, to yearRow, today schedule.Date) *httpapi.Error {
	switch {
	case from.State != Frozen:
		return httpapi.Conflict("plan_not_frozen", "该年度计划还没有冻结，没有可结转的承诺", "The plan of this year was not frozen; there is no promise to carry over")
	case today.Before(carryFrom(from.Year)):
		return httpapi.Conflict("too_early", fmt.Sprintf("%d 年 12 月 1 日起才能结转；现在可以先看预览", from.Year),
			fmt.Sprintf("It can be carried over from 1 December %d on; the preview can be read now", from.Year))
	case to.State == Proposed:
		return planProposed()
	case to.State == Frozen:
		return planFrozen()
	}
	return nil
}

// blockText says what stands in the way of carrying a row over and what to do.
func blockText(code string) (zh, en string) {
	switch code {
	case "report_pending":
		return "有填报待审核，先审核再结转", "A report waits for its review; decide it first"
	case "claim_pending":
		return "已报完成待核实，先核实再结转", "Completion waits to be verified; decide that first"
	case "still_running":
		return "还没到期，本年度内仍可能完成；到期未完成或过年后再结转", "It is not due yet and may still be kept; carry it over once its day or the year has passed"
	case "year_running":
		return "年度还没结束，数值还会变；1 月 1 日起再结转", "The year is not over and the figure still grows; carry it over from 1 January on"
	case "december_open":
		return "12 月还没有填报，填报截止前先等 12 月数据", "December has not been reported and still can be; wait for its figure until the cut-off"
	case "full_unverified":
		return "数值已满但未核实，没有剩余目标；请先核实或更正数值", "The figure is full but not verified; nothing is left to promise. Verify it or correct the figure"
	case "milestone_not_carried":
		return "所指项目节点还没有结转，先结转该项目", "The milestone it points at has not been carried over; carry its project over first"
	case "words":
		return "口号不结转，需要时在新年度实事里另写", "A slogan is not carried over; write it anew where it is wanted"
	}
	return "暂不能结转", "It can not be carried over yet"
}

// CarryOver carries unfinished promises of the plan of a year over to the next one: the projects and tasks the order names,
// with everything unfinished in them. What is promised otherwise than proposed stands in the order; what something stands
// in the way of is skipped and named, and goes with a later order. What has been carried already stays: the same order
// twice, or two at once, carry nothing twice.
//
// Errors: 404, 403, 409 plan_not_frozen, too_early, plan_proposed or plan_frozen (of the next year), 422 by the place of
// the row.
func (s *Service) CarryOver(ctx context.Context, year int, order CarryOrder) (CarryResult, error) {
	if err := noYear(year); err != nil {
		return CarryResult{}, err
	}
	actor, err := s.may(ctx, auth.PermPlansManage)
	if err != nil {
		return CarryResult{}, err
	}
	if order.ToYear != year+1 || order.ToYear > lastYear {
		return CarryResult{}, httpapi.Invalid(httpapi.Fault("toYear", "next_year", "只能结转到下一年度", "Only the next year can be carried over to"))
	}
	if len(order.Projects)+len(order.Tasks) == 0 {
		return CarryResult{}, httpapi.Invalid(httpapi.Fault("projects", "no_rows", "没有选择要结转的项目或实事", "No project and no task was chosen"))
	}
	result := CarryResult{}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		result = CarryResult{Year: year, ToYear: order.ToYear, Projects: []CarriedProject{}, Tasks: []CarriedTask{}, Skipped: []CarrySkipped{}}
		// The plan that is left is held alone, so that two carry-overs follow each other; the next one like any change of it.
		from, err := s.store.lock(tx, year, alone)
		if err != nil {
			return err
		}
		to, err := s.store.lock(tx, order.ToYear, shared)
		if err != nil {
			return err
		}
		if failure := obstacle(from, to, s.clock.Today()); failure != nil {
			return failure
		}
		return s.carry(ctx, tx, order, actor.UserID, &result)
	})
	return result, err
}

func (s *Service) carry(ctx context.Context, tx *gorm.DB, order CarryOrder, by int64, result *CarryResult) error {
	var faults []httpapi.FieldError
	for i, p := range order.Projects { // first: events of a task follow their milestones
		err := s.carryProject(ctx, tx, p, by, result)
		if faults, err = under(fmt.Sprintf("projects[%d]", i), faults, err); err != nil {
			return err
		}
	}
	for i, t := range order.Tasks {
		err := s.carryTask(ctx, tx, t, result)
		if faults, err = under(fmt.Sprintf("tasks[%d]", i), faults, err); err != nil {
			return err
		}
	}
	if len(faults) > 0 {
		return httpapi.Invalid(faults...)
	}
	for i := range result.Skipped {
		result.Skipped[i].Message = inLanguage(ctx)(blockText(result.Skipped[i].Code))
	}
	result.count()
	return s.audit.Record(ctx, tx, audit.Event{Action: "plan.carryOver", Entity: "plan", EntityID: int64(result.Year), After: carryTrace(*result)})
}

func (s *Service) carryProject(ctx context.Context, tx *gorm.DB, p CarryProjectOrder, by int64, result *CarryResult) error {
	if err := s.projects.CarryProject(ctx, tx, p.ID, result.Year, p.AnnualClass, by); err != nil {
		return err
	}
	orders := make([]NodeOrder, 0, len(p.Milestones))
	for _, m := range p.Milestones {
		orders = append(orders, NodeOrder{ID: m.ID, Due: orAbsent(m.Due), Words: m.Words, Weight: m.Weight})
	}
	done, skipped, err := s.milestones.CarryNodes(ctx, tx, p.ID, result.Year, orders, by)
	if err != nil {
		return err
	}
	carried := CarriedProject{ID: p.ID, Milestones: []CarriedNode{}}
	for _, n := range done {
		carried.Milestones = append(carried.Milestones, CarriedNode{From: n.From, To: n.To, Due: orNull(n.Due)})
	}
	result.Projects = append(result.Projects, carried)
	result.skip("milestone", skipped)
	return nil
}

func (s *Service) carryTask(ctx context.Context, tx *gorm.DB, t CarryTaskOrder, result *CarryResult) error {
	order := TaskOrder{ID: t.ID, Ordinal: t.Ordinal}
	for _, i := range t.Indicators {
		order.Indicators = append(order.Indicators, IndicatorOrder{ID: i.ID, TargetMilli: i.TargetMilli, Due: orAbsent(i.Due)})
	}
	done, err := s.tasks.CarryTask(ctx, tx, result.Year, order)
	if err != nil {
		return err
	}
	carried := CarriedTask{From: done.From, Indicators: []CarriedIndicator{}}
	if done.To != 0 {
		carried.To = &done.To
	}
	for _, i := range done.Indicators {
		carried.Indicators = append(carried.Indicators, CarriedIndicator(i))
	}
	result.Tasks = append(result.Tasks, carried)
	result.skip("indicator", done.Skipped)
	return nil
}

// under puts the faults of one row of an order under its place; what is no fault of the row is returned.
func under(place string, faults []httpapi.FieldError, err error) ([]httpapi.FieldError, error) {
	failure, ok := errors.AsType[*httpapi.Error](err)
	switch {
	case err == nil:
		return faults, nil
	case ok && failure.Status == http.StatusUnprocessableEntity:
		for _, f := range failure.Fields {
			faults = append(faults, httpapi.Fault(place+"."+f.Field, f.Code, f.Zh, f.En))
		}
		return faults, nil
	case ok && failure.Status == http.StatusNotFound:
		return append(faults, httpapi.Fault(place+".id", failure.Code, failure.Zh, failure.En)), nil
	}
	return faults, err
}

func (r *CarryResult) skip(kind string, rows []Skipped) {
	for _, row := range rows {
		r.Skipped = append(r.Skipped, CarrySkipped{Kind: kind, ID: row.ID, Name: row.Name, Code: row.Code})
	}
}

func (r *CarryResult) count() {
	r.Totals = CarryTotals{Projects: len(r.Projects), Skipped: len(r.Skipped)}
	for _, p := range r.Projects {
		r.Totals.Milestones += len(p.Milestones)
	}
	for _, t := range r.Tasks {
		r.Totals.Indicators += len(t.Indicators)
		if t.To != nil {
			r.Totals.Tasks++
		}
	}
}

// carriedTrace is what the audit keeps of a carry-over; each row has an event of its own.
type carriedTrace struct {
	ToYear int         `json:"toYear"`
	Totals CarryTotals `json:"totals"`
}

func carryTrace(r CarryResult) carriedTrace { return carriedTrace{ToYear: r.ToYear, Totals: r.Totals} }

func orAbsent(d *schedule.Date) schedule.Date {
	if d == nil {
		return schedule.Date{}
	}
	return *d
}
