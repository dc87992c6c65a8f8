package district

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Settings are the settings of the district as its administrator sees them.
type Settings struct {
	Name         string        `json:"name" doc:"Name of the district."`
	Title        string        `json:"title" doc:"Name of this service."`
	Zone         string        `json:"zone" doc:"Time zone, by its IANA name."`
	PlanYear     int           `json:"planYear" doc:"Year whose plan is shown by default."`
	RuleSet      string        `json:"ruleSet" doc:"Lamp rules in force; they are chosen when the installation is set up."`
	RuleSetSince schedule.Date `json:"ruleSetSince" format:"date" nullable:"true" doc:"Business day they were chosen; null when the configuration of the program chose them."`
	// AdministratorsLimited is a matter of the configuration, shown so that its lack is seen.
	AdministratorsLimited bool  `json:"administratorsLimited" doc:"The three administrators may sign in from configured networks alone (allowFrom)."`
	Version               int64 `json:"version"`
}

// SettingsPatch changes settings; absent fields stay.
type SettingsPatch struct {
	Name     *string `json:"name,omitempty" minLength:"1" maxLength:"80"`
	Title    *string `json:"title,omitempty" minLength:"1" maxLength:"120"`
	Zone     *string `json:"zone,omitempty" minLength:"1" maxLength:"60" doc:"IANA name; counts at once for everybody."`
	PlanYear *int    `json:"planYear,omitempty" minimum:"2000" maximum:"2100"`
}

// settingsState is what the audit keeps of the settings.
type settingsState struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Zone     string `json:"zone"`
	PlanYear int    `json:"planYear"`
	RuleSet  string `json:"ruleSet"`
}

func (row districtRow) state() settingsState {
	return settingsState{Name: row.Name, Title: row.Title, Zone: row.Zone, PlanYear: row.PlanYear, RuleSet: row.RuleSet}
}

func (s *Service) settings(row districtRow) Settings {
	return Settings{Name: row.Name, Title: row.Title, Zone: row.Zone, PlanYear: s.planYear(row), RuleSet: row.RuleSet,
		RuleSetSince: row.RuleSetSince, AdministratorsLimited: s.auth.AdministratorsLimited(), Version: row.Version}
}

// Settings returns the settings. 403 without settings.read.
func (s *Service) Settings(ctx context.Context) (Settings, error) {
	if err := s.may(ctx, auth.PermSettingsRead); err != nil {
		return Settings{}, err
	}
	row, err := s.row(s.db.Read(ctx))
	return s.settings(row), err
}

// row reads the row of the district with the defaults filled in.
func (s *Service) row(tx *gorm.DB) (districtRow, error) {
	var row districtRow
	err := tx.Table("district").Where("id = 1").Take(&row).Error
	return s.book.defaults.fill(row), database.Translate(err)
}

// PatchSettings changes settings that are still at version; it counts at once on every instance. 403 without
// settings.manage, 409 zone_moves_day_back for a zone in which it is still yesterday.
func (s *Service) PatchSettings(ctx context.Context, version int64, patch SettingsPatch) (Settings, error) {
	if err := s.may(ctx, auth.PermSettingsManage); err != nil {
		return Settings{}, err
	}
	var after districtRow
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := s.row(tx)
		if err != nil {
			return err
		}
		if before.Version != version {
			return httpapi.PreconditionFailed(s.settings(before))
		}
		if after, err = s.patched(before, patch); err != nil {
			return err
		}
		if after == before {
			return nil // nothing to record
		}
		if err := s.write(tx, before, &after); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "district.edit", Entity: "district", EntityID: 1, Before: before.state(), After: after.state()})
	})
	if err != nil {
		return Settings{}, err
	}
	return s.settings(after), s.book.Load(ctx)
}

// patched applies the patch and refuses what can not be.
func (s *Service) patched(row districtRow, patch SettingsPatch) (districtRow, error) {
	set := func(to *string, from *string) {
		if from != nil {
			*to = strings.TrimSpace(*from)
		}
	}
	set(&row.Name, patch.Name)
	set(&row.Title, patch.Title)
	if patch.PlanYear != nil {
		row.PlanYear = *patch.PlanYear
	}
	if patch.Zone == nil || *patch.Zone == row.Zone {
		return row, nil
	}
	zone, err := loadZone("zone", *patch.Zone)
	if err != nil {
		return row, err
	}
	if s.clock.TodayIn(zone).Before(s.clock.Today()) {
		return row, errDayBack()
	}
	row.Zone = *patch.Zone
	return row, nil
}

// loadZone finds a zone by the IANA name in a field. The machine's own zone is none: it differs between machines.
func loadZone(field, name string) (*time.Location, error) {
	zone, err := clock.LoadZone(name)
	if err != nil || name == "" || name == "Local" {
		return nil, httpapi.Invalid(httpapi.Fault(field, "unknown", "没有这个时区，应为 Asia/Shanghai 这样的名称", "no such time zone; want a name like Asia/Shanghai"))
	}
	return zone, nil
}

// write stores the whole row: once somebody has decided one setting, the configuration decides none any more.
func (s *Service) write(tx *gorm.DB, before districtRow, after *districtRow) error {
	err := database.UpdateVersion(tx, "district", 1, before.Version, map[string]any{
		"name": after.Name, "title": after.Title, "zone": after.Zone, "plan_year": after.PlanYear,
		"rule_set": after.RuleSet, "rule_set_since": after.RuleSetSince,
	})
	after.Version = before.Version + 1
	return err
}

// change runs fn in a transaction that changes what counts in the district.
func (s *Service) change(ctx context.Context, fn func(ctx context.Context, tx *gorm.DB) error) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if err := auth.BumpEpoch(tx); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}
