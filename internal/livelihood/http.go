package livelihood

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

// Register adds the operations of tasks and indicators.
func (s *Service) Register(api *httpapi.API) {
	s.registerExport(api)
	tags := []string{"livelihood"}
	httpapi.Register(api, httpapi.Operation{
		ID: "listLivelihoodTasks", Method: http.MethodGet, Path: "/livelihood-tasks", Tags: tags,
		Summary: "The ten tasks of a year with their indicators", Permission: auth.PermLivelihoodRead,
	}, s.list)
	httpapi.Register(api, httpapi.Operation{
		ID: "getLivelihoodTask", Method: http.MethodGet, Path: "/livelihood-tasks/{id}", Tags: tags,
		Summary: "One task with its indicators", Permission: auth.PermLivelihoodRead,
	}, s.get)
	httpapi.Register(api, httpapi.Operation{
		ID: "createLivelihoodTask", Method: http.MethodPost, Path: "/livelihood-tasks", Tags: tags, Status: http.StatusCreated,
		Summary: "Add a task before the freeze", Permission: auth.PermLivelihoodCreate, Idempotent: true,
	}, s.create)
	httpapi.Register(api, httpapi.Operation{
		ID: "editLivelihoodTask", Method: http.MethodPatch, Path: "/livelihood-tasks/{id}", Tags: tags,
		Summary: "Change a task before the freeze", Permission: auth.PermLivelihoodEdit,
	}, s.edit)
	httpapi.Register(api, httpapi.Operation{
		ID: "getIndicator", Method: http.MethodGet, Path: "/indicators/{id}", Tags: tags,
		Summary: "One indicator", Permission: auth.PermLivelihoodRead,
	}, s.getIndicator)
	httpapi.Register(api, httpapi.Operation{
		ID: "createIndicator", Method: http.MethodPost, Path: "/indicators", Tags: tags, Status: http.StatusCreated,
		Summary: "Add an indicator before the freeze", Permission: auth.PermLivelihoodCreate, Idempotent: true,
	}, s.createIndicator)
	httpapi.Register(api, httpapi.Operation{
		ID: "editIndicator", Method: http.MethodPatch, Path: "/indicators/{id}", Tags: tags,
		Summary: "Change an indicator before the freeze", Permission: auth.PermLivelihoodEdit,
	}, s.editIndicator)
	httpapi.Register(api, httpapi.Operation{
		ID: "verifyIndicator", Method: http.MethodPost, Path: "/indicators/{id}/verify", Tags: tags,
		Summary: "Verify a confirmed 100 % that nobody claimed, or turn it down", Permission: auth.PermReportsConfirm, Idempotent: true, TwoPersons: string(codeOwnReport),
	}, s.verify)
	httpapi.Register(api, httpapi.Operation{
		ID: "getIndicatorHistory", Method: http.MethodGet, Path: "/indicators/{id}/history", Tags: tags,
		Summary: "Every recorded version of an indicator", Permission: auth.PermLivelihoodRead,
	}, s.history)
	httpapi.Register(api, httpapi.Operation{
		ID: "explainIndicator", Method: http.MethodGet, Path: "/indicators/{id}/why", Tags: tags,
		Summary: "Why the lamp has its colour, and why not another: every rule, and the day it would turn", Permission: auth.PermLivelihoodRead,
	}, s.httpWhy)
	s.registerPlan(api)
}

// TaskFilterQuery is what narrows the list of tasks; the list and the export share it.
type TaskFilterQuery struct {
	httpapi.AsOfQuery
	httpapi.BasisQuery
	Year int `query:"year" minimum:"2000" maximum:"2100" doc:"Default: the year of the day"`
	// RateMismatch asks for the tasks with an indicator whose printed rate is not the computed one.
	RateMismatch bool   `query:"rateMismatch" doc:"Only tasks with an indicator whose printed rate differs from the computed one by more than 0.1 point"`
	Q            string `query:"q" maxLength:"80" doc:"Part of the title or of the name of an indicator, or initials of the pinyin"`
}

type listInput struct{ TaskFilterQuery }

type listOutput struct {
	Body struct {
		Items []Task `json:"items" nullable:"false"`
	}
}

func (s *Service) list(ctx context.Context, in *listInput) (*listOutput, error) {
	items, err := s.filtered(ctx, in.TaskFilterQuery)
	if err != nil {
		return nil, err
	}
	out := &listOutput{}
	out.Body.Items = items
	return out, nil
}

type oneInput struct {
	httpapi.PeriodQuery
	ID int64 `path:"id"`
}

type taskOutput struct {
	ETag string `header:"ETag"`
	Body Task
}

func answerTask(t Task, err error) (*taskOutput, error) {
	if err != nil {
		return nil, err
	}
	return &taskOutput{ETag: httpapi.ETag(t.Version), Body: t}, nil
}

func (s *Service) get(ctx context.Context, in *oneInput) (*taskOutput, error) {
	if !in.Period.IsZero() {
		return answerTask(s.InPeriod(ctx, in.ID, in.Period))
	}
	return answerTask(s.Get(ctx, in.ID, in.AsOf))
}

// NewTask is a task to add.
type NewTask struct {
	Year int `json:"year" minimum:"2000" maximum:"2100"`
	TaskEdit
}

type createInput struct{ Body NewTask }

func (s *Service) create(ctx context.Context, in *createInput) (*taskOutput, error) {
	return answerTask(s.CreateTask(ctx, in.Body.Year, in.Body.TaskEdit))
}

type editInput struct {
	httpapi.IfMatch
	ID   int64 `path:"id"`
	Body TaskEdit
}

func (s *Service) edit(ctx context.Context, in *editInput) (*taskOutput, error) {
	return answerTask(s.EditTask(ctx, in.ID, in.Version, in.Body))
}

type indicatorOutput struct {
	ETag string `header:"ETag"`
	Body Indicator
}

func answerIndicator(i Indicator, err error) (*indicatorOutput, error) {
	if err != nil {
		return nil, err
	}
	return &indicatorOutput{ETag: httpapi.ETag(i.Version), Body: i}, nil
}

func (s *Service) getIndicator(ctx context.Context, in *oneInput) (*indicatorOutput, error) {
	if !in.Period.IsZero() {
		return answerIndicator(s.IndicatorInPeriod(ctx, in.ID, in.Period))
	}
	return answerIndicator(s.GetIndicator(ctx, in.ID, in.AsOf))
}

// NewIndicator is an indicator to add.
type NewIndicator struct {
	TaskID int64 `json:"taskId"`
	IndicatorEdit
}

type createIndicatorInput struct{ Body NewIndicator }

func (s *Service) createIndicator(ctx context.Context, in *createIndicatorInput) (*indicatorOutput, error) {
	return answerIndicator(s.CreateIndicator(ctx, in.Body.TaskID, in.Body.IndicatorEdit))
}

type editIndicatorInput struct {
	httpapi.IfMatch
	ID   int64 `path:"id"`
	Body IndicatorEdit
}

func (s *Service) editIndicator(ctx context.Context, in *editIndicatorInput) (*indicatorOutput, error) {
	return answerIndicator(s.EditIndicator(ctx, in.ID, in.Version, in.Body))
}

type verifyInput struct {
	httpapi.IfMatch
	ID   int64 `path:"id"`
	Body Verification
}

func (s *Service) verify(ctx context.Context, in *verifyInput) (*indicatorOutput, error) {
	return answerIndicator(s.Verify(ctx, in.ID, in.Version, in.Body))
}

type historyInput struct {
	ID int64 `path:"id"`
}

type historyOutput struct{ Body IndicatorHistory }

func (s *Service) history(ctx context.Context, in *historyInput) (*historyOutput, error) {
	history, err := s.History(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &historyOutput{Body: history}, nil
}
