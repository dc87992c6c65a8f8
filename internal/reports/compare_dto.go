package reports

import (
	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// Comparison is what changed between two days.
type Comparison struct {
	From   ComparedDay    `json:"from"`
	To     ComparedDay    `json:"to"`
	Of     string         `json:"of" enum:"milestones,tasks,projects"`
	Total  int            `json:"total" doc:"Rows at the later end"`
	Counts ComparedCounts `json:"counts" doc:"Of every group, over all rows the caller may read"`
	Group  ChangeGroup    `json:"group" enum:"lamps,dates,late,done,unreported,added,exited,figures" doc:"The group of the items"`
	Items  []ComparedItem `json:"items" nullable:"false" doc:"The worst first"`
	Next   string         `json:"nextCursor" doc:"Empty on the last page"`
}

// ComparedDay is one end of a comparison.
type ComparedDay struct {
	On     schedule.Date   `json:"on" format:"date" doc:"The day, or the day the month was closed"`
	Period *schedule.Month `json:"period" doc:"The closed month; null: a day"`
}

// ComparedCounts are the rows of each group.
type ComparedCounts struct {
	Lamps      int `json:"lamps"`
	Dates      int `json:"dates"`
	Late       int `json:"late"`
	Done       int `json:"done"`
	Unreported int `json:"unreported"`
	Added      int `json:"added"`
	Exited     int `json:"exited"`
	Figures    int `json:"figures"`
}

// ComparedItem is one row that changed.
type ComparedItem struct {
	Kind       frozen.Kind        `json:"kind" enum:"milestone,project,indicator,task"`
	ID         int64              `json:"id"`
	Name       string             `json:"name"`
	ParentID   *int64             `json:"parentId" doc:"Project of a milestone, task of an indicator"`
	Parent     string             `json:"parent"`
	Department auth.DepartmentRef `json:"department"`
	LeaderPost *auth.PostRef      `json:"leaderPost"`
	Before     *ComparedState     `json:"before" doc:"Null: it was not there"`
	After      ComparedState      `json:"after"`
	Move       Move               `json:"move" enum:"up,down,same,new"`
	Moves      []DateMove         `json:"moves" nullable:"false" doc:"How 现计划 moved in between, oldest first; of the group dates alone"`
}

// ComparedState is a row at one end.
type ComparedState struct {
	Colour      schedule.Colour  `json:"colour" enum:"blue,green,yellow,red,grey"`
	Badges      []schedule.Badge `json:"badges" nullable:"false"`
	Rule        string           `json:"rule"`
	Reason      string           `json:"reason"`
	Baseline    *schedule.Date   `json:"baseline"`
	Approved    *schedule.Date   `json:"approved"`
	Forecast    *schedule.Date   `json:"forecast"`
	Reached     *schedule.Date   `json:"reached"`
	OverdueDays int              `json:"overdueDays"`
	Figure      *int64           `json:"figure" doc:"Confirmed figure: basis points of a milestone or task, thousandths of the unit of an indicator, 元 of a project"`
	Unit        string           `json:"unit"`
	ShareBp     *int             `json:"shareBp"`
	PlanBp      *int             `json:"planBp"`
	Reported    *schedule.Month  `json:"reported" doc:"Last month a report was sent for"`
}

// DateMove is one move of 现计划.
type DateMove struct {
	From      *schedule.Date `json:"from"`
	To        *schedule.Date `json:"to"`
	On        schedule.Date  `json:"on" format:"date" doc:"Day it was approved"`
	By        auth.UserRef   `json:"by" doc:"Who decided it"`
	Nth       int            `json:"nth" doc:"第 n 次"`
	RequestID *int64         `json:"requestId" doc:"The request that was approved; null: moved before there were requests"`
	Author    *auth.UserRef  `json:"author" doc:"Who asked for it"`
	Words     string         `json:"words" doc:"Why it was asked for"`
	Document  string         `json:"document" doc:"Number of the document that decided it"`
}
