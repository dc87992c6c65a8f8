package reports

import (
	"context"
	"encoding/json"
	"strings"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// End is one end of a comparison: a day, or a closed month.
type End struct {
	Day    schedule.Date
	Period schedule.Month
}

// ParseEnd reads YYYY-MM-DD as a day and YYYY-MM as a closed month.
func ParseEnd(text string) (End, bool) {
	if month, err := schedule.ParseMonth(text); err == nil {
		return End{Period: month}, true
	}
	day, err := schedule.ParseDate(text)
	return End{Day: day}, err == nil
}

// CompareQuery asks for a page of one group.
type CompareQuery struct {
	From, To End
	// Kind is milestone, project, or task for the tasks with their indicators.
	Kind  frozen.Kind
	Group ChangeGroup
	Limit int
	After int // how many rows were shown before
}

// comparison is the model behind an answer, kept while nothing changes.
type comparison struct {
	from, to side
	groups   map[ChangeGroup][]difference
}

// Compare says what changed between two days or closed months, of the rows the caller may read: five statements at most.
// Errors: 409 period_not_closed; 422 when the later end comes first.
func (s *Service) Compare(ctx context.Context, q CompareQuery) (Comparison, error) {
	_, scope := s.caller(ctx, auth.PermCompareRead)
	shelf, err := s.cache.at(ctx)
	if err != nil {
		return Comparison{}, err
	}
	model, err := kept(ctx, shelf, key("compare", s.load.day(schedule.Date{}), scope, q.From, q.To, q.Kind), func(ctx context.Context) (comparison, error) {
		return s.load.comparison(ctx, scope, q)
	})
	if err != nil {
		return Comparison{}, err
	}
	if model.to.on.Before(model.from.on) {
		return Comparison{}, httpapi.Invalid(httpapi.Fault("query.to", "order", "后一个日期不能早于前一个", "The later end comes before the earlier one"))
	}
	return s.compared(ctx, q, model)
}

func (l *Loader) comparison(ctx context.Context, scope auth.Scope, q CompareQuery) (c comparison, err error) {
	if c.from, err = l.end(ctx, scope, q.From, q.Kind); err != nil {
		return c, err
	}
	if c.to, err = l.end(ctx, scope, q.To, q.Kind); err != nil {
		return c, err
	}
	c.groups = compare(c.from, c.to, l.set())
	return c, nil
}

// end is the rows at one end: judged as of the day, or as a closed month froze them.
func (l *Loader) end(ctx context.Context, scope auth.Scope, e End, kind frozen.Kind) (side, error) {
	if e.Period.IsZero() {
		d := l.day(e.Day)
		items, err := l.standing(ctx, scope, kind, d)
		return side{on: d.asOf, items: items}, err
	}
	return l.closed(ctx, scope, e.Period, kind)
}

// frozenRow is a row of period_items with the day of the close, as far as a comparison needs it.
type frozenRow struct {
	ClosedOn                     schedule.Date
	Kind                         frozen.Kind
	ItemID, ParentID, RowVersion int64
	Name, Parent                 string
	Colour                       schedule.Colour
	Rule, RuleSet, Badges        string
	ReasonZh, ReasonEn, Facts    string
	DepartmentID                 int64
	LeaderPostID                 *int64
}

// closed reads what a closed month froze of the rows the scope reaches; one statement. Rights are those of today.
func (l *Loader) closed(ctx context.Context, scope auth.Scope, month schedule.Month, kind frozen.Kind) (side, error) {
	var s statement
	s.add("SELECT p.closed_on, x.* FROM periods p LEFT JOIN (").clause(frozenRows(scope, month, kind)).add(") x ON 1 = 1 WHERE p.month = ?", month)
	rows, err := scan[frozenRow](ctx, l.db, &s)
	if err != nil {
		return side{}, err
	}
	if len(rows) == 0 {
		return side{}, httpapi.Conflict("period_not_closed", month.String()+" 还没有关账，没有可比较的快照；请选已关账的月份，或按日期比较",
			month.String()+" has not been closed, so there is no snapshot to compare; choose a closed month, or a day")
	}
	out := side{on: rows[0].ClosedOn, month: month}
	for _, row := range rows {
		if row.ItemID == 0 {
			continue // closed, and nothing the reader may see
		}
		item, err := row.item()
		if err != nil {
			return side{}, err
		}
		out.items = append(out.items, item)
	}
	return out, nil
}

// frozenRows selects what a month froze of a kind, joined to the rows of today for rights and names.
func frozenRows(scope auth.Scope, month schedule.Month, kind frozen.Kind) clause {
	const columns = "SELECT i.kind, i.item_id, i.parent_id, i.row_version, i.name, i.colour, i.rule, i.rule_set, i.badges, i.reason_zh, i.reason_en, i.facts, "
	var s statement
	units := "EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = %ID% AND u.department_id IN (%s))"
	within := func(lead, leader, project string) clause {
		c := auth.Columns{Lead: lead, Leader: leader}
		if project != "" {
			c.CoExists = strings.Replace(units, "%ID%", project, 1)
		}
		text, args := scope.SQL(c)
		return clause{text, args}
	}
	switch kind {
	case frozen.Milestone:
		s.add(columns + "l.lead_department_id AS department_id, l.leader_post_id, p.name AS parent FROM period_items i" +
			" JOIN milestones l ON l.id = i.item_id JOIN projects p ON p.id = l.project_id")
		s.add(" WHERE i.month = ? AND i.kind = ? AND ", month, kind).clause(within("l.lead_department_id", "l.leader_post_id", "l.project_id"))
	case frozen.Project:
		s.add(columns + "l.lead_department_id AS department_id, l.leader_post_id, '' AS parent FROM period_items i JOIN projects l ON l.id = i.item_id")
		s.add(" WHERE i.month = ? AND i.kind = ? AND ", month, kind).clause(within("l.lead_department_id", "l.leader_post_id", "l.id"))
	case frozen.Task, frozen.Indicator, frozen.Board, frozen.Overview:
		// A task with all its indicators for whoever answers for it or for one of them, as the list of tasks has it.
		s.add(columns + "COALESCE(k.department_id, t.department_id) AS department_id, COALESCE(k.leader_post_id, t.leader_post_id) AS leader_post_id," +
			" CASE WHEN k.id IS NULL THEN '' ELSE t.title END AS parent FROM period_items i" +
			" LEFT JOIN indicators k ON i.kind = 'indicator' AND k.id = i.item_id" +
			" JOIN livelihood_tasks t ON t.id = CASE WHEN i.kind = 'indicator' THEN k.task_id ELSE i.item_id END")
		s.add(" WHERE i.month = ? AND i.kind IN ('task', 'indicator') AND (", month).clause(within("t.department_id", "t.leader_post_id", ""))
		s.add(" OR EXISTS (SELECT 1 FROM indicators o WHERE o.task_id = t.id AND ").clause(within("o.department_id", "COALESCE(o.leader_post_id, t.leader_post_id)", "")).add("))")
	}
	return clause{s.text.String(), s.args}
}

func (r frozenRow) item() (frozen.Item, error) {
	item := frozen.Item{Kind: r.Kind, ID: r.ItemID, Version: r.RowVersion, ParentID: r.ParentID, Name: r.Name, Parent: r.Parent,
		DepartmentID: r.DepartmentID, LeaderPostID: r.LeaderPostID}
	item.Lamp = schedule.KeptLamp(r.Colour, badges(r.Badges), r.Rule, r.RuleSet, r.ReasonZh, r.ReasonEn)
	return item, json.Unmarshal([]byte(r.Facts), &item.Facts)
}

func badges(text string) []schedule.Badge {
	out := []schedule.Badge{}
	for badge := range strings.SplitSeq(text, ",") {
		if badge != "" {
			out = append(out, schedule.Badge(badge))
		}
	}
	return out
}

// compared is one page of the answer.
func (s *Service) compared(ctx context.Context, q CompareQuery, c comparison) (Comparison, error) {
	rows := c.groups[q.Group]
	v := Comparison{From: comparedDay(c.from), To: comparedDay(c.to), Of: ofWord(q.Kind), Total: len(c.to.items), Counts: comparedCounts(c.groups),
		Group: q.Group, Items: []ComparedItem{}}
	page := rows[min(q.After, len(rows)):min(q.After+q.Limit, len(rows))]
	moves, err := s.movesOf(ctx, q, c, page)
	if err != nil {
		return v, err
	}
	var w wanted
	for _, row := range page {
		w.unit(row.is.DepartmentID, row.is.LeaderPostID)
	}
	names, err := s.names(ctx, w)
	if err != nil {
		return v, err
	}
	for _, row := range page {
		v.Items = append(v.Items, comparedItem(ctx, row, names, moves[row.is.ID]))
	}
	if next := q.After + len(page); next < len(rows) {
		v.Next, err = httpapi.EncodeCursor(compareCursor{q.Group, next})
	}
	return v, err
}

// compareCursor is how many rows of the group were shown.
type compareCursor struct {
	Group ChangeGroup `json:"group"`
	Shown int         `json:"shown"`
}

func comparedDay(s side) ComparedDay { return ComparedDay{On: s.on, Period: orNull(s.month)} }

func comparedCounts(groups map[ChangeGroup][]difference) ComparedCounts {
	n := func(g ChangeGroup) int { return len(groups[g]) }
	return ComparedCounts{Lamps: n(GroupLamps), Dates: n(GroupDates), Late: n(GroupLate), Done: n(GroupDone),
		Unreported: n(GroupUnreported), Added: n(GroupAdded), Exited: n(GroupExited), Figures: n(GroupFigures)}
}

func comparedItem(ctx context.Context, d difference, names names, moves []DateMove) ComparedItem {
	v := ComparedItem{Kind: d.is.Kind, ID: d.is.ID, Name: d.is.Name, Parent: d.is.Parent, Department: names.department(d.is.DepartmentID),
		LeaderPost: names.post(d.is.LeaderPostID), After: comparedState(ctx, d.is), Move: MoveNew, Moves: append([]DateMove{}, moves...)}
	if d.is.ParentID != 0 {
		v.ParentID = &d.is.ParentID
	}
	if d.was != nil {
		before := comparedState(ctx, *d.was)
		v.Before, v.Move = &before, moved(d.was.Lamp.Colour, d.is.Lamp.Colour, d.was.Facts.ShareBp, d.is.Facts.ShareBp)
	}
	return v
}

func comparedState(ctx context.Context, i frozen.Item) ComparedState {
	f, lamp := i.Facts, speak(ctx, i.Lamp)
	return ComparedState{Colour: lamp.Colour, Badges: append([]schedule.Badge{}, lamp.Badges...), Rule: lamp.Rule, Reason: lamp.Reason,
		Baseline: orNull(f.Baseline), Approved: orNull(f.Approved), Forecast: orNull(f.Forecast), Reached: orNull(f.Reached),
		OverdueDays: f.OverdueDays, Figure: f.Figure, Unit: f.Unit, ShareBp: f.ShareBp, PlanBp: f.PlanBp, Reported: orNull(f.Reported)}
}

// moveRow is a version of a milestone in which 现计划 is another one than in the version before, with the request that was
// approved for it, where there was one.
type moveRow struct {
	ID         int64
	RecordedOn schedule.Date
	RecordedBy int64
	WasOn      schedule.Date
	ApprovedOn schedule.Date
	Changes    int

	RequestID      *int64
	AuthorID       *int64
	Words          string
	DocumentNumber string
}

// moves selects the moves of milestones between two days: who recorded the decision, who had asked for it and with which words.
const moves = "SELECT v.id, v.recorded_on, v.recorded_by, b.approved_on AS was_on, v.approved_on, v.changes, r.id AS request_id, r.author_id," +
	" COALESCE(r.words, '') AS words, COALESCE(r.document_number, '') AS document_number FROM milestone_versions v" +
	" JOIN milestone_versions b ON b.id = v.id AND b.version = v.version - 1" +
	" LEFT JOIN change_requests r ON r.id = (SELECT MAX(q.id) FROM change_items i JOIN change_requests q ON q.id = i.request_id" +
	" WHERE i.milestone_id = v.id AND i.to_on = v.approved_on AND q.state = 'approved' AND q.decided_on = v.recorded_on)" +
	" WHERE v.id IN ? AND v.recorded_on > ? AND v.recorded_on <= ?" +
	" AND COALESCE(v.approved_on, '0001-01-01') <> COALESCE(b.approved_on, '0001-01-01') ORDER BY v.id, v.version"

// movesOf says how the dates of a page moved between the two ends; one statement, and none for another group.
func (s *Service) movesOf(ctx context.Context, q CompareQuery, c comparison, page []difference) (map[int64][]DateMove, error) {
	var ids []int64
	for _, row := range page {
		if row.is.Kind == frozen.Milestone {
			ids = append(ids, row.is.ID)
		}
	}
	if q.Group != GroupDates || len(ids) == 0 {
		return nil, nil
	}
	var rows []moveRow
	err := s.load.db.Read(ctx).Raw(moves, ids, c.from.on, c.to.on).Scan(&rows).Error
	if err != nil {
		return nil, database.Translate(err)
	}
	var w wanted
	for _, row := range rows {
		w.users = append(w.users, row.RecordedBy, or0(row.AuthorID))
	}
	names, err := s.names(ctx, w)
	out := map[int64][]DateMove{}
	for _, row := range rows {
		out[row.ID] = append(out[row.ID], names.move(row))
	}
	return out, err
}

func (n names) move(row moveRow) DateMove {
	m := DateMove{From: orNull(row.WasOn), To: orNull(row.ApprovedOn), On: row.RecordedOn, By: n.user(row.RecordedBy), Nth: row.Changes,
		RequestID: row.RequestID, Words: row.Words, Document: row.DocumentNumber}
	if row.AuthorID != nil {
		author := n.user(*row.AuthorID)
		m.Author = &author
	}
	return m
}
