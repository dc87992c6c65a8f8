package projects

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// GroupBy says what the bands of the wall are.
type GroupBy string

// The ways to group.
const (
	GroupByList       GroupBy = "list"
	GroupByLeader     GroupBy = "leader"
	GroupByDepartment GroupBy = "department"
	GroupByNothing    GroupBy = "none"
)

// band is one group while it is counted; place orders it.
type band struct {
	WallGroup
	place int64
}

// bands groups the rows, notes in each the keys of its groups, and counts. The bands without a list or leader come last.
func (s *Service) bands(ctx context.Context, rows []WallRow, by GroupBy) ([]WallGroup, error) {
	lists := map[string]ListRef{}
	places := map[string]int64{}
	if by == GroupByList {
		all, err := s.store.lists(ctx)
		if err != nil {
			return nil, err
		}
		for i, list := range all {
			lists[list.Code], places[list.Code] = list, int64(i)
		}
	}
	byKey := map[string]*band{}
	for i := range rows {
		for _, in := range bandsOf(ctx, rows[i], by, lists) {
			one := byKey[in.Key]
			if one == nil {
				one = &band{WallGroup: in, place: placeOf(in.Key, by, places)}
				byKey[in.Key] = one
			}
			one.add(rows[i].Lamp.Colour)
			rows[i].Groups = append(rows[i].Groups, in.Key)
		}
	}
	sorted := make([]*band, 0, len(byKey))
	for _, one := range byKey {
		sorted = append(sorted, one)
	}
	slices.SortFunc(sorted, func(a, b *band) int {
		return cmp.Or(-cmp.Compare(min(len(a.Key), 1), min(len(b.Key), 1)), cmp.Compare(a.place, b.place), cmp.Compare(a.Key, b.Key))
	})
	out := make([]WallGroup, 0, len(sorted))
	for _, one := range sorted {
		out = append(out, one.WallGroup)
	}
	return out, nil
}

func (b *band) add(colour schedule.Colour) {
	b.Rows++
	switch colour {
	case schedule.Red:
		b.Red++
	case schedule.Yellow:
		b.Yellow++
	case schedule.Blue, schedule.Green, schedule.Grey:
	}
}

// placeOf orders lists as the district does, units and posts as they were entered.
func placeOf(key string, by GroupBy, places map[string]int64) int64 {
	if by == GroupByList {
		return places[key]
	}
	id, _ := strconv.ParseInt(key, 10, 64) // the key of a band without one is empty, and stands last anyway
	return id
}

// bandsOf are the bands a row stands in, not yet counted.
func bandsOf(ctx context.Context, row WallRow, by GroupBy, lists map[string]ListRef) []WallGroup {
	switch by {
	case GroupByList:
		out := make([]WallGroup, 0, len(row.Lists))
		for _, code := range row.Lists {
			out = append(out, WallGroup{Key: code, Name: lists[code].Name})
		}
		if len(out) == 0 {
			out = append(out, WallGroup{Name: text(ctx, "未列入清单", "On no list")})
		}
		return out
	case GroupByLeader:
		if row.LeaderPost == nil {
			return []WallGroup{{Name: text(ctx, "未定分管领导", "No leader")}}
		}
		name := row.LeaderPost.Name
		if row.LeaderPost.Holder != "" {
			name = row.LeaderPost.Holder + text(ctx, "（", " (") + name + text(ctx, "）", ")")
		}
		return []WallGroup{{Key: strconv.FormatInt(row.LeaderPost.ID, 10), Name: name}}
	case GroupByDepartment:
		return []WallGroup{{Key: strconv.FormatInt(row.LeadDepartment.ID, 10), Name: row.LeadDepartment.Name}}
	case GroupByNothing:
	}
	return []WallGroup{{Name: text(ctx, "全部项目", "All projects")}}
}

// text is a few words in the caller's language.
func text(ctx context.Context, zh, en string) string {
	if httpapi.Language(ctx) == httpapi.English {
		return en
	}
	return zh
}

// lists returns every list in the order of the district.
func (s *Store) lists(ctx context.Context) ([]ListRef, error) {
	var all []ListRef
	err := s.db.Read(ctx).Raw("SELECT code, name FROM lists ORDER BY sort, code").Scan(&all).Error
	return all, database.Translate(err)
}
