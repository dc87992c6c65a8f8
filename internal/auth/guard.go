package auth

import (
	"errors"
	"slices"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// tenure is one role somebody has from a day to a day, through one post.
type tenure struct {
	UserID int64
	PostID int64
	Role   string
	FromOn schedule.Date
	ToOn   schedule.Date // inclusive; absent = open
}

// overlaps says whether both last on the same day, on or after the given one: what is over excludes nothing.
func (t tenure) overlaps(u tenure, since schedule.Date) bool {
	from := t.FromOn
	for _, day := range []schedule.Date{u.FromOn, since} {
		if day.After(from) {
			from = day
		}
	}
	return (t.ToOn.IsZero() || !t.ToOn.Before(from)) && (u.ToOn.IsZero() || !u.ToOn.Before(from))
}

// exclusion returns two roles that one person would hold on the same day and may not.
func exclusion(tenures []tenure, since schedule.Date) (a, b string, found bool) {
	for i, first := range tenures {
		for _, second := range tenures[i+1:] {
			if first.UserID != second.UserID || !first.overlaps(second, since) {
				continue
			}
			if a, b, found = ConflictOf([]string{first.Role, second.Role}); found {
				return a, b, true
			}
		}
	}
	return "", "", false
}

// covered says whether on every day from since on at least one of the tenures lasts.
func covered(tenures []tenure, since schedule.Date) bool {
	sorted := slices.Clone(tenures)
	slices.SortFunc(sorted, func(a, b tenure) int { return a.FromOn.Compare(b.FromOn) })
	next := since // the first day nobody is known for yet
	for _, t := range sorted {
		if t.FromOn.After(next) {
			return false
		}
		if t.ToOn.IsZero() {
			return true
		}
		if !t.ToOn.Before(next) {
			next = t.ToOn.AddDays(1)
		}
	}
	return false
}

// checkExclusion refuses a state in which a post, or one of these people on any day from since on, has roles that
// exclude each other. A disabled post counts: enabling it must not be a way around.
func checkExclusion(tx *gorm.DB, since schedule.Date, userIDs []int64) error {
	if len(userIDs) == 0 {
		return nil
	}
	var tenures []tenure
	err := tx.Table("post_holders h").Select("h.user_id, h.post_id, g.role, h.from_on, h.to_on").
		Joins("JOIN grants g ON g.post_id = h.post_id").
		Where("h.user_id IN ? AND (h.to_on IS NULL OR h.to_on >= ?)", userIDs, since).Find(&tenures).Error
	if err != nil {
		return database.Translate(err)
	}
	if a, b, found := exclusion(tenures, since); found {
		return errExclusive(a, b)
	}
	return nil
}

// excluded says in the words of the program what the database refused by its own rule: roles that exclude each other, of the post, of
// these people and those to be given. Any other error stays what it is.
func excluded(tx *gorm.DB, err error, since schedule.Date, postID int64, userIDs []int64, given ...string) error {
	if err = database.Translate(err); !errors.Is(err, database.ErrGuard) {
		return err
	}
	ofPost, fault := rolesOfPost(tx, postID)
	if fault != nil {
		return fault
	}
	given = append(ofPost, given...)
	for _, id := range append(userIDs, 0) {
		roles, fault := rolesOfUser(tx, id, since)
		if fault != nil {
			return fault
		}
		if a, b, found := ConflictOf(append(roles, given...)); found {
			return errExclusive(a, b)
		}
	}
	return err
}

// checkLastAdministrators refuses a state in which, on some day from since on, nobody could manage accounts or rights, or see
// what those who do have done.
// It is asked only after a change that takes one of the roles away.
func checkLastAdministrators(tx *gorm.DB, since schedule.Date, taken []string) error {
	for _, role := range taken {
		if !IsAdministrator(role) {
			continue
		}
		var tenures []tenure
		err := tx.Table("post_holders h").Select("h.user_id, h.post_id, g.role, h.from_on, h.to_on").
			Joins("JOIN grants g ON g.post_id = h.post_id AND g.role = ?", role).
			Joins("JOIN posts p ON p.id = h.post_id AND p.disabled = ?", false).
			Joins("JOIN users u ON u.id = h.user_id AND u.disabled = ?", false).
			Where("h.to_on IS NULL OR h.to_on >= ?", since).Find(&tenures).Error
		if err != nil {
			return database.Translate(err)
		}
		if !covered(tenures, since) {
			return errLastAdministrator(role)
		}
	}
	return nil
}

// rolesOfPost returns the roles granted to the post.
func rolesOfPost(tx *gorm.DB, postID int64) ([]string, error) {
	var roles []string
	err := tx.Table("grants").Where("post_id = ?", postID).Order("role").Pluck("role", &roles).Error
	return roles, database.Translate(err)
}

// rolesOfUser returns the roles the person has or will have, on any day from since on.
func rolesOfUser(tx *gorm.DB, userID int64, since schedule.Date) ([]string, error) {
	var roles []string
	err := tx.Table("post_holders h").Joins("JOIN grants g ON g.post_id = h.post_id").
		Where("h.user_id = ? AND (h.to_on IS NULL OR h.to_on >= ?)", userID, since).
		Distinct().Pluck("g.role", &roles).Error
	return roles, database.Translate(err)
}

// holdersOfPost returns the people who hold the post, or will, on any day from since on.
func holdersOfPost(tx *gorm.DB, postID int64, since schedule.Date) ([]int64, error) {
	var ids []int64
	err := tx.Table("post_holders").Where("post_id = ? AND (to_on IS NULL OR to_on >= ?)", postID, since).
		Distinct().Pluck("user_id", &ids).Error
	return ids, database.Translate(err)
}
