package reports

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// TaskSince is a task on the earlier day of a comparison, and which way it went since.
type TaskSince struct {
	Colour       schedule.Colour     `json:"colour" enum:"blue,green,yellow,red,grey"`
	Class        schedule.BoardClass `json:"class" enum:"done,suspended,untargeted,severe,warning,unreported,ahead,onSchedule"`
	CompletionBp *int                `json:"completionBp"`
	Done         int                 `json:"done"`
	Move         Move                `json:"move" enum:"up,down,same" doc:"▲ up, ▼ down: by the lamp; with the same lamp, or with 灰 at one end, by the completion"`
}

// addSince puts beside each task what it was at the earlier end; a task that was not there has none.
func (s *Service) addSince(ctx context.Context, v *Board, e End) error {
	was, on, err := s.tasksAt(ctx, v.Year, e)
	if err != nil {
		return err
	}
	v.Since = &on
	for n := range v.Tasks {
		before, ok := was[v.Tasks[n].ID]
		if !ok {
			continue
		}
		before.Move = moved(before.Colour, v.Tasks[n].Lamp.Colour, before.CompletionBp, v.Tasks[n].CompletionBp)
		v.Tasks[n].Since = &before
	}
	return nil
}

// tasksAt is the tasks of a year on a day (three statements at most, with the change mark) or in a closed month (one).
func (s *Service) tasksAt(ctx context.Context, year int, e End) (map[int64]TaskSince, ComparedDay, error) {
	out := map[int64]TaskSince{}
	if !e.Period.IsZero() {
		var f FrozenBoard
		stamp, err := s.frozen.Thaw(ctx, e.Period, frozen.Board, int64(year), schedule.Chinese, &f)
		if err != nil {
			return nil, ComparedDay{}, err
		}
		for _, task := range f.Tasks {
			out[task.ID] = TaskSince{Colour: task.Lamp.Colour, Class: task.Class, CompletionBp: task.CompletionBp, Done: task.Done}
		}
		return out, ComparedDay{On: stamp.ClosedOn, Period: &e.Period}, nil
	}
	_, scope := s.caller(ctx, auth.PermBoardRead)
	d := s.load.day(e.Day)
	shelf, err := s.cache.at(ctx)
	if err != nil {
		return nil, ComparedDay{}, err
	}
	model, err := s.board(ctx, shelf, scope, year, d)
	for n, result := range model.results {
		out[model.lines[n][0].TaskID] = TaskSince{Colour: result.Lamp.Colour, Class: result.Class, CompletionBp: result.CompletionBp, Done: result.Done}
	}
	return out, ComparedDay{On: d.asOf}, err
}
