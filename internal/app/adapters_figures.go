package app

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/milestones"
	"guatu/internal/projects"
)

// What a unit reports of a project is a report like any other too: milestones keeps and decides it, projects knows what it
// means.

// figures lets milestones tell projects what became of a report (milestones.Figures).
type figures struct{ desk *projects.Desk }

func (f figures) Apply(ctx context.Context, tx *gorm.DB, d milestones.FigureDecision) error {
	decision := projects.FigureDecision{Figure: figureOf(d.Figure), Outcome: projects.Outcome(d.Outcome), Reason: d.Reason, On: d.On, By: d.By}
	for _, earlier := range d.Earlier {
		decision.Earlier = append(decision.Earlier, figureOf(earlier))
	}
	return f.desk.Apply(ctx, tx, decision)
}

func (f figures) Lamps(ctx context.Context, list []milestones.Figure, found []milestones.Node) (map[int64]milestones.FigureLamps, error) {
	asked := make([]projects.Figure, 0, len(list))
	for _, figure := range list {
		asked = append(asked, figureOf(figure))
	}
	nodes := make([]projects.NodeFacts, 0, len(found))
	for _, node := range found {
		nodes = append(nodes, projects.NodeFacts(node))
	}
	lamps, err := f.desk.Lamps(ctx, asked, nodes)
	out := make(map[int64]milestones.FigureLamps, len(lamps))
	for id, l := range lamps {
		out[id] = milestones.FigureLamps(l)
	}
	return out, err
}

func figureOf(f milestones.Figure) projects.Figure {
	return projects.Figure{
		ReportID: f.ReportID, ProjectID: f.ProjectID, Month: f.Month, DoneYuan: f.DoneYuan, PaidYuan: f.PaidYuan, WorksStage: f.WorksStage,
		StatEnteredOn: f.StatEnteredOn, Note: f.Note, RecordedOn: f.RecordedOn, State: string(f.State),
	}
}

// figureFiling lets projects keep figures as reports (projects.Reports).
type figureFiling struct{ store *milestones.Store }

func (f figureFiling) FileFigures(ctx context.Context, tx *gorm.DB, in projects.FigureFiling) (int64, error) {
	return f.store.FileFigures(ctx, tx, milestones.FigureInput(in))
}

// figureReports shows figures as the reports they are (projects.ReportReader).
type figureReports struct{ milestones *milestones.Service }

func (r figureReports) FigureReport(ctx context.Context, id int64) (milestones.Report, int64, error) {
	report, err := r.milestones.Report(ctx, id)
	return report, report.Version, err
}

func (r figureReports) FigureReports(ctx context.Context, projectID int64, limit int, cursor string) ([]milestones.Report, string, error) {
	return pageOfReports(ctx, r.milestones, milestones.ReportFilter{FiguresOf: projectID}, limit, cursor)
}
