package milestones

import (
	"context"
	"strings"

	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// nodeRow is a milestone as its project needs it: the texts, which are most of a row, stay in the database.
type nodeRow struct {
	nodefacts.Columns

	ID         int64
	ProjectID  int64
	PlanYear   int
	Ordinal    int
	Name       string
	Stage      string
	Weight     int
	VerifiedOn schedule.Date
	ProgressBp *int
}

// nodeColumns names the columns of nodeRow.
func nodeColumns() string {
	names := append(strings.Fields("id project_id plan_year ordinal name stage weight verified_on progress_bp"), nodefacts.Names()...)
	return "m." + strings.Join(names, ", m.")
}

// nodesOf returns the milestones of the projects as recorded by asOf, in the order of the plan.
func (s *Store) nodesOf(ctx context.Context, projectIDs []int64, asOf schedule.Date, rules Rules) ([]nodeRow, error) {
	if len(projectIDs) == 0 {
		return nil, nil
	}
	t, c := s.at(asOf), &clauses{}
	c.add("m.project_id IN ?", projectIDs)
	t.recorded(c)
	var rows []nodeRow
	err := database.Collect(s.db.Read(ctx).Raw("SELECT "+nodeColumns()+nodefacts.Under(ctx, rules.Set, asOf, "")+" FROM "+t.from()+" WHERE "+c.String()+
		" ORDER BY m.project_id, m.ordinal, m.id", c.args...), &rows)
	return rows, err
}
