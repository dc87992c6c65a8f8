package reports

import (
	"context"
	"strings"

	"guatu/internal/auth"
	"guatu/internal/nodefacts"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Trend is the 里程碑趋势图 of a project or of one milestone: on which day which date was expected. On the line of 45° the day
// is the date: there a milestone is reached.
type Trend struct {
	AsOf       schedule.Date    `json:"asOf" format:"date"`
	From       *schedule.Date   `json:"from" doc:"The first day or date in it; null without a point"`
	To         *schedule.Date   `json:"to" doc:"The last day or date in it"`
	Milestones []TrendMilestone `json:"milestones" nullable:"false" doc:"In the order of the plan"`
}

// TrendMilestone is the line of one milestone.
type TrendMilestone struct {
	ID       int64          `json:"id"`
	Name     string         `json:"name"`
	Key      bool           `json:"key"`
	Lamp     schedule.Lamp  `json:"lamp"`
	Baseline *schedule.Date `json:"baseline" doc:"原计划"`
	Approved *schedule.Date `json:"approved" doc:"现计划"`
	Reached  *schedule.Date `json:"reached" doc:"实际; the end of the line, on 45°"`
	Points   []TrendPoint   `json:"points" nullable:"false" doc:"Oldest first; between two points the earlier one holds"`
}

// TrendPoint is a day on which the expected date became another one.
type TrendPoint struct {
	On   schedule.Date `json:"on" format:"date" doc:"Day it was recorded"`
	Date schedule.Date `json:"date" format:"date" doc:"The date expected from then on"`
	Kind TrendKind     `json:"kind" enum:"baseline,approved,forecast,reached"`
}

// TrendKind says where an expected date comes from.
type TrendKind string

// The kinds of points.
const (
	TrendBaseline TrendKind = "baseline" // the promise of the plan
	TrendApproved TrendKind = "approved" // an approved change
	TrendForecast TrendKind = "forecast" // what the unit reported, confirmed
	TrendReached  TrendKind = "reached"  // done and verified
)

// trendRow is one version of a milestone.
type trendRow struct {
	nodefacts.Columns

	ID         int64
	Name       string
	RecordedOn schedule.Date
}

// MilestoneTrend is the trend of one milestone as recorded by the day; 404 when the actor may not read it. One statement.
func (s *Service) MilestoneTrend(ctx context.Context, id int64, asOf schedule.Date) (Trend, error) {
	_, scope := s.caller(ctx, auth.PermMilestonesRead)
	return s.trend(ctx, clause{"m.id = ?", []any{id}}, scope, asOf, true)
}

// ProjectTrend is the trend of all milestones of a project; 404 when the actor may not read it. Two statements at most.
func (s *Service) ProjectTrend(ctx context.Context, id int64, asOf schedule.Date) (Trend, error) {
	_, scope := s.caller(ctx, auth.PermProjectsRead)
	var st statement
	text, args := scope.SQL(auth.Columns{Lead: "p.lead_department_id", Leader: "p.leader_post_id",
		CoExists: "EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = p.id AND u.department_id IN (%s))"})
	found, err := scan[struct{ ID int64 }](ctx, s.load.db, st.add("SELECT p.id FROM projects p WHERE p.id = ? AND ", id).add(text, args...))
	if err != nil {
		return Trend{}, err
	}
	if len(found) == 0 {
		return Trend{}, httpapi.NotFound()
	}
	// Who may read a project may read its milestones: they have its lead unit, its leader and its co-units.
	return s.trend(ctx, clause{"m.project_id = ?", []any{id}}, auth.Scope{All: true}, asOf, false)
}

// trend reads every version of the milestones recorded by the day.
func (s *Service) trend(ctx context.Context, which clause, scope auth.Scope, asOf schedule.Date, must bool) (Trend, error) {
	d := s.load.day(asOf)
	past := day{asOf: d.asOf, today: d.today} // the versions, also of today
	var st statement
	st.add("SELECT m.id, m.name, m.recorded_on, m." + strings.Join(nodefacts.Names(), ", m.") + nodefacts.Under(ctx, s.load.set(), d.asOf, "") + " FROM milestone_versions m JOIN milestones l ON l.id = m.id WHERE ")
	st.clause(which).add(" AND m.recorded_on <= ? AND ", d.asOf).clause(past.within(scope)).add(" ORDER BY l.ordinal, m.id, m.version")
	rows, err := scan[trendRow](ctx, s.load.db, &st)
	if err != nil {
		return Trend{}, err
	}
	if must && len(rows) == 0 {
		return Trend{}, httpapi.NotFound()
	}
	v := Trend{AsOf: d.asOf, Milestones: []TrendMilestone{}}
	for from := 0; from < len(rows); {
		to := from
		for to < len(rows) && rows[to].ID == rows[from].ID {
			to++
		}
		v.Milestones = append(v.Milestones, s.load.trendOf(ctx, rows[from:to], d))
		from = to
	}
	v.From, v.To = v.reach()
	return v, nil
}

// trendOf is the line of one milestone from its versions, the oldest first.
func (l *Loader) trendOf(ctx context.Context, versions []trendRow, d day) TrendMilestone {
	last := versions[len(versions)-1]
	facts := last.Facts(l.set(), l.calendar(), d.asOf, d.today)
	v := TrendMilestone{ID: last.ID, Name: last.Name, Key: last.Key, Lamp: speak(ctx, l.set().Milestone(facts, d.asOf, l.calendar())),
		Baseline: orNull(last.Baseline), Approved: orNull(last.Due()), Points: trendPoints(versions)}
	if last.Done() {
		v.Reached = orNull(last.Reached)
	}
	return v
}

// trendPoints are the days on which another date was expected: the confirmed forecast where it differs, else the approved
// date. Of one day the last state counts; the line ends on 45° on the day of completion, which may have been reported later.
func trendPoints(versions []trendRow) []TrendPoint {
	points := []TrendPoint{}
	for _, row := range versions {
		point := row.point()
		if point.Date.IsZero() {
			continue
		}
		for len(points) > 0 && !points[len(points)-1].On.Before(point.On) {
			points = points[:len(points)-1]
		}
		if last := len(points) - 1; last < 0 || points[last].Date != point.Date || points[last].Kind != point.Kind {
			points = append(points, point)
		}
		if point.Kind == TrendReached {
			break
		}
	}
	return points
}

// point is what a version says is expected.
func (r trendRow) point() TrendPoint {
	due := r.Due()
	switch {
	case r.Done():
		return TrendPoint{On: r.Reached, Date: r.Reached, Kind: TrendReached}
	case !r.Forecast.IsZero() && r.Forecast != due:
		return TrendPoint{On: r.RecordedOn, Date: r.Forecast, Kind: TrendForecast}
	case due != r.Baseline && !r.Baseline.IsZero():
		return TrendPoint{On: r.RecordedOn, Date: due, Kind: TrendApproved}
	}
	return TrendPoint{On: r.RecordedOn, Date: due, Kind: TrendBaseline}
}

// reach is the first and the last day of all points.
func (t Trend) reach() (from, to *schedule.Date) {
	var first, last schedule.Date
	for _, m := range t.Milestones {
		for _, p := range m.Points {
			for _, day := range []schedule.Date{p.On, p.Date} {
				if first.IsZero() || day.Before(first) {
					first = day
				}
				if day.After(last) {
					last = day
				}
			}
		}
	}
	return orNull(first), orNull(last)
}
