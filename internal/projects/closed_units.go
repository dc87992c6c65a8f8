package projects

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
)

// closedFaults refuses to give a project to departments that are disabled: nobody of them could report. What a project has
// already it may keep. It runs in the transaction of the change: the departments then stay in use until it ends, so that a
// merge either finds this project or is seen here.
func (s *Service) closedFaults(ctx context.Context, tx *gorm.DB, before, row ProjectRow, m Membership) ([]Fault, error) {
	closed, err := s.directory.Closed(ctx, append([]int64{row.LeadDepartmentID}, m.CoDepartmentIDs...))
	if err != nil || len(closed) == 0 {
		return nil, err
	}
	var has []int64
	if err := tx.Model(&projectUnit{}).Where("project_id = ?", row.ID).Pluck("department_id", &has).Error; err != nil {
		return nil, database.Translate(err)
	}
	var out []Fault
	if slices.Contains(closed, row.LeadDepartmentID) && row.LeadDepartmentID != before.LeadDepartmentID {
		out = append(out, Fault{"leadDepartmentId", "department_closed"})
	}
	for i, id := range m.CoDepartmentIDs {
		if slices.Contains(closed, id) && !slices.Contains(has, id) {
			out = append(out, Fault{fmt.Sprintf("coDepartmentIds[%d]", i), "department_closed"})
		}
	}
	return out, nil
}
