package plans

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

// Register adds the operations on plans.
func (s *Service) Register(api *httpapi.API) {
	read, manage, tags := auth.PermPlansRead, auth.PermPlansManage, []string{"plans"}
	httpapi.Register(api, httpapi.Operation{ID: "listPlans", Method: http.MethodGet, Path: "/plans", Permission: read, Tags: tags,
		Summary: "The plans there are, the newest first"}, s.httpList)
	httpapi.Register(api, httpapi.Operation{ID: "getPlan", Method: http.MethodGet, Path: "/plans/{year}", Permission: read, Tags: tags,
		Summary: "The plan of a year; of a year nobody has touched an empty draft"}, s.httpGet)
	httpapi.Register(api, httpapi.Operation{ID: "checkPlan", Method: http.MethodGet, Path: "/plans/{year}/check", Permission: read, Tags: tags,
		Summary: "What the plan lacks before the freeze, of the rows the caller may read"}, s.httpCheck)
	httpapi.Register(api, httpapi.Operation{ID: "proposePlan", Method: http.MethodPost, Path: "/plans/{year}/propose", Permission: manage, Tags: tags,
		Idempotent: true, Summary: "Put the plan forward; 409 plan_has_faults with the list in current"}, s.httpPropose)
	httpapi.Register(api, httpapi.Operation{ID: "freezePlan", Method: http.MethodPost, Path: "/plans/{year}/freeze", Permission: manage, Tags: tags,
		Idempotent: true, TwoPersons: "same_person", Summary: "Freeze what somebody else has put forward"}, s.httpFreeze)
	httpapi.Register(api, httpapi.Operation{ID: "withdrawPlan", Method: http.MethodPost, Path: "/plans/{year}/withdraw", Permission: manage, Tags: tags,
		Idempotent: true, Summary: "Make a draft again of what was put forward"}, s.httpWithdraw)
	s.registerCarry(api)
	httpapi.Register(api, httpapi.Operation{ID: "readDeadline", Method: http.MethodGet, Path: "/deadline", Permission: read, Tags: tags,
		Summary:     "Read a deadline phrase such as 6月底前 or 力争年内",
		Description: "A proposal: the day, how exact it is and how firm. What could mean two days is not understood, and nothing is guessed."}, s.httpDeadline)
}

// PlanList is every plan there is.
type PlanList struct {
	Items []PlanYear `json:"items" nullable:"false"`
}

type listOutput struct{ Body PlanList }

func (s *Service) httpList(ctx context.Context, _ *struct{}) (*listOutput, error) {
	items, err := s.List(ctx)
	if err != nil {
		return nil, err
	}
	return &listOutput{PlanList{items}}, nil
}

type getInput struct {
	Year int `path:"year" doc:"What can not be the year of a plan is not found"`
}

type planOutput struct {
	ETag string `header:"ETag"`
	Body PlanYear
}

func answer(v PlanYear, err error) (*planOutput, error) {
	if err != nil {
		return nil, err
	}
	return &planOutput{ETag: httpapi.ETag(v.Version), Body: v}, nil
}

func (s *Service) httpGet(ctx context.Context, in *getInput) (*planOutput, error) {
	return answer(s.Get(ctx, in.Year))
}

type checkOutput struct{ Body PlanCheck }

func (s *Service) httpCheck(ctx context.Context, in *getInput) (*checkOutput, error) {
	check, err := s.Check(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	return &checkOutput{check}, nil
}

type stepInput struct {
	httpapi.IfMatch
	Year int `path:"year"`
}

func (s *Service) httpPropose(ctx context.Context, in *stepInput) (*planOutput, error) {
	return answer(s.Propose(ctx, in.Year, in.Version))
}

func (s *Service) httpFreeze(ctx context.Context, in *stepInput) (*planOutput, error) {
	return answer(s.Freeze(ctx, in.Year, in.Version))
}

// PlanWithdrawal is the body that withdraws a proposed plan.
type PlanWithdrawal struct {
	Reason string `json:"reason,omitempty" maxLength:"500" doc:"Why; kept in the audit"`
}

type withdrawInput struct {
	httpapi.IfMatch
	Year int `path:"year"`
	Body PlanWithdrawal
}

func (s *Service) httpWithdraw(ctx context.Context, in *withdrawInput) (*planOutput, error) {
	return answer(s.Withdraw(ctx, in.Year, in.Version, in.Body.Reason))
}

type deadlineInput struct {
	Words string `query:"words" required:"true" minLength:"1" maxLength:"80"`
	Year  int    `query:"year" minimum:"2000" maximum:"2100" doc:"Year the phrase is of when it names none; default the year of today"`
}

type deadlineOutput struct{ Body DeadlineProposal }

func (s *Service) httpDeadline(ctx context.Context, in *deadlineInput) (*deadlineOutput, error) {
	found, err := s.Deadline(ctx, in.Words, in.Year)
	if err != nil {
		return nil, err
	}
	return &deadlineOutput{found}, nil
}
