package projects

import (
	"context"
	"io"
	"strings"

	"guatu/internal/platform/csvfile"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// wallLine is one milestone of one project in one band; a project without milestones has one line.
type wallLine struct {
	group string
	row   WallRow
	node  *WallNode
}

// WallExport is the wall chart as a file.
type WallExport struct {
	WallQuery
	Columns string
	Filters []csvfile.Pair
}

// ExportWall prepares the file of the wall chart: its bands, rows and milestones in the order of the screen.
func (s *Service) ExportWall(ctx context.Context, e WallExport) (Prepared, error) {
	lang := httpapi.LampLanguage(ctx)
	columns, err := csvfile.Choose(wallColumns(lang), e.Columns)
	if err != nil {
		return nil, httpapi.UnknownColumn(err)
	}
	wall, err := s.Wall(ctx, e.WallQuery)
	if err != nil {
		return nil, err
	}
	lines := wallLines(wall)
	if wall.Truncated {
		e.Filters = append(e.Filters, csvfile.Pair{Zh: "仅前 1000 个项目", En: "first 1000 projects of", Value: numberOrNone(int64(wall.Total))})
	}
	note := s.note(ctx, csvfile.Pair{Zh: "挂图", En: "Wall chart"}, wall.AsOf, e.Filters, len(lines))
	if err := s.recordExport(ctx, "wall", note, csvfile.Keys(columns)); err != nil {
		return nil, err
	}
	table := csvfile.Table[wallLine]{Note: note, Columns: columns, English: lang == schedule.English}
	return func(_ context.Context, w io.Writer) error {
		return table.Write(w, func(yield func([]wallLine, error) bool) { yield(lines, nil) })
	}, nil
}

func wallLines(wall Wall) []wallLine {
	inGroup := map[string][]WallRow{}
	for _, row := range wall.Rows {
		for _, key := range row.Groups {
			inGroup[key] = append(inGroup[key], row)
		}
	}
	var lines []wallLine
	for _, group := range wall.Groups {
		for _, row := range inGroup[group.Key] {
			if len(row.Nodes) == 0 {
				lines = append(lines, wallLine{group: group.Name, row: row})
			}
			for i := range row.Nodes {
				lines = append(lines, wallLine{group.Name, row, &row.Nodes[i]})
			}
		}
	}
	return lines
}

func wallColumns(lang schedule.Lang) []csvfile.Column[wallLine] {
	text := func(key, zh, en string, of func(WallRow) string) csvfile.Column[wallLine] {
		return csvfile.Column[wallLine]{Key: key, Zh: zh, En: en, Cell: func(l wallLine) csvfile.Cell { return csvfile.Text(of(l.row)) }}
	}
	node := func(key, zh, en string, of func(WallNode) csvfile.Cell) csvfile.Column[wallLine] {
		return csvfile.Column[wallLine]{Key: key, Zh: zh, En: en, Cell: func(l wallLine) csvfile.Cell {
			if l.node == nil {
				return csvfile.Text("")
			}
			return of(*l.node)
		}}
	}
	day := func(key, zh, en string, of func(WallNode) schedule.Date) csvfile.Column[wallLine] {
		return node(key, zh, en, func(n WallNode) csvfile.Cell { return csvfile.Day(orNull(of(n))) })
	}
	return []csvfile.Column[wallLine]{
		{Key: "group", Zh: "分组", En: "Group", Cell: func(l wallLine) csvfile.Cell { return csvfile.Text(l.group) }},
		text("code", "编号", "Code", func(r WallRow) string { return r.Code }),
		text("project", "项目名称", "Project", func(r WallRow) string { return r.Name }),
		text("leadDepartment", "牵头单位", "Lead department", func(r WallRow) string { return r.LeadDepartment.Name }),
		text("leaderPost", "分管领导", "Leader", func(r WallRow) string { return r.LeaderPost.Leader() }),
		text("lists", "清单", "Lists", func(r WallRow) string { return strings.Join(r.Lists, "、") }),
		text("projectLamp", "项目灯", "Lamp of the project", func(r WallRow) string { return r.Lamp.Colour.Name(lang) }),
		text("reason", "项目原因", "Reason", func(r WallRow) string { return r.Lamp.Reason }),
		node("node", "节点", "Milestone", func(n WallNode) csvfile.Cell { return csvfile.Text(n.Name) }),
		node("key", "关键", "Key", func(n WallNode) csvfile.Cell { return csvfile.Text(yes(n.Key, yesWord(lang))) }),
		day("plannedStart", "计划开始", "Planned start", func(n WallNode) schedule.Date { return n.PlannedStart }),
		day("baseline", "原计划", "Baseline", func(n WallNode) schedule.Date { return n.Baseline }),
		day("approved", "现计划", "Approved", func(n WallNode) schedule.Date { return n.Approved }),
		day("forecast", "预计", "Forecast", func(n WallNode) schedule.Date { return n.Forecast }),
		day("reached", "实际", "Reached", func(n WallNode) schedule.Date { return n.Reached }),
		node("changes", "变更次数", "Changes", func(n WallNode) csvfile.Cell { return csvfile.Whole(n.Changes) }),
		node("slipDays", "累计延期（天）", "Slip (days)", func(n WallNode) csvfile.Cell { return csvfile.Whole(n.SlipDays) }),
		node("lamp", "灯", "Lamp", func(n WallNode) csvfile.Cell { return csvfile.Text(n.Colour.Name(lang)) }),
		node("badges", "标记", "Marks", func(n WallNode) csvfile.Cell { return csvfile.Text(schedule.BadgeNames(n.Badges, lang)) }),
	}
}
