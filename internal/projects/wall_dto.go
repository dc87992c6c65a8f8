package projects

import (
	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// Wall is the wall chart 挂图: many projects with all their milestones in one answer, which is why a milestone is written
// as short as it goes and has no sentence. The sentence is that of GET /milestones/{id}.
type Wall struct {
	AsOf      schedule.Date  `json:"asOf" format:"date"`
	Today     schedule.Date  `json:"today" format:"date"`
	Year      int            `json:"year"`
	From      schedule.Date  `json:"from" format:"date" doc:"First day of the columns"`
	To        schedule.Date  `json:"to" format:"date" doc:"Last day of the columns"`
	RuleSet   string         `json:"ruleSet"`
	Basis     schedule.Basis `json:"basis" enum:"current,baseline" required:"false" doc:"The plan the lamps are measured against; on the original one a milestone is due on its baseline"`
	Total     int            `json:"total" doc:"Projects that match"`
	Truncated bool           `json:"truncated" doc:"More match than one answer holds: rows has the first 1000 by code"`
	Rows      []WallRow      `json:"rows" doc:"By code"`
	Groups    []WallGroup    `json:"groups" doc:"In the order to show them; without grouping one group of everything"`
}

// WallRow is one project on the wall.
type WallRow struct {
	ProjectID      int64              `json:"projectId"`
	Code           string             `json:"code"`
	Name           string             `json:"name"`
	ParentID       *int64             `json:"parentId"`
	LeadDepartment auth.DepartmentRef `json:"leadDepartment"`
	LeaderPost     *auth.PostRef      `json:"leaderPost"`
	Lists          []string           `json:"lists" doc:"Codes of its lists"`
	Groups         []string           `json:"groups" doc:"Keys of the groups the row stands in"`
	Lamp           WallLamp           `json:"lamp"`
	Progress       *WallProgress      `json:"progress" doc:"Investment of the year; null without a plan"`
	Nodes          []WallNode         `json:"nodes" doc:"In the order of the plan"`
	Sample         bool               `json:"sample"`
}

// WallLamp is the lamp of a project without its inputs.
type WallLamp struct {
	Colour schedule.Colour  `json:"colour" enum:"blue,green,yellow,red,grey"`
	Badges []schedule.Badge `json:"badges"`
	Rule   string           `json:"rule"`
	Reason string           `json:"reason"`
}

// WallProgress is the investment of the year against 序时.
type WallProgress struct {
	PlanBp   int `json:"planBp"`
	ActualBp int `json:"actualBp"`
}

// WallNode is one milestone on the wall. What is absent, no or 0 is left out.
type WallNode struct {
	ID           int64             `json:"id"`
	Name         string            `json:"name"`
	Key          bool              `json:"key,omitempty"`
	Firmness     schedule.Firmness `json:"firmness,omitempty" enum:"aim" doc:"Left out: firm"`
	PlannedStart schedule.Date     `json:"plannedStart,omitzero" format:"date"`
	Baseline     schedule.Date     `json:"baseline,omitzero" format:"date" doc:"原计划"`
	Approved     schedule.Date     `json:"approved,omitzero" format:"date" doc:"现计划"`
	Forecast     schedule.Date     `json:"forecast,omitzero" format:"date" doc:"预计"`
	Reached      schedule.Date     `json:"reached,omitzero" format:"date" doc:"实际"`
	Verified     bool              `json:"verified,omitempty"`
	Claimed      schedule.Date     `json:"claimed,omitzero" format:"date" doc:"Day of the undecided claim of completion"`
	Suspended    schedule.Date     `json:"suspended,omitzero" format:"date"`
	Exited       schedule.Date     `json:"exited,omitzero" format:"date" doc:"Day it left the plan"`
	Changes      int               `json:"changes,omitempty"`
	SlipDays     int               `json:"slipDays,omitempty" doc:"Days from the baseline to the approved date"`
	OverdueDays  int               `json:"overdueDays,omitempty" doc:"Days after the approved date that count; as long as it is neither verified nor suspended"`
	ProgressBp   *int              `json:"progressBp,omitempty" doc:"Latest confirmed progress in basis points"`
	Colour       schedule.Colour   `json:"colour" enum:"blue,green,yellow,red,grey"`
	Badges       []schedule.Badge  `json:"badges,omitempty"`
}

// WallGroup is a band of rows. A project on two lists stands in both bands.
type WallGroup struct {
	Key    string `json:"key" doc:"Code of the list, or id of the post or department; empty: without one"`
	Name   string `json:"name"`
	Rows   int    `json:"rows"`
	Red    int    `json:"red"`
	Yellow int    `json:"yellow"`
}
