package demo

import "guatu/internal/schedule"

// Story is story.yaml: the invented year up to the demo day.
type Story struct {
	Sample   bool           `yaml:"sample"`
	Plan     schedule.Date  `yaml:"plan"` // the day the plan is entered
	Demo     schedule.Date  `yaml:"demo"` // the day the demonstration stands on
	Months   []ReportDays   `yaml:"months"`
	Nodes    []NodeStory    `yaml:"nodes"`
	Readings []ReadingStory `yaml:"readings"`
	Money    []MoneyStory   `yaml:"money"`
	Events   []Happening    `yaml:"events"`
}

// ReportDays says when a month is reported, when the reports are decided and when the supervision office closes it; without a
// day it is left open.
type ReportDays struct {
	Month  schedule.Month `yaml:"month"`
	Submit schedule.Date  `yaml:"submit"`
	Decide schedule.Date  `yaml:"decide"`
	Close  schedule.Date  `yaml:"close"`
}

// NodeStory is the progress of one milestone, by number of the month.
type NodeStory struct {
	At       string                `yaml:"at"`
	Progress map[int]int           `yaml:"progress"`
	Notes    map[int]string        `yaml:"notes"`
	Forecast map[int]schedule.Date `yaml:"forecast"`
	Silent   []int                 `yaml:"silent"`
	Done     schedule.Date         `yaml:"done"`     // day of the claim
	Verified schedule.Date         `yaml:"verified"` // day of its confirmation
}

// ReadingStory is the readings of one indicator, by number of the month.
type ReadingStory struct {
	At     string         `yaml:"at"`
	Values map[int]string `yaml:"values"`
	Parts  map[int]string `yaml:"parts"` // numerator/denominator
	Notes  map[int]string `yaml:"notes"`
	Silent []int          `yaml:"silent"`
	Claim  int            `yaml:"claim"`
}

// MoneyStory is the cumulative investment of one project in 万元, by number of the month.
type MoneyStory struct {
	Project string        `yaml:"project"`
	Done    map[int]int64 `yaml:"done"`
}

// Deed is what happens outside the routine.
type Deed string

// The deeds.
const (
	DoReport  Deed = "report"
	DoReading Deed = "reading"
	// DoApprove is the first level alone: the report waits with the supervision office. DoConfirm is both levels on one day.
	DoApprove Deed = "approve"
	DoConfirm Deed = "confirm"
	DoReturn  Deed = "return"
	// DoAsk files a change request of the lead unit, DoGrant approves it and DoRefuse rejects it.
	DoAsk    Deed = "ask"
	DoGrant  Deed = "grant"
	DoRefuse Deed = "refuse"
	DoAdd    Deed = "add"
)

// Happening is one event out of the routine.
type Happening struct {
	On       schedule.Date `yaml:"on"`
	Do       Deed          `yaml:"do"`
	At       string        `yaml:"at"`
	By       string        `yaml:"by"`
	To       schedule.Date `yaml:"to"`
	Due      schedule.Date `yaml:"due"`
	Progress *int          `yaml:"progress"`
	Value    string        `yaml:"value"`
	Forecast schedule.Date `yaml:"forecast"`
	Claim    bool          `yaml:"claim"`
	Note     string        `yaml:"note"`
	Reason   string        `yaml:"reason"`
	// Of DoAsk: what is asked for, the code of why, and what it does to what comes later.
	Change schedule.ChangeKind `yaml:"change"`
	Code   string              `yaml:"code"`
	Effect string              `yaml:"effect"`
	// Document is what a decision of the meeting rests on (DoGrant).
	Document *Document `yaml:"document"`
}

// Document is the paper of a decision.
type Document struct {
	Title  string        `yaml:"title"`
	Number string        `yaml:"number"`
	On     schedule.Date `yaml:"on"`
}
