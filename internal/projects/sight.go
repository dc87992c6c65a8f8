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

// missed counts the months of figures in a row that were owed and not reported; a projection assumes none.
func (p ProjectRow) missed(at sight) int {
	if p.FiguresSince.IsZero() || at.asOf.After(at.today) {
		return 0
	}
	return at.set.MissedPeriods(p.figuresDuty(), at.asOf, at.calendar)
}
