package auth

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"guatu/internal/audit"
	"guatu/internal/platform/httpapi"
)

const (
	refreshCookie = "guatu_refresh"
	cookiePath    = httpapi.Base + "/auth"
)

// WebCall is a mix-in for operations that deal in cookies: it knows the request itself.
type WebCall struct {
	Refresh string `cookie:"guatu_refresh" doc:"Refresh cookie, set by signing in."`
	Client  string `header:"X-Guatu-Client" required:"true" minLength:"1" maxLength:"100" doc:"Any name of the program that asks. A form of another site can not send it, and a script of one has to ask first and is refused."`
	request *http.Request
}

// Resolve is huma's.
func (w *WebCall) Resolve(ctx huma.Context) []error {
	w.request = humagin.Unwrap(ctx).Request
	return nil
}

// foreign says whether a browser sent the request from a page of another site. A caller that is no browser sends
// neither header.
func (w *WebCall) foreign() bool {
	if site := w.request.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return true
	}
	origin := w.request.Header.Get("Origin")
	if origin == "" {
		return false
	}
	from, err := url.Parse(origin)
	return err != nil || from.Host == "" || !strings.EqualFold(from.Host, w.request.Host)
}

type loginInput struct {
	WebCall
	Body LoginRequest
}

// LoginRequest is what a person types to sign in.
type LoginRequest struct {
	Username string `json:"username" minLength:"1" maxLength:"200"`
	Password string `json:"password" minLength:"1" maxLength:"1000"`
}

// LoginAnswer is a session that was opened or renewed.
type LoginAnswer struct {
	AccessToken string `json:"accessToken" doc:"Keep it in memory alone; send it as a bearer token."`
	ExpiresIn   int    `json:"expiresIn" doc:"Seconds."`
	User        MeUser `json:"user"`
}

type loginOutput struct {
	SetCookie string `header:"Set-Cookie"`
	Body      LoginAnswer
}

type logoutOutput struct {
	SetCookie string `header:"Set-Cookie"`
}

type meOutput struct{ Body Me }

// Register adds the operations of sessions and accounts.
func (s *Service) Register(api *httpapi.API) {
	httpapi.Register(api, httpapi.Operation{ID: "login", Method: http.MethodPost, Path: "/auth/login", Public: true, Tags: []string{"auth"},
		Summary: "Sign in"}, func(ctx context.Context, in *loginInput) (*loginOutput, error) { return s.handleLogin(ctx, api, in) })
	httpapi.Register(api, httpapi.Operation{ID: "refresh", Method: http.MethodPost, Path: "/auth/refresh", Public: true, Tags: []string{"auth"},
		Summary:     "Renew the access token with the refresh cookie",
		Description: "Each cookie is good once. A second use ends the session, so a client must not refresh twice at the same time."},
		func(ctx context.Context, in *WebCall) (*loginOutput, error) { return s.handleRefresh(ctx, api, in) })
	httpapi.Register(api, httpapi.Operation{ID: "logout", Method: http.MethodPost, Path: "/auth/logout", Public: true, Tags: []string{"auth"},
		Summary: "End the session of the cookie or of the bearer token, at once"},
		func(ctx context.Context, in *WebCall) (*logoutOutput, error) { return s.handleLogout(ctx, api, in) })
	httpapi.Register(api, httpapi.Operation{ID: "getMe", Method: http.MethodGet, Path: "/me", Permission: PermSessionOwn, Tags: []string{"auth"},
		Summary: "Who is signed in, and what they may do today"}, s.handleMe)
	s.registerProof(api)
	s.registerOwnPassword(api)
	s.registerFactor(api)
	s.registerOwnSessions(api)
	s.registerDepartments(api)
	s.registerPosts(api)
	s.registerUsers(api)
	s.registerGrants(api)
	s.registerDesk(api)
}

// caller puts the address of a request without an actor into the audit.
func caller(ctx context.Context) context.Context {
	return audit.WithSubject(ctx, audit.Subject{RequestID: httpapi.RequestID(ctx), IP: httpapi.ClientIP(ctx)})
}

func (s *Service) handleLogin(ctx context.Context, api *httpapi.API, in *loginInput) (*loginOutput, error) {
	if in.foreign() {
		return nil, errOrigin()
	}
	signed, err := s.Login(caller(ctx), Credentials{Username: in.Body.Username, Password: in.Body.Password,
		IP: httpapi.ClientIP(ctx), UserAgent: httpapi.UserAgent(ctx)})
	if err != nil {
		return nil, err
	}
	return s.signedOutput(api, in.request, signed), nil
}

func (s *Service) handleRefresh(ctx context.Context, api *httpapi.API, in *WebCall) (*loginOutput, error) {
	if in.foreign() {
		return nil, errOrigin()
	}
	signed, err := s.Refresh(caller(ctx), in.Refresh)
	if err != nil {
		return nil, err
	}
	return s.signedOutput(api, in.request, signed), nil
}

func (s *Service) handleLogout(ctx context.Context, api *httpapi.API, in *WebCall) (*logoutOutput, error) {
	if in.foreign() {
		return nil, errOrigin()
	}
	if token, ok := bearer(in.request.Header.Get("Authorization")); ok {
		if actor, err := s.Authenticate(ctx, token); err == nil {
			if err := s.LogoutSession(caller(ctx), actor.SessionID); err != nil {
				return nil, err
			}
		}
	}
	if err := s.Logout(caller(ctx), in.Refresh); err != nil {
		return nil, err
	}
	return &logoutOutput{SetCookie: s.cookie(api, in.request, "", -time.Second)}, nil
}

func (s *Service) handleMe(ctx context.Context, _ *struct{}) (*meOutput, error) {
	me, err := s.Me(ctx)
	return &meOutput{Body: me}, err
}

func (s *Service) signedOutput(api *httpapi.API, r *http.Request, signed Signed) *loginOutput {
	return &loginOutput{
		SetCookie: s.cookie(api, r, signed.Refresh, signed.RefreshFor),
		Body: LoginAnswer{AccessToken: signed.AccessToken, ExpiresIn: int(signed.ExpiresIn.Seconds()),
			User: MeUser{ID: signed.User.ID, Username: signed.Username, Name: signed.User.Name}},
	}
}

// cookie writes the refresh cookie; a negative lifetime removes it.
func (s *Service) cookie(api *httpapi.API, r *http.Request, value string, lifetime time.Duration) string {
	secure := s.cookieSecure == "true" || s.cookieSecure != "false" && api.Secure(r)
	cookie := http.Cookie{Name: refreshCookie, Value: value, Path: cookiePath, MaxAge: int(lifetime.Seconds()), // #nosec G124 -- Secure follows the connection: plain HTTP on 127.0.0.1 must work too
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: secure}
	if lifetime < 0 {
		cookie.MaxAge = -1
	}
	return cookie.String()
}
