package milestones

import (
	"context"
	"net/http"
	"strconv"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Register adds the operations on milestones and reports.
func (s *Service) Register(api *httpapi.API) {
	read, tags := auth.PermMilestonesRead, []string{"milestones"}
	httpapi.Register(api, httpapi.Operation{ID: "listMilestones", Method: http.MethodGet, Path: "/milestones", Permission: read, Tags: tags,
		Summary:     "Milestones by state, lamp, unit or leader, in the order of their due dates",
		Description: "Undated milestones come first. Every filter and the total are one definition with the lamp of a single milestone."}, s.httpList)
	httpapi.Register(api, httpapi.Operation{ID: "getMilestone", Method: http.MethodGet, Path: "/milestones/{id}", Permission: read, Tags: tags,
		Summary: "One milestone"}, s.httpGet)
	httpapi.Register(api, httpapi.Operation{ID: "listProjectMilestones", Method: http.MethodGet, Path: "/projects/{id}/milestones", Permission: read, Tags: tags,
		Summary: "The milestones of a project in the order of the plan"}, s.httpOfProject)
	httpapi.Register(api, httpapi.Operation{ID: "createMilestone", Method: http.MethodPost, Path: "/milestones", Permission: auth.PermMilestonesCreate,
		Status: http.StatusCreated, Idempotent: true, Tags: tags, Summary: "Add a milestone to a project"}, s.httpCreate)
	httpapi.Register(api, httpapi.Operation{ID: "updateMilestone", Method: http.MethodPatch, Path: "/milestones/{id}", Permission: auth.PermMilestonesEditContact, Tags: tags,
		Summary:     "Change words and contact",
		Description: "Never a date: dates of the plan move by an approved change alone. The lead unit changes the contact, the supervision office the words too."}, s.httpEdit)
	httpapi.Register(api, httpapi.Operation{ID: "getMilestoneHistory", Method: http.MethodGet, Path: "/milestones/{id}/history", Permission: read, Tags: tags,
		Summary: "Every version: what changed, by whom, why; newest first"}, s.httpHistory)
	httpapi.Register(api, httpapi.Operation{ID: "explainMilestone", Method: http.MethodGet, Path: "/milestones/{id}/why", Permission: read, Tags: tags,
		Summary: "Why the lamp has its colour, and why not another: every rule, and the day it would turn"}, s.httpWhy)
	s.registerPlan(api)
	s.registerReports(api)
	s.registerExport(api)
}

type milestoneOutput struct {
	ETag string `header:"ETag"`
	Body Milestone
}

func milestoneAnswer(v Milestone, err error) (*milestoneOutput, error) {
	if err != nil {
		return nil, err
	}
	return &milestoneOutput{ETag: httpapi.ETag(v.Version), Body: v}, nil
}

// MilestoneFilterQuery is what narrows a list of milestones; the list and the export share it.
type MilestoneFilterQuery struct {
	httpapi.AsOfQuery
	httpapi.BasisQuery
	State      string `query:"state" enum:"overdue,dueToday,dueSoon,open,claimed,suspended,undated,done,carried,exited"`
	Department int64  `query:"department" minimum:"1" doc:"Lead department"`
	Leader     string `query:"leader" maxLength:"20" doc:"Leader post by id, or mine: the lines of the caller"`
	Lamp       string `query:"lamp" enum:"blue,green,yellow,red,grey"`
	Q          string `query:"q" maxLength:"80" doc:"Part of the name of the milestone, or of the name or code of its project, or initials of their pinyin"`
	Project    int64  `query:"project" minimum:"1"`
	Year       int    `query:"year" minimum:"2000" maximum:"2100" doc:"Plan a milestone was promised in. What was carried over to the next plan is listed only by its year, its project or the state carried; what left the plan by its year, its project or the state exited"`
	Sort       string `query:"sort" enum:"due,-due,overdue,-overdue,project,-project,department,-department,progress,-progress" default:"due" doc:"overdue: by days; project: by code, in it the order of the plan. What is absent comes last, but undated milestones first by due"`
}

type listInput struct {
	MilestoneFilterQuery
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"1000"`
	Count  bool   `query:"count" doc:"Also give the total, counted up to 500"`
}

// MilestonePage is one page of milestones.
type MilestonePage struct {
	Items       []Milestone `json:"items"`
	NextCursor  string      `json:"nextCursor" doc:"Empty on the last page"`
	Total       *int        `json:"total,omitempty"`
	TotalCapped bool        `json:"totalCapped,omitempty" doc:"There are more than total"`
}

type listOutput struct{ Body MilestonePage }

// cursor is the place of the last row of a page, in the order it was made for.
type cursor struct {
	Due   schedule.Date `json:"due"`
	ID    int64         `json:"id"`
	Desc  bool          `json:"desc,omitempty"`
	Order Order         `json:"order,omitempty"`
	Rank  Rank          `json:"rank,omitzero"`
	Basis string        `json:"basis,omitempty"`
}

func (in *MilestoneFilterQuery) query() (Query, error) {
	q := Query{
		AsOf: in.AsOf, Mine: in.Leader == "mine",
		Filter: Filter{State: schedule.MilestoneState(in.State), Department: in.Department, Colour: schedule.Colour(in.Lamp),
			Text: in.Q, Project: in.Project, Year: in.Year},
	}
	switch in.Sort {
	case "", "due":
	case "-due":
		q.Page.Desc = true
	default:
		q.Page.Order = Order(in.Sort)
	}
	if in.Leader != "" && !q.Mine {
		id, err := strconv.ParseInt(in.Leader, 10, 64)
		if err != nil || id < 1 {
			return q, httpapi.Invalid(httpapi.Fault("query.leader", "leader", "应为岗位编号或 mine", "must be the id of a post, or mine"))
		}
		q.Filter.Leaders = []int64{id}
	}
	return q, nil
}

func (in *listInput) query() (Query, error) {
	q, err := in.MilestoneFilterQuery.query()
	if err != nil {
		return q, err
	}
	q.Count, q.Page.Limit = in.Count, in.Limit
	if in.Cursor != "" {
		var after cursor
		if err := httpapi.DecodeCursor(in.Cursor, &after); err != nil {
			return q, err
		}
		if after.Desc != q.Page.Desc || after.Order != q.Page.Order || after.Basis != in.Other() {
			return q, httpapi.BadRequest("bad_cursor", "分页游标与排序不符，请从第一页重新开始", "The cursor belongs to another order, start again at the first page")
		}
		q.Page.After = &Position{Due: after.Due, ID: after.ID, Rank: after.Rank}
	}
	return q, nil
}

func (s *Service) httpList(ctx context.Context, in *listInput) (*listOutput, error) {
	q, err := in.query()
	if err != nil {
		return nil, err
	}
	page, err := s.List(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &listOutput{MilestonePage{Items: page.Items, Total: page.Total, TotalCapped: page.TotalCapped}}
	if page.Next != nil {
		out.Body.NextCursor, err = httpapi.EncodeCursor(cursor{Due: page.Next.Due, ID: page.Next.ID, Desc: q.Page.Desc,
			Order: q.Page.Order, Rank: page.Next.Rank, Basis: in.Other()})
	}
	return out, err
}

type getInput struct {
	httpapi.IDPath
	httpapi.AsOfQuery
	httpapi.BasisQuery
}

type getOneInput struct {
	httpapi.IDPath
	httpapi.PeriodQuery
}

func (s *Service) httpGet(ctx context.Context, in *getOneInput) (*milestoneOutput, error) {
	if !in.Period.IsZero() {
		return milestoneAnswer(s.InPeriod(ctx, in.ID, in.Period))
	}
	return milestoneAnswer(s.Get(ctx, in.ID, in.AsOf))
}

// MilestoneList is every milestone of a project.
type MilestoneList struct {
	Items []Milestone `json:"items"`
}

type ofProjectOutput struct{ Body MilestoneList }

func (s *Service) httpOfProject(ctx context.Context, in *getInput) (*ofProjectOutput, error) {
	items, err := s.OfProject(ctx, in.ID, in.AsOf)
	if err != nil {
		return nil, err
	}
	return &ofProjectOutput{MilestoneList{items}}, nil
}

// NewMilestone is the body that creates a milestone.
type NewMilestone struct {
	ProjectID     int64          `json:"projectId" minimum:"1"`
	Name          string         `json:"name" minLength:"1" maxLength:"200"`
	Stage         string         `json:"stage,omitempty" maxLength:"40"`
	Ordinal       int            `json:"ordinal,omitempty" minimum:"1" maximum:"10000" doc:"Place in the plan; default after the last one"`
	Weight        int            `json:"weight,omitempty" minimum:"1" maximum:"1000"`
	Key           bool           `json:"key,omitempty"`
	Firmness      string         `json:"firmness,omitempty" enum:"firm,aim"`
	DeadlineWords string         `json:"deadlineWords,omitempty" maxLength:"80"`
	Precision     string         `json:"precision,omitempty" enum:"day,month,quarter,halfYear,year"`
	PlannedStart  *schedule.Date `json:"plannedStart,omitempty" format:"date"`
	Baseline      *schedule.Date `json:"baseline,omitempty" format:"date"`
}

type createInput struct{ Body NewMilestone }

func (s *Service) httpCreate(ctx context.Context, in *createInput) (*milestoneOutput, error) {
	b := in.Body
	return milestoneAnswer(s.Create(ctx, Draft{
		ProjectID: b.ProjectID, Name: b.Name, Stage: b.Stage, Ordinal: b.Ordinal, Weight: b.Weight, Key: b.Key,
		Firmness: schedule.Firmness(b.Firmness), DeadlineWords: b.DeadlineWords, Precision: schedule.Precision(b.Precision),
		PlannedStart: orAbsent(b.PlannedStart), Baseline: orAbsent(b.Baseline),
	}))
}

// MilestonePatch is the body that edits a milestone; a field left out stays as it is.
type MilestonePatch struct {
	Name         *string `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Words        *string `json:"words,omitempty" maxLength:"2000"`
	Note         *string `json:"note,omitempty" maxLength:"2000"`
	ContactName  *string `json:"contactName,omitempty" maxLength:"80"`
	ContactPhone *string `json:"contactPhone,omitempty" maxLength:"40"`
}

type editInput struct {
	httpapi.IfMatch
	httpapi.IDPath
	Body MilestonePatch
}

func (s *Service) httpEdit(ctx context.Context, in *editInput) (*milestoneOutput, error) {
	return milestoneAnswer(s.Edit(ctx, in.ID, in.Version, Patch{
		Name: in.Body.Name, Words: in.Body.Words, Note: in.Body.Note,
		ContactName: in.Body.ContactName, ContactPhone: in.Body.ContactPhone,
	}))
}

type historyInput struct{ httpapi.IDPath }

type historyOutput struct{ Body MilestoneHistory }

func (s *Service) httpHistory(ctx context.Context, in *historyInput) (*historyOutput, error) {
	history, err := s.History(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &historyOutput{history}, nil
}

// orAbsent reads a date that may be left out or null.
func orAbsent(d *schedule.Date) schedule.Date {
	if d == nil {
		return schedule.Date{}
	}
	return *d
}
