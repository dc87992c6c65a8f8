package auth

import (
	"context"

	"guatu/internal/platform/database"
)

// Reviewers are the posts that decide on reports: the heads of each unit, and the supervision office. It is a value of the
// directory and never changes.
type Reviewers struct {
	heads  map[int64][]PostRef
	office []PostRef
}

// LevelOffice is the second level of a review, with the supervision office; any other level is that of the unit.
const LevelOffice = "office"

// At returns the posts that decide on a level, in the order of their making, with today's holders; never nil. Who held which
// post on a past day is not known here: of the past it names nobody.
func (r Reviewers) At(level string, departmentID int64, past bool) []PostRef {
	switch {
	case past:
		return []PostRef{}
	case level == LevelOffice:
		return append([]PostRef{}, r.office...)
	}
	return append([]PostRef{}, r.heads[departmentID]...)
}

// Reviewers returns the posts that decide on reports, of those that are not disabled.
func (d *Directory) Reviewers(ctx context.Context) (Reviewers, error) {
	state, err := d.state(ctx)
	if err != nil {
		return Reviewers{}, err
	}
	return state.reviewers, nil
}

// readReviewers finds the posts with a reviewing role; it needs the posts already read.
func (d *Directory) readReviewers(ctx context.Context, state *names) error {
	var rows []struct {
		ID           int64
		DepartmentID *int64
		Role         string
	}
	err := d.db.Read(ctx).Table("posts p").Select("p.id, p.department_id, g.role").
		Joins("JOIN grants g ON g.post_id = p.id AND g.role IN ?", []string{RoleHead, RoleSupervisor}).
		Where("p.disabled = ?", false).Order("p.id").Find(&rows).Error
	if err != nil {
		return database.Translate(err)
	}
	state.reviewers.heads = make(map[int64][]PostRef)
	for _, row := range rows {
		post := state.posts[row.ID]
		switch {
		case row.Role == RoleSupervisor:
			state.reviewers.office = append(state.reviewers.office, post)
		case row.DepartmentID != nil:
			state.reviewers.heads[*row.DepartmentID] = append(state.reviewers.heads[*row.DepartmentID], post)
		}
	}
	return nil
}
