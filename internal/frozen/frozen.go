package frozen

import (
	"context"
	"time"

	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// Kind says what a frozen row is of.
type Kind string

// The kinds. Board and overview are the read models as they were answered; their id is the year of the month.
const (
	Milestone Kind = "milestone"
	Project   Kind = "project"
	Indicator Kind = "indicator"
	Task      Kind = "task"
	Board     Kind = "board"
	Overview  Kind = "overview"
)

// Stamp marks an answer of a closed month.
type Stamp struct {
	Month       schedule.Month `json:"month"`
	ClosedOn    schedule.Date  `json:"closedOn" format:"date" doc:"Business day of the close; the facts and lamps are of that moment"`
	Hash        string         `json:"hash" doc:"SHA-256 over everything the month froze"`
	Corrections []Correction   `json:"corrections" nullable:"false" doc:"Later corrections of figures in this answer; the frozen figures stay as they are"`
}

// Correction is a later entry that names a frozen figure and says what it should have been.
type Correction struct {
	ID         int64         `json:"id"`
	Kind       Kind          `json:"kind" enum:"milestone,project,indicator"`
	ItemID     int64         `json:"itemId"`
	Field      string        `json:"field" doc:"Name of the figure in the answer, as progressBp or valueMilli"`
	Was        string        `json:"was" doc:"The frozen figure; empty: there was none"`
	Value      string        `json:"value"`
	Words      string        `json:"words"`
	ReplacesID *int64        `json:"replacesId" doc:"The earlier correction of the same figure"`
	By         auth.UserRef  `json:"by"`
	On         schedule.Date `json:"on" format:"date"`
	At         time.Time     `json:"at"`
}

// Reader gives the frozen answer of a closed month.
type Reader interface {
	// Thaw decodes the answer that was frozen for the item into what to points at, with its sentences in the language, and
	// returns its stamp. Errors: 409 period_not_closed, 404 when the month froze no such item. It checks no rights: whoever
	// asks has looked at the row of today. Two statements.
	Thaw(ctx context.Context, month schedule.Month, kind Kind, id int64, lang schedule.Lang, to any) (*Stamp, error)
}

// Facts are what a comparison looks at, as they stood on the day.
type Facts struct {
	Baseline  schedule.Date `json:"baseline,omitzero"`
	Approved  schedule.Date `json:"approved,omitzero"`
	Forecast  schedule.Date `json:"forecast,omitzero"`
	Reached   schedule.Date `json:"reached,omitzero"`
	Suspended schedule.Date `json:"suspended,omitzero"`
	// Exited is the day it left the plan by an approved change.
	Exited schedule.Date `json:"exited,omitzero"`
	Done   bool          `json:"done,omitempty"`
	// Carried says that it was carried over to the next plan, where it counts.
	Carried bool `json:"carried,omitempty"`
	// Late says that it is overdue; OverdueDays by how much.
	Late        bool `json:"late,omitempty"`
	OverdueDays int  `json:"overdueDays,omitempty"`
	// Asked is the last month up to the day that asks for a report and whose cut-off has passed; absent: none does.
	Asked schedule.Month `json:"asked,omitzero"`
	// Reported is the last month a report was sent for.
	Reported schedule.Month `json:"reported,omitzero"`
	// Figure is the latest confirmed figure in the measure of the kind: basis points of a milestone or task, thousandths of
	// the unit of an indicator, 元 of a project.
	Figure *int64 `json:"figure,omitempty"`
	Unit   string `json:"unit,omitempty"`
	// ShareBp and PlanBp are actual and plan in basis points, where there is a plan.
	ShareBp *int `json:"shareBp,omitempty"`
	PlanBp  *int `json:"planBp,omitempty"`
}

// Item is one row as it stood on a day.
type Item struct {
	Kind    Kind
	ID      int64
	Version int64
	// ParentID is the project of a milestone, the task of an indicator, the project above a project.
	ParentID int64
	Name     string
	// Parent names what it belongs to; it is of today.
	Parent       string
	DepartmentID int64
	LeaderPostID *int64
	Lamp         schedule.Lamp
	Facts        Facts
	// ReportID is the last report that was not withdrawn; 0: none.
	ReportID int64
}
