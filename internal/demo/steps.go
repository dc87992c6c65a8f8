package demo

import (
	"cmp"
	"fmt"
	"slices"

	"guatu/internal/schedule"
)

// The routine deeds that no event can have.
const (
	doMoney Deed = "money"
	doClose Deed = "close" // 关账 of a month
)

// Step is one thing somebody does on a day.
type Step struct {
	On       schedule.Date
	Do       Deed
	At       string        // "<project>/<node>", id of a sub-item, or project
	By       string        // username; empty: whoever does this for the unit
	To       schedule.Date // the new date, or that of an added node
	Month    schedule.Month
	Progress *int
	Value    int64 // thousandths; of money whole 元
	Above    int64 // numerator and
	Below    int64 // denominator of a rate, 0 without
	Forecast schedule.Date
	NoChange bool
	Claim    bool
	Note     string
	Change   schedule.ChangeKind // asked for
	Code     string              // why
	Effect   string
	Document *Document
}

// order of the deeds of one day: decisions first, so that a unit can report again on the day its report was decided.
var order = []Deed{DoApprove, DoConfirm, DoReturn, DoGrant, DoRefuse, DoAdd, doMoney, DoReport, DoReading, DoAsk, doClose}

// Steps turns the story into single steps in the order they happen.
func (p *Plan) Steps() []Step {
	var steps []Step
	for _, project := range p.Ledger.Projects {
		for i := range project.Nodes {
			steps = append(steps, p.nodeSteps(project.Code+"/"+project.Nodes[i].Name, &project.Nodes[i])...)
		}
	}
	for _, r := range p.Story.Readings {
		steps = append(steps, p.readingSteps(r)...)
	}
	for _, m := range p.Story.Money {
		steps = append(steps, p.moneySteps(m)...)
	}
	for _, e := range p.Story.Events {
		steps = append(steps, e.step())
	}
	for _, days := range p.Story.Months {
		if !days.Close.IsZero() {
			steps = append(steps, Step{On: days.Close, Do: doClose, Month: days.Month})
		}
	}
	slices.SortStableFunc(steps, func(a, b Step) int {
		return cmp.Or(a.On.Compare(b.On), slices.Index(order, a.Do)-slices.Index(order, b.Do))
	})
	return steps
}

func (e Happening) step() Step {
	s := Step{On: e.On, Do: e.Do, At: e.At, By: e.By, To: e.To, Progress: e.Progress, Forecast: e.Forecast,
		Claim: e.Claim, Note: e.Note + e.Reason, Change: e.Change, Code: e.Code, Effect: e.Effect, Document: e.Document}
	if e.Do == DoAdd {
		s.To = e.Due
	}
	s.Value, _ = milli(e.Value) // checked
	return s
}

// nodeSteps is the routine of one milestone: a report each month and its confirmation, and the claim at the end.
func (p *Plan) nodeSteps(at string, node *Node) []Step {
	story := p.nodeStory(at)
	ends := p.endOfReports(at, story)
	var steps []Step
	for _, days := range p.Story.Months {
		month := days.Month.Number()
		if days.Month.Before(node.opens().MonthOf()) || !days.Submit.Before(ends) || story.doneBy(days.Month) ||
			slices.Contains(story.Silent, month) {
			continue
		}
		report := story.report(days.Month)
		report.On, report.At = days.Submit, at
		steps = append(steps, report, Step{On: days.Decide, Do: DoConfirm, At: at})
	}
	if story.Done.IsZero() {
		return steps
	}
	whole := 100
	note := cmp.Or(story.Notes[story.Done.MonthOf().Number()], "已完成，申请核实。")
	steps = append(steps, Step{On: story.Done, Do: DoReport, At: at, Progress: &whole, Claim: true, Note: note})
	if !story.Verified.IsZero() {
		steps = append(steps, Step{On: story.Verified, Do: DoConfirm, At: at})
	}
	return steps
}

// opens is the day from which the unit has to report: the planned start, else the window before the due day.
func (n *Node) opens() schedule.Date {
	return schedule.WindowStart(schedule.MilestoneFacts{Approved: n.Due, PlannedStart: n.Start}, schedule.Default())
}

// doneBy says whether the month is the one of the claim or a later one: then there is nothing left to report.
func (n NodeStory) doneBy(month schedule.Month) bool {
	return !n.Done.IsZero() && !month.Before(n.Done.MonthOf())
}

// nodeStory finds the story of a milestone; one without a story waits all year.
func (p *Plan) nodeStory(at string) NodeStory {
	for _, n := range p.Story.Nodes {
		if n.At == at {
			return n
		}
	}
	return NodeStory{At: at}
}

// endOfReports is the day of the suspension of the milestone, else a day after everything.
func (p *Plan) endOfReports(at string, story NodeStory) schedule.Date {
	asked := false
	for _, e := range p.Story.Events {
		switch {
		case e.At != at:
		case e.Do == DoAsk:
			asked = e.Change == schedule.ChangeSuspend
		case e.Do == DoGrant && asked:
			return e.On
		}
	}
	return p.Story.Demo.AddDays(1)
}

// report is what the unit says for the month: waiting before the first figure, 无变化 after the last one.
func (n NodeStory) report(month schedule.Month) Step {
	number := month.Number()
	s := Step{Do: DoReport, Month: month, Forecast: n.Forecast[number], Note: n.Notes[number]}
	given := make(map[int]int64, len(n.Progress))
	for m, percent := range n.Progress {
		given[m] = int64(percent)
	}
	percent, reported := between(given, number)
	_, last := ends(given)
	switch {
	case reported:
		s.Note = cmp.Or(s.Note, fmt.Sprintf("形象进度 %d%%。", percent))
	case last > 0 && number > last:
		s.NoChange = true
		return s
	default:
		s.Note = cmp.Or(s.Note, "前期准备中。")
	}
	whole := int(percent)
	s.Progress = &whole
	return s
}

func (p *Plan) readingSteps(r ReadingStory) []Step {
	item := p.item(r.At)
	var steps []Step
	for _, days := range p.Story.Months {
		month := days.Month.Number()
		s := Step{On: days.Submit, Do: DoReading, At: r.At, Month: days.Month, Claim: r.Claim == month, Note: r.Notes[month]}
		if figure, ok := r.Values[month]; ok {
			s.Value, _ = milli(figure) // checked
			s.Note = cmp.Or(s.Note, fmt.Sprintf("本年累计 %s %s。", figure, item.Unit))
		} else if ratio, ok := r.Parts[month]; ok {
			s.Above, s.Below, _ = parts(ratio) // checked
			s.Value = s.Above * 100 * 1000 / s.Below
			s.Note = cmp.Or(s.Note, fmt.Sprintf("覆盖 %s。", ratio))
		} else {
			continue
		}
		steps = append(steps, s, Step{On: days.Decide, Do: DoConfirm, At: r.At})
	}
	return steps
}

func (p *Plan) item(id string) Item {
	for _, task := range p.Tasks.Tasks {
		for _, item := range task.Items {
			if item.ID == id {
				return item
			}
		}
	}
	return Item{}
}

// moneySteps enters the investment on the days the reports of the month are decided.
func (p *Plan) moneySteps(m MoneyStory) []Step {
	var steps []Step
	for _, days := range p.Story.Months {
		if done, ok := between(m.Done, days.Month.Number()); ok {
			steps = append(steps, Step{On: days.Decide, Do: doMoney, At: m.Project, Month: days.Month, Value: done * wan})
		}
	}
	return steps
}
