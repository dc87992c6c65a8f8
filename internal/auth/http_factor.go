package auth

import (
	"context"
	"net/http"

	"guatu/internal/platform/httpapi"
)

const (
	opVerifyFactor  = "verifyFactor"
	opGetFactor     = "getSecondFactor"
	opBeginFactor   = "beginSecondFactor"
	opConfirmFactor = "confirmSecondFactor"
)

type factorInput struct {
	WebCall
	Body FactorCodeInput
}

// EnrolledAnswer is a session with the recovery codes of a second factor that was set up.
type EnrolledAnswer struct {
	LoginAnswer
	RecoveryCodes []string `json:"recoveryCodes" nullable:"false" doc:"Shown once and kept nowhere."`
}

type enrolledOutput struct {
	SetCookie string `header:"Set-Cookie"`
	Body      EnrolledAnswer
}

// registerFactor adds the second step of signing in and the care of one's own second factor. None is idempotent by key:
// an answer that was lost has told nobody a secret, and the step is taken again.
func (s *Service) registerFactor(api *httpapi.API) {
	tags := []string{"auth"}
	httpapi.Register(api, httpapi.Operation{ID: opVerifyFactor, Method: http.MethodPost, Path: "/auth/second-factor", Permission: PermSessionOwn, Tags: tags,
		Summary:     "Second step of signing in: a code of the app, or a recovery code",
		Description: "Answers a new session; the one that was sent ends. Wrong codes count like failed logins. 409 code_used for a code that was accepted before."},
		func(ctx context.Context, in *factorInput) (*loginOutput, error) {
			if in.foreign() {
				return nil, errOrigin()
			}
			signed, err := s.VerifyFactor(ctx, in.Body, origin(ctx))
			if err != nil {
				return nil, err
			}
			return s.signedOutput(api, in.request, signed), nil
		})
	httpapi.Register(api, httpapi.Operation{ID: opGetFactor, Method: http.MethodGet, Path: "/me/second-factor", Permission: PermSessionOwn, Tags: tags,
		Summary: "How one's own second factor stands"},
		func(ctx context.Context, _ *struct{}) (*body[SecondFactor], error) { return page(s.OwnFactor(ctx)) })
	httpapi.Register(api, httpapi.Operation{ID: opBeginFactor, Method: http.MethodPost, Path: "/me/second-factor", Permission: PermSessionOwn, Tags: tags,
		Summary:     "Make a new secret for one's app; it counts once it is confirmed",
		Description: "Needs the password, and a code of the factor that is there; neither right after a login that demands a second factor."},
		func(ctx context.Context, in *body[FactorProof]) (*body[Enrolment], error) {
			return page(s.BeginFactor(ctx, in.Body))
		})
	httpapi.Register(api, httpapi.Operation{ID: opConfirmFactor, Method: http.MethodPost, Path: "/me/second-factor/confirm", Permission: PermSessionOwn, Tags: tags,
		Summary:     "Confirm one's second factor with its first code",
		Description: "Answers a new session and the recovery codes, shown once; every other session of the account ends."},
		func(ctx context.Context, in *factorInput) (*enrolledOutput, error) {
			return s.handleConfirm(ctx, api, in)
		})
	httpapi.Register(api, httpapi.Operation{ID: "renewRecoveryCodes", Method: http.MethodPost, Path: "/me/second-factor/recovery-codes", Permission: PermSessionOwn, Tags: tags,
		Summary: "Replace one's recovery codes; needs password and a code"},
		func(ctx context.Context, in *body[FactorProof]) (*body[RecoveryCodes], error) {
			return page(s.RenewRecoveryCodes(ctx, in.Body))
		})
	httpapi.Register(api, httpapi.Operation{ID: "removeSecondFactor", Method: http.MethodPost, Path: "/me/second-factor/remove", Permission: PermSessionOwn, Tags: tags,
		Summary: "Turn one's second factor off; needs password and a code", Status: http.StatusNoContent},
		func(ctx context.Context, in *body[FactorProof]) (*struct{}, error) {
			return nil, s.RemoveFactor(ctx, in.Body)
		})
	httpapi.Register(api, httpapi.Operation{ID: "resetSecondFactor", Method: http.MethodPost, Path: "/users/{id}/reset-second-factor", Permission: PermUsersUnlock, FreshProof: true,
		Tags: []string{"accounts"}, Summary: "Take a lost second factor from an account; ends its sessions", Idempotent: true},
		func(ctx context.Context, in *idInput) (*versioned[User], error) {
			user, err := s.ResetFactor(ctx, in.ID)
			return withETag(user, user.Version, err)
		})
}

// origin is where a request comes from, for the session it opens.
func origin(ctx context.Context) Credentials {
	return Credentials{IP: httpapi.ClientIP(ctx), UserAgent: httpapi.UserAgent(ctx)}
}

func (s *Service) handleConfirm(ctx context.Context, api *httpapi.API, in *factorInput) (*enrolledOutput, error) {
	if in.foreign() {
		return nil, errOrigin()
	}
	signed, codes, err := s.ConfirmFactor(ctx, in.Body, origin(ctx))
	if err != nil {
		return nil, err
	}
	login := s.signedOutput(api, in.request, signed)
	return &enrolledOutput{SetCookie: login.SetCookie, Body: EnrolledAnswer{LoginAnswer: login.Body, RecoveryCodes: codes.Codes}}, nil
}
