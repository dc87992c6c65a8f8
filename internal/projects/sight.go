package projects

import "guatu/internal/schedule"

// sight is how a project is looked at: by which rules, on which day, seen from which today.
type sight struct {
	set         *schedule.RuleSet
	calendar    *schedule.Calendar
	asOf, today schedule.Date
}

func (s *Service) sight(asOf schedule.Date) sight { return s.sightUnder(s.rules, asOf) }

func (s *Service) sightUnder(rules schedule.Rulebook, asOf schedule.Date) sight {
	return sight{set: rules.RuleSet(), calendar: rules.Calendar(), asOf: asOf, today: s.clock.Today()}
}

// silence is 未报 of the figures, and how many months of them in a row were owed and not reported; a projection assumes none.
func (p ProjectRow) silence(at sight) (unreported bool, missed int) {
	if p.FiguresSince.IsZero() || at.asOf.After(at.today) {
		return false, 0
	}
	duty := p.figuresDuty()
	return at.set.Unreported(duty, at.asOf, at.calendar), at.set.MissedPeriods(duty, at.asOf, at.calendar)
}
