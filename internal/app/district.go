package app

import (
	"cmp"
	"context"
	"net/http"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

const title = "挂图 · 重点项目与十件民生实事"

// District is what everybody may know before signing in: where one is, which day it is, which rules are in force.
type District struct {
	Name       string `json:"name" doc:"Name of the district."`
	Title      string `json:"title" doc:"Name of this service."`
	Today      string `json:"today" format:"date" doc:"Business day; differs from the real one in a demonstration."`
	Zone       string `json:"zone" doc:"Time zone of the district."`
	RuleSet    string `json:"ruleSet" doc:"Lamp rules in force."`
	PlanYear   int    `json:"planYear" doc:"Year whose plan is shown by default."`
	Demo       bool   `json:"demo" doc:"The data are a demonstration."`
	CutoffDay  int    `json:"cutoffDay" doc:"Day of the next month up to which a month is reported."`
	SampleNote string `json:"sampleNote" doc:"What is sample data here, in the caller's language; empty outside a demonstration."`
}

type districtOutput struct{ Body District }

// registerDistrict adds the one public read that is not about signing in.
func (a *App) registerDistrict() {
	httpapi.Register(a.api, httpapi.Operation{
		ID: "getDistrict", Method: http.MethodGet, Path: "/district", Public: true, Tags: []string{"district"},
		Summary: "Which district, which day, which rules",
	}, func(ctx context.Context, _ *struct{}) (*districtOutput, error) {
		district, err := a.district(ctx)
		return &districtOutput{Body: district}, err
	})
}

// district takes the name from the configuration, else from the settings of the database.
func (a *App) district(ctx context.Context) (District, error) {
	settings, err := a.settings(ctx)
	if err != nil {
		return District{}, err
	}
	today := a.clock.Today()
	d := District{
		Name: cmp.Or(a.config.DistrictName, settings["district.name"]), Title: title, Today: today.String(),
		Zone: a.clock.Location().String(), RuleSet: a.rules.set.Name, PlanYear: today.Year(),
		Demo: settings["district.demo"] == "true", CutoffDay: a.rules.set.CutoffDay,
	}
	if d.Demo {
		d.SampleNote = "样例：单位、人员、日期安排和 2017 年的进度均为样例数据；工作内容和目标的原文来自公开的工作报告。"
		if httpapi.Language(ctx) == httpapi.English {
			d.SampleNote = "Sample data: units, people, schedules and the progress of 2017 are invented; the works and targets quote a published report."
		}
	}
	return d, nil
}

// settings are what the database says about the district, by name.
func (a *App) settings(ctx context.Context) (map[string]string, error) {
	var rows []struct{ Name, Value string }
	err := a.db.Read(ctx).Table("settings").Where("name IN ?", []string{"district.name", "district.demo"}).Find(&rows).Error
	all := make(map[string]string, len(rows))
	for _, row := range rows {
		all[row.Name] = row.Value
	}
	return all, database.Translate(err)
}
