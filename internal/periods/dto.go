package periods

import (
	"time"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// ClosedPeriod is a closed month.
type ClosedPeriod struct {
	Month          schedule.Month `json:"month"`
	ClosedOn       schedule.Date  `json:"closedOn" format:"date"`
	ClosedAt       time.Time      `json:"closedAt"`
	ClosedBy       auth.UserRef   `json:"closedBy"`
	RuleSet        string         `json:"ruleSet"`
	RuleSetVersion int            `json:"ruleSetVersion"`
	Items          int            `json:"items" doc:"Rows frozen"`
	Open           LeftOpen       `json:"open" doc:"What was still open at the close"`
	PreviousHash   string         `json:"previousHash" doc:"Hash of the month closed before; empty: the first one"`
	Hash           string         `json:"hash" doc:"SHA-256 over everything the month froze and over previousHash"`
	Corrections    int            `json:"corrections"`
}

// PeriodDetail is a closed month with its corrections.
type PeriodDetail struct {
	ClosedPeriod
	CorrectionList []PeriodCorrection `json:"correctionList" nullable:"false" doc:"Of the rows the caller may read, newest first"`
}

// PeriodCorrection is a correction with the name of what it corrects.
type PeriodCorrection struct {
	frozen.Correction
	Name string `json:"name"`
}

// NextPeriod is the month that is closed next.
type NextPeriod struct {
	Month  schedule.Month `json:"month"`
	Cutoff schedule.Date  `json:"cutoff" format:"date" doc:"Last day on which the month is reported in time; it is closed after it"`
	Ready  bool           `json:"ready" doc:"The cut-off has passed"`
	Open   LeftOpen       `json:"open" doc:"What is still open today"`
}

// PeriodList is the closed months of a year, the newest first.
type PeriodList struct {
	Year  int            `json:"year"`
	Today schedule.Date  `json:"today" format:"date"`
	Items []ClosedPeriod `json:"items" nullable:"false"`
	Next  *NextPeriod    `json:"next" doc:"Null while nothing has been entered"`
	May   PeriodMay      `json:"may"`
}

// PeriodMay says what the caller may do.
type PeriodMay struct {
	Close   bool `json:"close"`
	Correct bool `json:"correct"`
}

// PeriodCheck is the outcome of a verification.
type PeriodCheck struct {
	Month       schedule.Month `json:"month"`
	Intact      bool           `json:"intact" doc:"Every frozen row and every correction is as it was written"`
	Hash        string         `json:"hash" doc:"As written at the close"`
	Computed    string         `json:"computed" doc:"Over the rows as they are now"`
	Items       int            `json:"items"`
	Corrections int            `json:"corrections"`
}

// PeriodItem is one frozen row.
type PeriodItem struct {
	Kind     frozen.Kind     `json:"kind" enum:"milestone,project,indicator,task"`
	ID       int64           `json:"id"`
	Name     string          `json:"name"`
	ParentID int64           `json:"parentId" doc:"Project or task it belongs to; 0: none"`
	Parent   string          `json:"parent"`
	Colour   schedule.Colour `json:"colour" enum:"blue,green,yellow,red,grey"`
	Badges   []string        `json:"badges" nullable:"false"`
	Rule     string          `json:"rule"`
	RuleSet  string          `json:"ruleSet"`
	Reason   string          `json:"reason"`
	ReportID *int64          `json:"reportId" doc:"The last report at the close"`
	Figures  []PeriodFigure  `json:"figures" nullable:"false" doc:"What can be corrected, as frozen"`
}

// PeriodFigure is a frozen figure by its name in the answer.
type PeriodFigure struct {
	Field string `json:"field"`
	Value string `json:"value" doc:"Empty: there was none"`
}
