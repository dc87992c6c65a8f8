package app

import (
	"context"
	"path/filepath"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/changes"
	"guatu/internal/district"
	"guatu/internal/evidence"
	"guatu/internal/files"
	"guatu/internal/livelihood"
	"guatu/internal/milestones"
	"guatu/internal/periods"
	"guatu/internal/plans"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/storage"
	"guatu/internal/projects"
	"guatu/internal/reports"
)

// rooms are the features, built and joined.
type rooms struct {
	auth       *auth.Service
	auditLog   *audit.Reader
	recorder   *audit.Recorder
	notary     *audit.Notary
	archives   *audit.ArchiveDesk
	projects   *projects.Service
	milestones *milestones.Service
	livelihood *livelihood.Service
	plans      *plans.Service
	changes    *changes.Service
	periods    *periods.Service
	files      *files.Service
	reports    *reports.Service
	district   *district.Service
}

// furnish builds the features: rights first, then the stores, then the services that need each other's stores.
func (a *App) furnish(ctx context.Context, o Options) (rooms, error) {
	recorder := audit.New(a.clock)
	policy, err := auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
	if err != nil {
		return rooms{}, err
	}
	secret, err := serverSecret(a.config)
	if err != nil {
		return rooms{}, err
	}
	projectStore := projects.NewStore(a.db, a.clock)
	milestoneStore := milestones.NewStore(a.db, a.clock)
	livelihoodStore := livelihood.NewStore(a.db, a.clock)
	people, err := auth.New(ctx, auth.Options{
		DB: a.db, Clock: a.clock, Audit: recorder, Config: a.config, Policy: policy, Log: a.log, Cost: o.PasswordCost,
		Refresh: a.book.Refresh, Secret: secret, ContextWords: func() []string { return []string{a.book.DistrictName()} },
		Rows: []auth.DepartmentRows{
			projects.NewDepartments(projectStore, recorder), milestones.NewDepartments(milestoneStore, recorder), livelihood.NewDepartments(livelihoodStore, recorder),
		},
	})
	if err != nil {
		return rooms{}, err
	}
	r := rooms{auth: people, auditLog: audit.NewReader(a.db, people.AuditAccess), recorder: recorder, archives: audit.NewArchiveDesk(a.db, recorder), notary: audit.NewNotary(a.db, recorder, a.log, auditDir(a.config))}

	planStore := plans.NewStore(a.db, a.clock)
	periodStore := periods.NewStore(a.db, people.Directory())
	fileStore := files.NewStore(a.db)
	desk := livelihood.NewDesk(livelihoodStore, a.book, recorder)

	r.milestones = milestones.NewService(milestones.Options{
		DB: a.db, Store: milestoneStore, Clock: a.clock, Audit: recorder, Policy: policy, Directory: people.Directory(),
		Rules: a.book, Readings: readings{desk}, Figures: figures{projects.NewDesk(projectStore, a.book, recorder)}, Plans: planStore, Frozen: periodStore, Files: fileStore,
	})
	r.livelihood = livelihood.NewService(livelihood.Options{
		DB: a.db, Store: livelihoodStore, Clock: a.clock, Audit: recorder, Policy: policy, Directory: people.Directory(),
		Rules: a.book, Reports: filing{milestoneStore}, Plans: planStore, Frozen: periodStore, Files: fileStore,
	})
	r.projects = projects.NewService(projects.Options{
		DB: a.db, Store: projectStore, Clock: a.clock, Audit: recorder, Policy: policy, Directory: people.Directory(),
		Rules: a.book, Nodes: nodes{r.milestones}, Followers: r.milestones, Plans: planStore, Frozen: periodStore,
		Reports: figureFiling{milestoneStore},
	})
	r.plans = plans.NewService(plans.Options{
		DB: a.db, Store: planStore, Clock: a.clock, Audit: recorder, Policy: policy, Directory: people.Directory(),
		Projects: r.projects, Milestones: carriedNodes{r.milestones}, Tasks: carriedTasks{r.livelihood},
	})
	r.changes = changes.NewService(changes.Options{
		DB: a.db, Store: changes.NewStore(a.db, a.clock), Clock: a.clock, Audit: recorder, Policy: policy, Directory: people.Directory(),
		Rules: a.book, Milestones: changedNodes{r.milestones}, Indicators: changedIndicators{r.livelihood}, Plans: planStore,
		Files: fileStore,
	})
	r.files = files.NewService(files.Options{
		DB: a.db, Store: fileStore, Storage: storage.New(filepath.Join(a.config.DataDir, "files")), Clock: a.clock, Audit: recorder, Policy: policy,
		Log: a.log, MaxBytes: a.config.MaxFileBytes, Owners: map[evidence.OwnerKind]files.Readable{
			evidence.OfReport: r.milestones.ReportReadable, evidence.OfChange: r.changes.Readable, evidence.OfIndicator: r.livelihood.Readable,
		},
	})
	r.reports = reports.New(reports.Options{
		DB: a.db, Clock: a.clock, Policy: policy, Directory: people.Directory(),
		Rules: a.book, Indicators: lines{desk}, Projects: ledger{r.projects}, Frozen: periodStore,
	})
	r.district = district.NewService(district.Options{
		DB: a.db, Clock: a.clock, Audit: recorder, Auth: people, Book: a.book, Policy: policy, CodeTTL: a.config.SetupCodeTTL,
		Places: judging{r.projects, r.livelihood, r.reports},
	})
	r.periods = periods.NewService(periods.Options{
		DB: a.db, Store: periodStore, Clock: a.clock, Audit: recorder, Policy: policy, Directory: people.Directory(), Rules: a.book,
		Source: freezer{r.projects, r.milestones, r.livelihood, r.reports},
	})
	return r, nil
}

// register adds every operation of every feature; httpapi.Verify then holds routes, document and permissions together.
func (r rooms) register(api *httpapi.API) {
	r.auth.Register(api)
	r.district.Register(api)
	r.auditLog.Register(api, r.recorder, r.notary)
	r.archives.Register(api)
	r.projects.Register(api)
	r.milestones.Register(api)
	projects.RegisterFigures[milestones.Report, milestones.ReportDraft, milestones.KeptDraft](api, r.projects, figureReports{r.milestones}, r.milestones)
	r.livelihood.Register(api)
	livelihood.RegisterReadings(api, r.livelihood, readingReports{r.milestones})
	livelihood.RegisterDrafts[milestones.ReportDraft, milestones.KeptDraft](api, r.livelihood, r.milestones)
	r.plans.Register(api)
	plans.RegisterBulk(api, r.plans, r.planEditors())
	r.changes.Register(api)
	r.files.Register(api)
	r.reports.Register(api)
	r.periods.Register(api)
}
