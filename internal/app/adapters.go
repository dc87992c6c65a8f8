package app

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/livelihood"
	"guatu/internal/milestones"
	"guatu/internal/platform/httpapi"
	"guatu/internal/projects"
	"guatu/internal/reports"
	"guatu/internal/schedule"
)

// A reading of an indicator is a report like any other: milestones keeps and decides it, livelihood knows what it means.
// The two rooms do not know each other; the types below carry the words across. Conversions between structs of the same
// fields are checked by the compiler: a field added on one side alone does not compile.

// readings lets milestones ask livelihood what a decision does to an indicator (milestones.Readings).
type readings struct{ desk *livelihood.Desk }

func (r readings) Apply(ctx context.Context, tx *gorm.DB, d milestones.ReadingDecision) error {
	decision := livelihood.Decision{
		Reading: livelihood.Reading(d.Reading), Outcome: livelihood.Outcome(d.Outcome), Reason: d.Reason, On: d.On, By: d.By,
		EarlierNoChange: d.EarlierNoChange, EarlierMadeGood: d.EarlierMadeGood,
		EarlierPeriodTo: d.EarlierPeriodTo, EarlierMadeGoodTo: d.EarlierMadeGoodTo, Conclusion: d.Conclusion,
	}
	if d.Earlier != nil {
		earlier := livelihood.Reading(*d.Earlier)
		decision.Earlier = &earlier
	}
	return r.desk.Apply(ctx, tx, decision)
}

func (r readings) Describe(ctx context.Context, list []milestones.Reading) (map[int64]milestones.ReadingSubject, error) {
	asked := make([]livelihood.Reading, len(list))
	for i, reading := range list {
		asked[i] = livelihood.Reading(reading)
	}
	described, err := r.desk.Describe(ctx, asked)
	if err != nil {
		return nil, err
	}
	subjects := make(map[int64]milestones.ReadingSubject, len(described))
	for id, s := range described {
		subjects[id] = milestones.ReadingSubject{
			Subject: s.Subject, Parent: s.Parent, Unit: s.Unit, TargetMilli: s.TargetMilli,
			Before:  milestones.ReadingBefore{ValueMilli: s.BeforeValueMilli, Note: s.BeforeNote, On: s.BeforeOn},
			LampNow: s.LampNow, LampAfter: s.LampAfter,
		}
	}
	return subjects, nil
}

// filing lets livelihood keep its readings as reports (livelihood.Reports).
type filing struct{ store *milestones.Store }

func (f filing) FileReading(ctx context.Context, tx *gorm.DB, in livelihood.Filing) (int64, error) {
	return f.store.FileReading(ctx, tx, milestones.ReadingInput(in))
}

func (f filing) MoveReadings(ctx context.Context, tx *gorm.DB, indicatorID, leadDepartmentID int64, leaderPostID *int64) error {
	return f.store.MoveReadings(ctx, tx, indicatorID, leadDepartmentID, leaderPostID)
}

func (f filing) ForgetDrafts(ctx context.Context, tx *gorm.DB, indicatorID int64) error {
	return f.store.ForgetDrafts(ctx, tx, indicatorID)
}

func (f filing) HasReadings(ctx context.Context, tx *gorm.DB, indicatorID int64) (bool, error) {
	return f.store.HasReadings(ctx, tx, indicatorID)
}

// readingReports shows readings as the reports they are (livelihood.ReportReader).
type readingReports struct{ milestones *milestones.Service }

func (r readingReports) ReadingReport(ctx context.Context, id int64) (milestones.Report, int64, error) {
	report, err := r.milestones.Report(ctx, id)
	return report, report.Version, err
}

// readingCursor is the last report of a page.
type readingCursor struct {
	ID int64 `json:"id"`
}

func (r readingReports) ReadingReports(ctx context.Context, indicatorID int64, limit int, cursor string) ([]milestones.Report, string, error) {
	return pageOfReports(ctx, r.milestones, milestones.ReportFilter{Indicator: indicatorID}, limit, cursor)
}

// pageOfReports is a page of the reports a filter finds, newest first, and the cursor of the next one.
func pageOfReports(ctx context.Context, service *milestones.Service, f milestones.ReportFilter, limit int, cursor string) ([]milestones.Report, string, error) {
	query := milestones.ReportQuery{Filter: f, Limit: limit}
	if cursor != "" {
		var after readingCursor
		if err := httpapi.DecodeCursor(cursor, &after); err != nil {
			return nil, "", err
		}
		query.After = after.ID
	}
	page, err := service.Reports(ctx, query)
	if err != nil || page.Next == 0 {
		return page.Items, "", err
	}
	next, err := httpapi.EncodeCursor(readingCursor{ID: page.Next})
	return page.Items, next, err
}

// nodes lets projects see the facts of their milestones (projects.Nodes).
type nodes struct{ milestones *milestones.Service }

func (n nodes) NodesOf(ctx context.Context, projectIDs []int64, asOf schedule.Date) ([]projects.NodeFacts, error) {
	found, err := n.milestones.NodesOf(ctx, projectIDs, asOf)
	if err != nil {
		return nil, err
	}
	out := make([]projects.NodeFacts, len(found))
	for i, node := range found {
		out[i] = projects.NodeFacts(node)
	}
	return out, nil
}

func (n nodes) NodesSQL(ctx context.Context, asOf schedule.Date) (string, []any) {
	return n.milestones.NodesSQL(ctx, asOf)
}

// lines lets the read models judge indicators (reports.Indicators).
type lines struct{ desk *livelihood.Desk }

func (l lines) Lines(ctx context.Context, scope auth.Scope, from, to int, ownUnit bool, asOf schedule.Date) ([]reports.IndicatorLine, error) {
	found, err := l.desk.Lines(ctx, scope, from, to, ownUnit, asOf)
	if err != nil {
		return nil, err
	}
	out := make([]reports.IndicatorLine, len(found))
	for i, line := range found {
		out[i] = reports.IndicatorLine(line)
	}
	return out, nil
}
