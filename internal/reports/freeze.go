package reports

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// FrozenBoard is the board as it is frozen: with every note, and whose they are.
type FrozenBoard struct {
	Board
	Notes []NoteRight `json:"notes"`
}

// NoteRight says whose the words of an indicator are, its note as the weakest one and its conclusion: who may not read them gets
// the board without.
type NoteRight struct {
	IndicatorID      int64 `json:"indicatorId"`
	DepartmentID     int64 `json:"departmentId"`
	LeaderPostID     int64 `json:"leaderPostId"`
	TaskDepartmentID int64 `json:"taskDepartmentId"`
	TaskLeaderPostID int64 `json:"taskLeaderPostId"`
	NodeDepartmentID int64 `json:"nodeDepartmentId"`
}

// line is what mayReadNote looks at.
func (n NoteRight) line() IndicatorLine {
	return IndicatorLine{DepartmentID: n.DepartmentID, LeaderPostID: &n.LeaderPostID, TaskDepartmentID: n.TaskDepartmentID,
		TaskLeaderPostID: &n.TaskLeaderPostID, NodeDepartmentID: n.NodeDepartmentID}
}

// BoardToFreeze is the board of a year as it is answered now to somebody who reads everything.
func (s *Service) BoardToFreeze(ctx context.Context, year int) (FrozenBoard, error) {
	board, err := s.Board(ctx, year, schedule.Date{})
	if err != nil {
		return FrozenBoard{}, err
	}
	model, err := s.load.board(ctx, auth.Scope{All: true}, year, s.load.day(schedule.Date{}))
	f := FrozenBoard{Board: board, Notes: []NoteRight{}}
	for n, lines := range model.lines {
		for i, part := range model.results[n].Parts {
			if l := lines[i]; i == model.results[n].Weakest || part.Done && l.Conclusion != "" {
				f.Notes = append(f.Notes, NoteRight{IndicatorID: l.ID, DepartmentID: l.DepartmentID, LeaderPostID: or0(l.LeaderPostID),
					TaskDepartmentID: l.TaskDepartmentID, TaskLeaderPostID: or0(l.TaskLeaderPostID), NodeDepartmentID: l.NodeDepartmentID})
			}
		}
	}
	return f, err
}

// BoardOf is the board as the closed month froze it. Errors: 409 period_not_closed.
func (s *Service) BoardOf(ctx context.Context, year int, month schedule.Month) (Board, error) {
	actor, scope := s.caller(ctx, auth.PermBoardRead)
	if !scope.All { // it was frozen for those who see the whole of it
		return Board{}, httpapi.Forbidden()
	}
	if year == 0 {
		year = month.Year()
	}
	var f FrozenBoard
	stamp, err := s.frozen.Thaw(ctx, month, frozen.Board, int64(year), httpapi.LampLanguage(ctx), &f)
	if err != nil {
		return Board{}, err
	}
	notes := s.policy.Scope(actor, auth.PermBoardNotes)
	rights := make(map[int64]NoteRight, len(f.Notes))
	for _, right := range f.Notes {
		rights[right.IndicatorID] = right
	}
	for _, task := range f.Tasks {
		if task.Weakest != nil && !mayReadNote(rights[task.Weakest.IndicatorID].line(), notes) {
			task.Weakest.Note = ""
		}
		for n, i := range task.Indicators {
			if i.Conclusion != "" && !mayReadNote(rights[i.ID].line(), notes) {
				task.Indicators[n].Conclusion = ""
			}
		}
	}
	f.Frozen = stamp
	return f.Board, nil
}

// OverviewOf is the overview as the closed month froze it. Errors: 409 period_not_closed.
func (s *Service) OverviewOf(ctx context.Context, month schedule.Month) (Overview, error) {
	if _, scope := s.caller(ctx, auth.PermOverviewRead); !scope.All {
		return Overview{}, httpapi.Forbidden()
	}
	var v Overview
	stamp, err := s.frozen.Thaw(ctx, month, frozen.Overview, int64(month.Year()), httpapi.LampLanguage(ctx), &v)
	v.Frozen = stamp
	return v, err
}

// OpenWork is what is not done today for a month.
type OpenWork struct {
	Unreported int
	Reviewing  int
	Claims     int
	Changes    int
}

// OpenWork counts it over all rows: four statements.
func (s *Service) OpenWork(ctx context.Context) (OpenWork, error) {
	d := s.load.day(schedule.Date{})
	var st statement
	st.add("SELECT (SELECT COUNT(*) FROM ").clause(d.from()).add(" WHERE ").clause(s.load.unreported(d)).add(") AS unreported,")
	st.add(" (SELECT COUNT(*) FROM reports WHERE state IN ('submitted', 'approved')) AS reviewing,")
	st.add(" (SELECT COUNT(*) FROM reports WHERE state IN ('submitted', 'approved') AND claim = 1) AS claims,")
	st.add(" (SELECT COUNT(*) FROM change_requests WHERE state = 'submitted') AS changes")
	rows, err := scan[OpenWork](ctx, s.load.db, &st)
	if err != nil || len(rows) == 0 {
		return OpenWork{}, database.Translate(err)
	}
	lines, err := s.load.indicators.Lines(ctx, auth.Scope{All: true}, firstYear, lastYear, true, d.asOf)
	for _, line := range lines {
		if s.load.set().Indicator(line.Facts, d.asOf, s.load.calendar()).Lamp.Has(schedule.BadgeUnreported) {
			rows[0].Unreported++
		}
	}
	if err != nil {
		return OpenWork{}, err
	}
	figures, err := s.load.projects.UnreportedFigures(ctx)
	rows[0].Unreported += figures
	return rows[0], err
}
