package district

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

// RuleSetUpload is a rule set as text.
type RuleSetUpload struct {
	Text string `json:"text" minLength:"1" maxLength:"40000" doc:"YAML or JSON, as the sets that come with the program."`
}

// RuleSetTry asks what a set would change.
type RuleSetTry struct {
	Scope RuleSetScope `json:"scope"`
}

type (
	ruleSetUploadInput struct{ Body RuleSetUpload }
	ruleSetCheckOutput struct{ Body RuleSetCheck }
	ruleSetOutput      struct{ Body RuleSetText }
	ruleSetInput       struct{ httpapi.IDPath }
	ruleSetTryInput    struct {
		httpapi.IDPath
		Body RuleSetTry
	}
	ruleSetTrialOutput struct{ Body RuleSetTrial }
	proposeInput       struct {
		httpapi.IDPath
		Body RuleSetProposal
	}
	decideInput struct {
		httpapi.IfMatch
		httpapi.IDPath
	}
	adoptionOutput struct {
		ETag string `header:"ETag"`
		Body RuleSetAdoption
	}
	adoptionsOutput struct{ Body RuleSetAdoptions }
)

func adoptionAnswer(v RuleSetAdoption, err error) (*adoptionOutput, error) {
	if err != nil {
		return nil, err
	}
	return &adoptionOutput{ETag: httpapi.ETag(v.Version), Body: v}, nil
}

func (s *Service) registerRules(api *httpapi.API, tags []string) {
	manage := auth.PermRulesManage
	httpapi.Register(api, httpapi.Operation{ID: "listRuleSets", Method: http.MethodGet, Path: "/rule-sets", Permission: auth.PermRulesRead,
		Tags: tags, Summary: "Lamp rule sets with their text; which one is in force"},
		func(ctx context.Context, _ *struct{}) (*ruleSetsOutput, error) {
			sets, err := s.RuleSets(ctx)
			return &ruleSetsOutput{Body: sets}, err
		})
	httpapi.Register(api, httpapi.Operation{ID: "getRuleSet", Method: http.MethodGet, Path: "/rule-sets/{id}", Permission: auth.PermRulesRead,
		Tags: tags, Summary: "One stored rule set"},
		func(ctx context.Context, in *ruleSetInput) (*ruleSetOutput, error) {
			set, err := s.RuleSet(ctx, in.ID)
			return &ruleSetOutput{set}, err
		})
	httpapi.Register(api, httpapi.Operation{ID: "checkRuleSet", Method: http.MethodPost, Path: "/rule-sets/check", Permission: manage,
		Tags: tags, Summary: "What is wrong with the text of a rule set, and what it says; stores nothing"},
		func(ctx context.Context, in *ruleSetUploadInput) (*ruleSetCheckOutput, error) {
			check, err := s.CheckRuleSet(ctx, in.Body.Text)
			return &ruleSetCheckOutput{check}, err
		})
	httpapi.Register(api, httpapi.Operation{ID: "uploadRuleSet", Method: http.MethodPost, Path: "/rule-sets", Permission: manage,
		Status: http.StatusCreated, Idempotent: true, Tags: tags, Summary: "Store a version of a rule set; it changes no lamp",
		Description: "422 names every fault, text[0] being the first. 409 rule_set_known for a name and version there is already."},
		func(ctx context.Context, in *ruleSetUploadInput) (*ruleSetOutput, error) {
			set, err := s.UploadRuleSet(ctx, in.Body.Text)
			return &ruleSetOutput{set}, err
		})
	httpapi.Register(api, httpapi.Operation{ID: "tryRuleSet", Method: http.MethodPost, Path: "/rule-sets/{id}/dry-run", Permission: manage,
		Tags: tags, Summary: "What would change today, item by item; changes nothing"},
		func(ctx context.Context, in *ruleSetTryInput) (*ruleSetTrialOutput, error) {
			trial, err := s.TryRuleSet(ctx, in.ID, in.Body.Scope)
			return &ruleSetTrialOutput{trial}, err
		})
	s.registerAdoptions(api, tags)
}

func (s *Service) registerAdoptions(api *httpapi.API, tags []string) {
	manage := auth.PermRulesManage
	httpapi.Register(api, httpapi.Operation{ID: "proposeRuleSet", Method: http.MethodPost, Path: "/rule-sets/{id}/propose", Permission: manage,
		Status: http.StatusCreated, Idempotent: true, Tags: tags, Summary: "Put a stored rule set forward for some days and a part of the district"},
		func(ctx context.Context, in *proposeInput) (*adoptionOutput, error) {
			return adoptionAnswer(s.ProposeRuleSet(ctx, in.ID, in.Body))
		})
	httpapi.Register(api, httpapi.Operation{ID: "listRuleSetAdoptions", Method: http.MethodGet, Path: "/rule-set-adoptions", Permission: auth.PermRulesRead,
		Tags: tags, Summary: "What was put forward and put in force, by whom, from when and for what; the newest first"},
		func(ctx context.Context, _ *struct{}) (*adoptionsOutput, error) {
			list, err := s.Adoptions(ctx)
			return &adoptionsOutput{list}, err
		})
	httpapi.Register(api, httpapi.Operation{ID: "adoptRuleSet", Method: http.MethodPost, Path: "/rule-set-adoptions/{id}/adopt", Permission: manage,
		Idempotent: true, TwoPersons: "own_proposal", Tags: tags, Summary: "Put in force what somebody else has put forward; it counts at once for everybody",
		Description: "403 own_proposal for whoever put it forward, 409 rule_set_decided, 409 rule_set_too_late when its first day has passed: a lamp of the past is never judged again."},
		func(ctx context.Context, in *decideInput) (*adoptionOutput, error) {
			return adoptionAnswer(s.AdoptRuleSet(ctx, in.ID, in.Version))
		})
	httpapi.Register(api, httpapi.Operation{ID: "withdrawRuleSet", Method: http.MethodPost, Path: "/rule-set-adoptions/{id}/withdraw", Permission: manage,
		Idempotent: true, Tags: tags, Summary: "Take a proposal back"},
		func(ctx context.Context, in *decideInput) (*adoptionOutput, error) {
			return adoptionAnswer(s.WithdrawRuleSet(ctx, in.ID, in.Version))
		})
}
