package district

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// Options are what the service stands on; all are required.
type Options struct {
	DB     *database.DB
	Clock  Clock
	Audit  *audit.Recorder
	Auth   *auth.Service
	Book   *Book
	Policy *auth.Policy
	// CodeTTL is how long a set-up code is good.
	CodeTTL time.Duration
	// Places are the rooms whose items are judged.
	Places Places
}

// Service is the use cases.
type Service struct {
	db      *database.DB
	clock   Clock
	audit   *audit.Recorder
	auth    *auth.Service
	book    *Book
	policy  *auth.Policy
	codeTTL time.Duration
	places  Places

	setUp atomic.Bool // once true it stays: accounts are never deleted
}

// NewService returns the use cases.
func NewService(o Options) *Service {
	return &Service{db: o.DB, clock: o.Clock, audit: o.Audit, auth: o.Auth, book: o.Book, policy: o.Policy, codeTTL: o.CodeTTL, places: o.Places}
}

// may refuses whoever does not have the permission.
func (s *Service) may(ctx context.Context, permission string) error {
	if actor, ok := auth.ActorFrom(ctx); !ok || !s.policy.May(actor, permission) {
		return httpapi.Forbidden()
	}
	return nil
}

// actorID is the person behind the request, nil for the program.
func actorID(ctx context.Context) *int64 {
	if actor, ok := auth.ActorFrom(ctx); ok {
		return &actor.UserID
	}
	return nil
}

// District is what everybody may know before signing in: where one is, which day it is, which rules are in force.
type District struct {
	Name        string `json:"name" doc:"Name of the district."`
	Title       string `json:"title" doc:"Name of this service."`
	Today       string `json:"today" format:"date" doc:"Business day; differs from the real one in a demonstration."`
	Zone        string `json:"zone" doc:"Time zone of the district."`
	RuleSet     string `json:"ruleSet" doc:"Lamp rules in force."`
	PlanYear    int    `json:"planYear" doc:"Year whose plan is shown by default."`
	Demo        bool   `json:"demo" doc:"The data are a demonstration."`
	CutoffDay   int    `json:"cutoffDay" doc:"Day of the next month up to which a month is reported."`
	SampleNote  string `json:"sampleNote" doc:"What is sample data here, in the caller's language; empty outside a demonstration."`
	SetupNeeded bool   `json:"setupNeeded" doc:"Nobody has an account yet: the installation has to be set up with its code."`
}

// District describes the district. It is read from the database each time, because nobody who asks has a session that
// would tell of a change.
func (s *Service) District(ctx context.Context) (District, error) {
	if err := s.book.Load(ctx); err != nil {
		return District{}, err
	}
	needed, err := s.SetupNeeded(ctx)
	if err != nil {
		return District{}, err
	}
	held := s.book.held.Load()
	d := District{
		Name: held.row.Name, Title: held.row.Title, Today: s.clock.Today().String(), Zone: held.row.Zone, RuleSet: s.book.RuleSet().Name,
		PlanYear: s.planYear(held.row), Demo: held.demo, CutoffDay: s.book.RuleSet().CutoffDay, SetupNeeded: needed,
	}
	if d.Demo {
		d.SampleNote = say(ctx, "样例：单位、人员、日期安排和 2017 年的进度均为样例数据；工作内容和目标的原文来自公开的工作报告。",
			"Sample data: units, people, schedules and the progress of 2017 are invented; the works and targets quote a published report.")
	}
	return d, nil
}

// planYear is the year of the settings, else that of today.
func (s *Service) planYear(row districtRow) int {
	if row.PlanYear != 0 {
		return row.PlanYear
	}
	return s.clock.Today().Year()
}

// SetupNeeded says whether nobody has an account yet.
func (s *Service) SetupNeeded(ctx context.Context) (bool, error) {
	if s.setUp.Load() {
		return false, nil
	}
	there, err := s.auth.HasAccounts(ctx)
	if err == nil && there && !s.db.InTx(ctx) {
		s.setUp.Store(true)
	}
	return !there, err
}

// say picks the caller's language.
func say(ctx context.Context, zh, en string) string {
	if httpapi.Language(ctx) == httpapi.English {
		return en
	}
	return zh
}

type districtOutput struct{ Body District }

// Register adds the operations.
func (s *Service) Register(api *httpapi.API) {
	tags := []string{"district"}
	httpapi.Register(api, httpapi.Operation{ID: "getDistrict", Method: http.MethodGet, Path: "/district", Public: true, Tags: tags,
		Summary: "Which district, which day, which rules"},
		func(ctx context.Context, _ *struct{}) (*districtOutput, error) {
			district, err := s.District(ctx)
			return &districtOutput{Body: district}, err
		})
	s.registerSetup(api, tags)
	s.registerSettings(api, tags)
	s.registerCalendar(api, tags)
}
