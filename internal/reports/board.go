package reports

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Board returns the ten tasks of a year (0: of the day): figures for everybody
// who may read the board, notes where the actor may read them. While nothing
// changes it costs one statement.
func (s *Service) Board(ctx context.Context, year int, asOf schedule.Date) (Board, error) {
	actor, scope := s.caller(ctx, auth.PermBoardRead)
	d := s.load.day(asOf).on(httpapi.Basis(ctx))
	if year == 0 {
		year = d.asOf.Year()
	}
	shelf, err := s.cache.at(ctx)
	if err != nil {
		return Board{}, err
	}
	model, err := s.board(ctx, shelf, scope, year, d)
	if err != nil {
		return Board{}, err
	}
	var w wanted
	for _, task := range model.lines {
		w.unit(task[0].TaskDepartmentID, task[0].TaskLeaderPostID)
	}
	names, err := s.names(ctx, w)
	if err != nil {
		return Board{}, err
	}
	v := Board{Year: year, AsOf: d.asOf, Basis: d.basis, Total: len(model.results), Classes: classesOf(model.results),
		Tasks: []BoardTask{}, RuleSet: s.load.set().On(d.asOf).Name}
	notes := s.policy.Scope(actor, auth.PermBoardNotes)
	var data schedule.Date
	for n, lines := range model.lines {
		task := s.boardTask(ctx, lines, model.results[n], names, notes)
		task.Baseline = baselineOf(model.original[n])
		v.Sample = v.Sample || task.Sample
		for _, line := range lines {
			if line.DataOn.After(data) {
				data = line.DataOn
			}
		}
		v.Tasks = append(v.Tasks, task)
	}
	v.DataDate = orNull(data)
	return v, nil
}

// board is the model behind the board, kept while nothing changes.
func (s *Service) board(ctx context.Context, shelf shelf, scope auth.Scope, year int, d day) (board, error) {
	return kept(ctx, shelf, key("board", d, scope, year), func(ctx context.Context) (board, error) {
		return s.load.board(ctx, scope, year, d)
	})
}

func classesOf(results []schedule.TaskResult) Classes {
	counts := schedule.BoardClasses(results)
	return Classes{
		Done: counts[schedule.ClassDone], Suspended: counts[schedule.ClassSuspended],
		Untargeted: counts[schedule.ClassUntargeted], Severe: counts[schedule.ClassSevere],
		Warning: counts[schedule.ClassWarning], Unreported: counts[schedule.ClassUnreported],
		Ahead: counts[schedule.ClassAhead], OnSchedule: counts[schedule.ClassOnSchedule],
	}
}

// boardTask is one row of the board.
func (s *Service) boardTask(ctx context.Context, lines []IndicatorLine, result schedule.TaskResult, names names, notes auth.Scope) BoardTask {
	t := lines[0]
	v := BoardTask{
		ID: t.TaskID, Ordinal: t.TaskOrdinal, Title: t.Title, ShortTitle: t.ShortTitle,
		Department: names.department(t.TaskDepartmentID), LeaderPost: names.post(t.TaskLeaderPostID),
		CompletionBp: result.CompletionBp, ScheduleBp: result.ScheduleBp, Done: result.Done,
		Measurable: result.Measurable, Open: result.Open, Words: result.Words, Exited: result.Exited,
		Class: result.Class, Lamp: speak(ctx, result.Lamp), Marks: []BoardMark{}, Indicators: []BoardIndicator{}, Sample: t.TaskSample,
	}
	v.UnreportedMonth = unreportedMonth(result.Parts)
	var last schedule.Month
	for n, part := range result.Parts {
		line := lines[n]
		v.Sample = v.Sample || line.Sample
		if line.LastReportMonth.After(last) {
			last = line.LastReportMonth
		}
		v.Indicators = append(v.Indicators, boardIndicator(ctx, line, part, mayReadNote(line, notes)))
		if !line.Due.IsZero() && line.Facts.Type != schedule.TypeWords {
			v.Marks = append(v.Marks, BoardMark{
				IndicatorID: line.ID, Name: line.Name, Date: line.Due, Colour: part.Lamp.Colour,
				Claimed: part.Lamp.Has(schedule.BadgeClaimed),
			})
		}
	}
	v.LastReportMonth = orNull(last)
	v.Weakest = weakest(lines, result, v, notes)
	return v
}

// baselineOf is a task on the original plan in short.
func baselineOf(r schedule.TaskResult) BoardBaseline {
	return BoardBaseline{Colour: r.Lamp.Colour, Class: r.Class, CompletionBp: r.CompletionBp, ScheduleBp: r.ScheduleBp}
}

// unreportedMonth is the earliest month an indicator of the task is 未报 for.
func unreportedMonth(parts []schedule.IndicatorResult) *schedule.Month {
	var first schedule.Month
	for _, part := range parts {
		month := part.UnreportedMonth
		if first.IsZero() || !month.IsZero() && month.Before(first) {
			first = month
		}
	}
	return orNull(first)
}

func boardIndicator(ctx context.Context, line IndicatorLine, part schedule.IndicatorResult, words bool) BoardIndicator {
	v := BoardIndicator{
		ID: line.ID, Name: line.Name, Type: line.Facts.Type, Lamp: speak(ctx, part.Lamp),
		ShareBp: line.UncappedBp, PlanBp: line.PlanBp, ValueMilli: line.ValueMilli, TargetMilli: line.TargetMilli,
		Unit: line.Unit, Due: orNull(line.Due),
	}
	if words && part.Done {
		v.Conclusion = line.Conclusion
	}
	return v
}

// weakest names the weakest indicator; its note only for who may read notes.
func weakest(lines []IndicatorLine, result schedule.TaskResult, v BoardTask, notes auth.Scope) *BoardWeakest {
	n := result.Weakest
	if n < 0 {
		return nil
	}
	w := BoardWeakest{
		IndicatorID: lines[n].ID, Name: lines[n].Name, Colour: result.Parts[n].Lamp.Colour, Reason: v.Indicators[n].Lamp.Reason,
	}
	if mayReadNote(lines[n], notes) {
		w.Note = lines[n].LastNote
	}
	return &w
}

// mayReadNote says whether the last note and the conclusion of an indicator are shown: to its unit and
// its leader and to those of its task, not to a unit that answers for another
// indicator of the task. The note of a milestone also needs the right on that.
func mayReadNote(line IndicatorLine, notes auth.Scope) bool {
	own := auth.Row{LeadDepartmentID: line.DepartmentID, LeaderPostID: or0(line.LeaderPostID)}
	task := auth.Row{LeadDepartmentID: line.TaskDepartmentID, LeaderPostID: or0(line.TaskLeaderPostID)}
	if !notes.Allows(own) && !notes.Allows(task) {
		return false
	}
	return line.NodeDepartmentID == 0 || notes.Allows(auth.Row{LeadDepartmentID: line.NodeDepartmentID})
}
