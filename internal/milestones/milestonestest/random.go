package milestonestest

import (
	"context"
	"fmt"
	"math/rand/v2"

	"gorm.io/gorm"

	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Row is one row of milestones.
type Row = milestones.MilestoneRow

// Insert writes a row with its first version, recorded on the day.
func Insert(ctx context.Context, db *database.DB, tx *gorm.DB, m Row, on schedule.Date) error {
	if err := tx.Create(&m).Error; err != nil {
		return err
	}
	return db.Snapshot(ctx, tx, "milestones", "milestone_versions", m.ID, on, 0)
}

// reported gives a milestone what was sent for it and when it was entered: 未报 and missed periods depend on it.
func reported(r *rand.Rand, m *Row, today schedule.Date) {
	m.ReportCycle = schedule.CycleMonthly
	if r.IntN(3) == 0 {
		m.ReportCycle, m.CycleSince = schedule.Cycles()[1+r.IntN(2)], today.AddDays(-r.IntN(90))
	}
	if r.IntN(3) > 0 {
		m.EnteredOn = today.AddDays(-r.IntN(200))
	}
	if r.IntN(3) > 0 {
		sent := today.AddDays(-r.IntN(120))
		m.LastReportOn, m.LastReportMonth = sent, sent.MonthOf()
		if m.ReportCycle.Short() {
			m.LastPeriodTo = schedule.Default().Period(m.ReportCycle, sent, nil).To
		}
	}
	if r.IntN(8) == 0 {
		m.PendingOn = today.AddDays(-r.IntN(20))
	}
	if r.IntN(12) == 0 {
		m.CarriedOn = today.AddDays(-r.IntN(60))
	}
}

// Random is a milestone of a project in one of the states the rules know, with the derived columns they say.
func Random(r *rand.Rand, today schedule.Date, project int64, ordinal int, set *schedule.RuleSet) Row {
	m := Row{ID: project*100 + int64(ordinal), ProjectID: project, PlanYear: 2017, Ordinal: ordinal, Name: fmt.Sprintf("节点%d", ordinal),
		LeadDepartmentID: 1, Weight: r.IntN(5), Version: 1}
	m.Key, m.Firmness = r.IntN(3) == 0, []schedule.Firmness{schedule.Firm, schedule.Aim}[r.IntN(4)/3]
	if r.IntN(3) == 0 {
		m.Stage = []string{"开工", "主体结顶", "完工", "龙口合龙", "确权"}[r.IntN(5)]
	}
	if r.IntN(8) == 0 {
		m.Name = "全面开工"
	}
	if r.IntN(9) == 0 {
		m.PlanYear = 2016 // promised in the plan before: it does not weigh in this one
	}
	if r.IntN(10) > 0 {
		m.Baseline = today.AddDays(r.IntN(420) - 230)
		m.Approved = m.Baseline
	}
	if r.IntN(5) == 0 {
		m.Approved, m.Changes = m.Baseline.AddDays(r.IntN(200)), 1
	}
	switch r.IntN(8) {
	case 0, 1, 2:
		m.Reached, m.Verified, m.VerifiedOn = today.AddDays(-r.IntN(400)), true, today.AddDays(-r.IntN(400))
	case 3:
		m.ClaimedOn = today.AddDays(-r.IntN(9))
	case 4:
		m.SuspendedOn = today.AddDays(-r.IntN(150))
	case 5:
		m.Forecast = today.AddDays(r.IntN(80) - 20)
	case 6:
		if r.IntN(2) == 0 {
			m.ExitedOn, m.ExitDocument = today.AddDays(-r.IntN(60)), "纪〔2017〕6 号"
		}
	}
	reported(r, &m, today)
	f := m.Fixed()
	m.Open = !m.Done() && m.SuspendedOn.IsZero() && m.ExitedOn.IsZero() && m.CarriedOn.IsZero()
	m.ClockDue, m.BaseClock = schedule.ClockDue(f), schedule.ClockDue(f.On(schedule.Original))
	m.WindowFrom, m.ColourDay = schedule.WindowStart(f, set), schedule.ColourDay(f)
	return m
}
