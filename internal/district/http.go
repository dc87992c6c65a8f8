package district

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

type settingsOutput struct {
	ETag string `header:"ETag"`
	Body Settings
}

func withETag(settings Settings, err error) (*settingsOutput, error) {
	return &settingsOutput{ETag: httpapi.ETag(settings.Version), Body: settings}, err
}

type settingsInput struct {
	httpapi.IfMatch
	Body SettingsPatch
}

type ruleSetsOutput struct{ Body RuleSets }

func (s *Service) registerSettings(api *httpapi.API, tags []string) {
	httpapi.Register(api, httpapi.Operation{ID: "getSettings", Method: http.MethodGet, Path: "/settings", Permission: auth.PermSettingsRead,
		Tags: tags, Summary: "Settings of the district"},
		func(ctx context.Context, _ *struct{}) (*settingsOutput, error) { return withETag(s.Settings(ctx)) })
	httpapi.Register(api, httpapi.Operation{ID: "patchSettings", Method: http.MethodPatch, Path: "/settings", Permission: auth.PermSettingsManage,
		Tags: tags, Summary: "Change settings of the district; they count at once for everybody",
		Description: "409 zone_moves_day_back for a zone in which it is still the day before."},
		func(ctx context.Context, in *settingsInput) (*settingsOutput, error) {
			return withETag(s.PatchSettings(ctx, in.Version, in.Body))
		})
	s.registerRules(api, tags)
}

type calendarInput struct {
	Year int `query:"year" minimum:"2000" maximum:"2100" doc:"Default the year of today."`
}

type calendarTextInput struct{ Body CalendarText }

type calendarOutput struct{ Body WorkCalendar }

type previewOutput struct{ Body CalendarPreview }

func (s *Service) registerCalendar(api *httpapi.API, tags []string) {
	s.registerReportCalendar(api, tags)
	httpapi.Register(api, httpapi.Operation{ID: "getCalendar", Method: http.MethodGet, Path: "/calendar", Permission: auth.PermCalendarRead,
		Tags: tags, Summary: "A year of the working-day calendar"},
		func(ctx context.Context, in *calendarInput) (*calendarOutput, error) {
			year, err := s.Calendar(ctx, in.Year)
			return &calendarOutput{Body: year}, err
		})
	httpapi.Register(api, httpapi.Operation{ID: "previewCalendar", Method: http.MethodPost, Path: "/calendar/preview", Permission: auth.PermSettingsManage,
		Tags: tags, Summary: "What an import of a year of the calendar would do; changes nothing"},
		func(ctx context.Context, in *calendarTextInput) (*previewOutput, error) {
			preview, err := s.PreviewCalendar(ctx, in.Body)
			return &previewOutput{Body: preview}, err
		})
	httpapi.Register(api, httpapi.Operation{ID: "importCalendar", Method: http.MethodPost, Path: "/calendar/import", Permission: auth.PermSettingsManage,
		Tags: tags, Summary: "Replace a year of the calendar; it counts at once for everybody", Idempotent: true,
		Description: "With a faulty line nothing is imported: 422 names each, text[0] being the first. The year as it was is kept."},
		func(ctx context.Context, in *calendarTextInput) (*calendarOutput, error) {
			year, err := s.ImportCalendar(ctx, in.Body)
			return &calendarOutput{Body: year}, err
		})
}
