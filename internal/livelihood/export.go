package livelihood

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/csvfile"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// taskLine is one indicator of one task; a task without indicators has one line.
type taskLine struct {
	task      Task
	indicator *Indicator
}

func (s *Service) registerExport(api *httpapi.API) {
	httpapi.Register(api, httpapi.Operation{ID: "exportTasks", Method: http.MethodGet, Path: "/exports/tasks.csv", Permission: auth.PermLivelihoodRead,
		Tags: []string{"exports"}, Summary: "The tasks of a year as CSV: a line for each indicator, or for each task when only columns of tasks are asked for", Produces: "text/csv", Weight: httpapi.Export,
		Description: "The rows and the columns of the screen. The export is recorded in the audit."},
		func(ctx context.Context, in *exportInput) (*httpapi.Stream, error) {
			write, err := s.exportTasks(ctx, in)
			if err != nil {
				return nil, err
			}
			return api.Download("text/csv; charset=utf-8", "tasks.csv", write), nil
		})
}

type exportInput struct {
	TaskFilterQuery
	IDs     string `query:"ids" maxLength:"2000" doc:"Only these tasks, by id separated by commas, in this order; default: all that are found"`
	Columns string `query:"columns" maxLength:"1000" doc:"Keys of columns separated by commas, in their order; default: all"`
}

// exportTasks prepares the file: it has the tasks and the scope of List and is recorded before it is sent.
func (s *Service) exportTasks(ctx context.Context, in *exportInput) (func(context.Context, io.Writer) error, error) {
	lang := httpapi.LampLanguage(ctx)
	ofTask := taskColumns(lang)
	columns, err := csvfile.Choose(append(ofTask, partColumns(lang)...), in.Columns)
	if err != nil {
		return nil, httpapi.UnknownColumn(err)
	}
	tasks, err := s.filtered(ctx, in.TaskFilterQuery)
	if err != nil {
		return nil, err
	}
	if tasks, err = onScreen(tasks, in.IDs); err != nil {
		return nil, err
	}
	lines := taskLines(tasks, only(columns, ofTask))
	actor, _ := auth.ActorFrom(ctx)
	year := ""
	if in.Year != 0 {
		year = strconv.Itoa(in.Year)
	}
	note := csvfile.Note{
		Title: csvfile.Pair{Zh: "民生实事", En: "Livelihood tasks"}, AsOf: s.store.at(in.AsOf).asOf.String(), RuleSet: s.rules().Set.On(s.store.at(in.AsOf).asOf).Name, Rows: len(lines), Who: actor.Name,
		Filters: append(csvfile.OnPlan(httpapi.Basis(ctx) == schedule.Original), csvfile.Named(
			csvfile.Pair{Zh: "年度", En: "year", Value: year}, csvfile.Pair{Zh: "搜索", En: "q", Value: in.Q}, csvfile.Pair{Zh: "所列", En: "tasks", Value: ordinals(tasks, in.IDs)})...),
		When: s.clock.Now().In(s.clock.Location()).Format("2006-01-02 15:04"),
	}
	if err := s.audit.Export(ctx, s.db, "tasks", audit.Exported{AsOf: note.AsOf, Filter: note.Filter(), Columns: csvfile.Keys(columns), Rows: len(lines)}); err != nil {
		return nil, err
	}
	table := csvfile.Table[taskLine]{Note: note, Columns: columns, English: lang == schedule.English}
	return func(_ context.Context, w io.Writer) error {
		return table.Write(w, func(yield func([]taskLine, error) bool) { yield(lines, nil) })
	}, nil
}

// onScreen are the tasks with these ids in their order; what the actor may not read is not among tasks and stays away.
func onScreen(tasks []Task, ids string) ([]Task, error) {
	if ids == "" {
		return tasks, nil
	}
	byID := map[int64]Task{}
	for _, task := range tasks {
		byID[task.ID] = task
	}
	var out []Task
	for text := range strings.SplitSeq(ids, ",") {
		id, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
		if err != nil || id < 1 {
			return nil, httpapi.Invalid(httpapi.Fault("query.ids", "ids", "应为用逗号隔开的实事编号", "must be ids of tasks separated by commas"))
		}
		if task, found := byID[id]; found {
			out = append(out, task)
			delete(byID, id) // each once
		}
	}
	return out, nil
}

// ordinals name the tasks of the screen in the head of the file.
func ordinals(tasks []Task, ids string) string {
	if ids == "" {
		return ""
	}
	names := make([]string, 0, len(tasks))
	for _, task := range tasks {
		names = append(names, strconv.Itoa(task.Ordinal))
	}
	return strings.Join(names, "、")
}

// only says whether every column chosen is one of a kind.
func only(columns, kind []csvfile.Column[taskLine]) bool {
	keys := csvfile.Keys(kind)
	return !slices.ContainsFunc(columns, func(c csvfile.Column[taskLine]) bool { return !slices.Contains(keys, c.Key) })
}

// taskLines are a line for each indicator, or for each task: a figure of a task is not repeated beside nothing else.
func taskLines(tasks []Task, tasksOnly bool) []taskLine {
	var lines []taskLine
	for _, task := range tasks {
		if tasksOnly || len(task.Indicators) == 0 {
			lines = append(lines, taskLine{task: task})
			continue
		}
		for i := range task.Indicators {
			lines = append(lines, taskLine{task, &task.Indicators[i]})
		}
	}
	return lines
}

// taskColumns are the columns of a task, in the order they have by default.
func taskColumns(lang schedule.Lang) []csvfile.Column[taskLine] {
	task := func(key, zh, en string, of func(Task) csvfile.Cell) csvfile.Column[taskLine] {
		return csvfile.Column[taskLine]{Key: key, Zh: zh, En: en, Cell: func(l taskLine) csvfile.Cell { return of(l.task) }}
	}
	weakest := func(of func(WeakestPart) string) func(Task) csvfile.Cell {
		return func(t Task) csvfile.Cell {
			if t.Weakest == nil {
				return csvfile.Text("")
			}
			return csvfile.Text(of(*t.Weakest))
		}
	}
	return []csvfile.Column[taskLine]{
		task("ordinal", "序号", "No.", func(t Task) csvfile.Cell { return csvfile.Whole(t.Ordinal) }),
		task("title", "实事", "Task", func(t Task) csvfile.Cell { return csvfile.Text(t.Title) }),
		task("taskDepartment", "牵头单位", "Lead department", func(t Task) csvfile.Cell { return csvfile.Text(t.Department.Name) }),
		task("taskLeader", "分管领导", "Leader", func(t Task) csvfile.Cell { return csvfile.Text(t.LeaderPost.Leader()) }),
		task("completion", "综合完成率（%）", "Completion (%)", func(t Task) csvfile.Cell { return csvfile.Percent(t.CompletionBp) }),
		task("schedule", "序时（%）", "Due by now (%)", func(t Task) csvfile.Cell { return csvfile.Percent(t.ScheduleBp) }),
		task("gap", "较序时（点）", "Against due (points)", func(t Task) csvfile.Cell { return csvfile.Percent(gapOf(t)) }),
		task("partsDone", "完成子项", "Indicators done", func(t Task) csvfile.Cell { return csvfile.Whole(t.Done) }),
		task("parts", "可计量子项", "Measurable indicators", func(t Task) csvfile.Cell { return csvfile.Whole(t.Measurable) }),
		task("partsOpen", "未定子项", "Without target", func(t Task) csvfile.Cell { return csvfile.Whole(t.Open) }),
		task("class", "分类", "Class", func(t Task) csvfile.Cell { return csvfile.Text(t.Class.Name(lang)) }),
		task("taskLamp", "实事灯", "Lamp of the task", func(t Task) csvfile.Cell { return csvfile.Text(t.Lamp.Colour.Name(lang)) }),
		task("taskBadges", "实事标记", "Marks of the task", func(t Task) csvfile.Cell { return csvfile.Text(schedule.BadgeNames(t.Lamp.Badges, lang)) }),
		task("weakest", "最弱子项", "Weakest indicator", weakest(func(w WeakestPart) string { return w.Name })),
		task("weakestReason", "最弱的原因", "Why", weakest(func(w WeakestPart) string { return w.Reason })),
	}
}

// gapOf is the completion against what is due by now; absent without a measurable indicator.
func gapOf(t Task) *int {
	if t.CompletionBp == nil || t.ScheduleBp == nil {
		return nil
	}
	gap := *t.CompletionBp - *t.ScheduleBp
	return &gap
}

// partColumns are the columns of an indicator.
func partColumns(lang schedule.Lang) []csvfile.Column[taskLine] {
	part := func(key, zh, en string, of func(Indicator) csvfile.Cell) csvfile.Column[taskLine] {
		return csvfile.Column[taskLine]{Key: key, Zh: zh, En: en, Cell: func(l taskLine) csvfile.Cell {
			if l.indicator == nil {
				return csvfile.Text("")
			}
			return of(*l.indicator)
		}}
	}
	return []csvfile.Column[taskLine]{
		part("name", "子项", "Indicator", func(i Indicator) csvfile.Cell { return csvfile.Text(i.Name) }),
		part("type", "类型", "Type", func(i Indicator) csvfile.Cell { return csvfile.Text(string(i.Type)) }),
		part("department", "责任单位", "Department", func(i Indicator) csvfile.Cell { return csvfile.Text(i.Department.Name) }),
		part("target", "目标", "Target", func(i Indicator) csvfile.Cell { return csvfile.Thousandths(i.TargetMilli) }),
		part("value", "完成", "Value", func(i Indicator) csvfile.Cell { return csvfile.Thousandths(i.ValueMilli) }),
		part("unit", "单位", "Unit", func(i Indicator) csvfile.Cell { return csvfile.Text(i.Unit) }),
		part("valueMonth", "数据月份", "Month of the value", func(i Indicator) csvfile.Cell { return csvfile.Month(i.ValueMonth) }),
		part("due", "完成时限", "Due", func(i Indicator) csvfile.Cell { return csvfile.Day(i.Due) }),
		part("share", "完成率（%）", "Share (%)", func(i Indicator) csvfile.Cell { return csvfile.Percent(i.ShareUncappedBp) }),
		part("plan", "子项序时（%）", "Due of the indicator (%)", func(i Indicator) csvfile.Cell { return csvfile.Percent(i.PlanBp) }),
		part("lamp", "灯", "Lamp", func(i Indicator) csvfile.Cell { return csvfile.Text(i.Lamp.Colour.Name(lang)) }),
		part("badges", "标记", "Marks", func(i Indicator) csvfile.Cell { return csvfile.Text(schedule.BadgeNames(i.Lamp.Badges, lang)) }),
		part("reason", "原因", "Reason", func(i Indicator) csvfile.Cell { return csvfile.Text(i.Lamp.Reason) }),
		part("lastReportMonth", "最近填报月份", "Last report", func(i Indicator) csvfile.Cell { return csvfile.Month(i.LastReportMonth) }),
		part("lastNote", "最近进展", "Last note", func(i Indicator) csvfile.Cell { return csvfile.Text(i.LastNote) }),
	}
}
