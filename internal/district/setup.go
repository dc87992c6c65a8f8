package district

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// SetupPerson is one of the three administrators.
type SetupPerson struct {
	Username string `json:"username" minLength:"2" maxLength:"80" pattern:"^[a-z0-9][a-z0-9._-]*$"`
	Name     string `json:"name" minLength:"1" maxLength:"80"`
}

// SetupAdministrators are the three administrators 三员. They are three people.
type SetupAdministrators struct {
	Sysadmin   SetupPerson `json:"sysadmin" doc:"Accounts, departments, posts, settings."`
	Secadmin   SetupPerson `json:"secadmin" doc:"Who holds which post, which role a post has."`
	Auditadmin SetupPerson `json:"auditadmin" doc:"Sees what the other two do."`
}

func (a SetupAdministrators) list() []auth.FirstAdministrator {
	person := func(role string, p SetupPerson) auth.FirstAdministrator {
		return auth.FirstAdministrator{Role: role, Username: p.Username, Name: strings.TrimSpace(p.Name)}
	}
	return []auth.FirstAdministrator{person(auth.RoleSysadmin, a.Sysadmin), person(auth.RoleSecadmin, a.Secadmin), person(auth.RoleAuditadmin, a.Auditadmin)}
}

// SetupRequest sets up an installation nobody has an account on yet.
type SetupRequest struct {
	Code           string              `json:"code" minLength:"1" maxLength:"100" doc:"The set-up code the server printed when it started."`
	Name           string              `json:"name" minLength:"1" maxLength:"80" doc:"Name of the district."`
	Title          string              `json:"title,omitempty" maxLength:"120" doc:"Name of this service."`
	Zone           string              `json:"zone" minLength:"1" maxLength:"60" doc:"IANA name of the time zone."`
	RuleSet        string              `json:"ruleSet" minLength:"1" maxLength:"60" doc:"Lamp rules."`
	PlanYear       int                 `json:"planYear" minimum:"2000" maximum:"2100"`
	Administrators SetupAdministrators `json:"administrators"`
}

// SetupAnswer holds the one-time passwords of the three administrators, shown once.
type SetupAnswer struct {
	Administrators []auth.IssuedPassword `json:"administrators" nullable:"false"`
}

// SetUp sets the installation up in one transaction: settings, three accounts, a post with its role for each. 403
// wrong_setup_code and setup_code_expired, 429 setup_locked, 409 already_set_up.
func (s *Service) SetUp(ctx context.Context, in SetupRequest) (SetupAnswer, error) {
	if needed, err := s.SetupNeeded(ctx); err != nil || !needed {
		if err == nil {
			err = auth.ErrSetUp()
		}
		return SetupAnswer{}, err
	}
	hash, err := s.proveCode(ctx, in.Code)
	if err != nil {
		return SetupAnswer{}, err
	}
	row, zone, err := s.setupRow(in)
	if err != nil {
		return SetupAnswer{}, err
	}
	first, err := s.auth.PrepareAdministrators(ctx, in.Administrators.list())
	if err != nil {
		return SetupAnswer{}, err
	}
	row.RuleSetSince = s.clock.TodayIn(zone)
	issued, err := s.establish(ctx, hash, first, row)
	if err != nil {
		return SetupAnswer{}, err
	}
	return SetupAnswer{Administrators: issued}, s.book.Load(ctx)
}

// establish writes the set-up, all of it or nothing. It counts from the day it is in the zone of the district, which may
// not be the one the program was started with.
func (s *Service) establish(ctx context.Context, hash string, first auth.FirstAdministrators, row districtRow) (issued []auth.IssuedPassword, err error) {
	today := row.RuleSetSince
	err = s.change(audit.OnDay(ctx, today.String()), func(ctx context.Context, tx *gorm.DB) error {
		var err error
		if issued, err = s.auth.Establish(ctx, first, today); err != nil {
			return err
		}
		if err := spendCode(tx, hash, s.clock.Now().UnixMilli()); err != nil {
			return err
		}
		before, err := s.row(tx)
		if err != nil {
			return err
		}
		after := row
		if err := s.write(tx, before, &after); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "district.setUp", Entity: "district", EntityID: 1, After: after.state()})
	})
	return issued, err
}

// setupRow checks what only the program can check, and names every fault.
func (s *Service) setupRow(in SetupRequest) (districtRow, *time.Location, error) {
	row := s.book.defaults.fill(districtRow{Name: strings.TrimSpace(in.Name), Title: strings.TrimSpace(in.Title), Zone: in.Zone,
		PlanYear: in.PlanYear, RuleSet: in.RuleSet})
	var faults []httpapi.FieldError
	zone, err := loadZone("zone", in.Zone)
	if err != nil {
		faults = append(faults, httpapi.From(err).Fields...)
	}
	if _, ok := s.book.shipped[in.RuleSet]; !ok {
		known := strings.Join(slices.Sorted(maps.Keys(s.book.shipped)), "、")
		faults = append(faults, httpapi.Fault("ruleSet", "unknown", "没有这套规则；可选："+known, "no such rule set; there are: "+known))
	}
	seen := map[string]bool{}
	for _, person := range in.Administrators.list() {
		if seen[person.Username] {
			faults = append(faults, httpapi.Fault("administrators."+person.Role+".username", "duplicate", "三员必须是三个账号", "the three administrators are three accounts"))
		}
		seen[person.Username] = true
	}
	if len(faults) > 0 {
		return row, zone, httpapi.Invalid(faults...)
	}
	return row, zone, nil
}

// spendCode uses the code up. Another one made meanwhile is not this one.
func spendCode(tx *gorm.DB, hash string, now int64) error {
	done := tx.Exec("UPDATE first_start SET code_hash = '', valid_until = 0, failures = 0, locked_until = 0, done_at = ? WHERE id = 1 AND code_hash = ?", now, hash)
	if done.Error != nil {
		return database.Translate(done.Error)
	}
	if done.RowsAffected != 1 {
		return errCodeExpired()
	}
	return nil
}

// SetupZone is a time zone to choose from.
type SetupZone struct {
	Name  string `json:"name" doc:"IANA name."`
	Label string `json:"label" doc:"In the caller's language."`
}

// SetupCalendarYear is a year of the working-day calendar that comes with the program.
type SetupCalendarYear struct {
	Year   int    `json:"year"`
	Source string `json:"source"`
	Days   int    `json:"days" doc:"Listed days."`
}

// SetupChoices is what the set-up can choose from.
type SetupChoices struct {
	Zones         []SetupZone         `json:"zones" nullable:"false" doc:"The usual ones; any IANA name is taken."`
	RuleSets      []RuleSetText       `json:"ruleSets" nullable:"false"`
	CalendarYears []SetupCalendarYear `json:"calendarYears" nullable:"false" doc:"Years of the working-day calendar that come with the program; others are imported later."`
	Zone          string              `json:"zone" doc:"Proposed."`
	RuleSet       string              `json:"ruleSet" doc:"Proposed."`
	PlanYear      int                 `json:"planYear" doc:"Proposed."`
	Name          string              `json:"name" doc:"Proposed; empty when nobody has named the district."`
	Title         string              `json:"title" doc:"Proposed."`
}

// Choices is what the set-up can choose from; 409 already_set_up afterwards.
func (s *Service) Choices(ctx context.Context) (SetupChoices, error) {
	needed, err := s.SetupNeeded(ctx)
	if err != nil || !needed {
		if err == nil {
			err = auth.ErrSetUp()
		}
		return SetupChoices{}, err
	}
	if err := s.book.Load(ctx); err != nil {
		return SetupChoices{}, err
	}
	held := s.book.held.Load()
	c := SetupChoices{
		Zones: []SetupZone{
			{"Asia/Shanghai", say(ctx, "北京时间", "China Standard Time")}, {"Asia/Urumqi", say(ctx, "新疆时间", "Xinjiang Time")},
			{"Asia/Hong_Kong", say(ctx, "香港", "Hong Kong")}, {"Asia/Macau", say(ctx, "澳门", "Macau")},
		},
		RuleSets: s.presets(ctx), CalendarYears: []SetupCalendarYear{},
		Zone: held.row.Zone, RuleSet: held.row.RuleSet, PlanYear: s.planYear(held.row), Name: held.row.Name, Title: held.row.Title,
	}
	for _, year := range slices.Sorted(maps.Keys(held.years)) {
		c.CalendarYears = append(c.CalendarYears, SetupCalendarYear{Year: year, Source: held.years[year].source, Days: len(held.years[year].days)})
	}
	return c, nil
}

type setupInput struct{ Body SetupRequest }

type setupOutput struct{ Body SetupAnswer }

type choicesOutput struct{ Body SetupChoices }

func (s *Service) registerSetup(api *httpapi.API, tags []string) {
	httpapi.Register(api, httpapi.Operation{ID: "getSetupChoices", Method: http.MethodGet, Path: "/setup/choices", Public: true, Tags: tags,
		Summary: "What the first start can choose from", Description: "409 already_set_up once there is an account."},
		func(ctx context.Context, _ *struct{}) (*choicesOutput, error) {
			choices, err := s.Choices(ctx)
			return &choicesOutput{Body: choices}, err
		})
	httpapi.Register(api, httpapi.Operation{ID: "setUp", Method: http.MethodPost, Path: "/setup", Public: true, Tags: tags, Status: http.StatusCreated,
		Summary: "Set up an installation nobody has an account on yet, with the code the server printed",
		Description: "Makes the three administrators, whose one-time passwords are in the answer and nowhere else. Wrong code: 403 wrong_setup_code, after ten 429 setup_locked; " +
			"run out: 403 setup_code_expired; done already: 409 already_set_up."},
		func(ctx context.Context, in *setupInput) (*setupOutput, error) {
			answer, err := s.SetUp(caller(ctx), in.Body)
			return &setupOutput{Body: answer}, err
		})
}

// caller puts the address of a request without an actor into the audit.
func caller(ctx context.Context) context.Context {
	return audit.WithSubject(ctx, audit.Subject{RequestID: httpapi.RequestID(ctx), IP: httpapi.ClientIP(ctx)})
}
