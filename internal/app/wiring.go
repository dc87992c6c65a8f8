package app

import (
	"context"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/milestones"
	"guatu/internal/platform/httpapi"
)

// rooms are the features, built and joined.
type rooms struct {
	auth       *auth.Service
	auditLog   *audit.Reader
	milestones *milestones.Service
}

// furnish builds the features: rights first, then all stores, then the services that need each other.
func (a *App) furnish(ctx context.Context, o Options) (rooms, error) {
	recorder := audit.New(a.clock)
	policy, err := auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
	if err != nil {
		return rooms{}, err
	}
	people, err := auth.New(ctx, auth.Options{
		DB: a.db, Clock: a.clock, Audit: recorder, Config: a.config, Policy: policy, Log: a.log, Cost: o.PasswordCost,
	})
	if err != nil {
		return rooms{}, err
	}
	return rooms{
		auth:     people,
		auditLog: audit.NewReader(a.db, people.AuditAccess),
		milestones: milestones.NewService(milestones.Options{
			DB: a.db, Store: milestones.NewStore(a.db, a.clock), Clock: a.clock, Audit: recorder, Policy: policy,
			Directory: people.Directory(), RuleSet: a.rules.set, Calendar: a.rules.calendar,
		}),
	}, nil
}

// register adds every operation of every feature; httpapi.Verify then holds routes, document and permissions together.
func (r rooms) register(api *httpapi.API) {
	r.auth.Register(api)
	r.auditLog.Register(api)
	r.milestones.Register(api)
}
