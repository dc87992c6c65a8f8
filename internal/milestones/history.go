package milestones

import (
	"context"
	"encoding/json"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// historyLimit bounds how many versions are shown, the newest; a milestone gets about twenty in a year.
const historyLimit = 500

// recorded is a version of a milestone and who recorded it.
type recorded struct {
	MilestoneRow
	RecordedOn schedule.Date
	RecordedBy int64
}

// versions returns the newest versions of a milestone, oldest first, and the one before them.
func (s *Store) versions(ctx context.Context, id int64) ([]recorded, error) {
	var rows []recorded
	err := s.db.Read(ctx).Raw("SELECT * FROM (SELECT * FROM milestone_versions WHERE id = ? ORDER BY version DESC LIMIT ?) v"+
		" ORDER BY version", id, historyLimit+1).Scan(&rows).Error
	return rows, database.Translate(err)
}

// History tells every version of a milestone, newest first: what changed, by whom, why; 404 when the actor may not read it.
func (s *Service) History(ctx context.Context, id int64) (MilestoneHistory, error) {
	if _, err := s.readable(ctx, id); err != nil {
		return MilestoneHistory{}, err
	}
	rows, err := s.store.versions(ctx, id)
	if err != nil {
		return MilestoneHistory{}, err
	}
	acts, err := s.acts(ctx, id)
	if err != nil {
		return MilestoneHistory{}, err
	}
	want := wanted{}
	for _, row := range rows {
		want.unit(row.LeadDepartmentID, row.LeaderPostID)
		want.users = append(want.users, row.RecordedBy)
	}
	names, err := s.cast(ctx, want)
	if err != nil {
		return MilestoneHistory{}, err
	}
	return MilestoneHistory{Items: historyItems(rows, acts, names)}, nil
}

// act is what the audit says about one version.
type act struct{ action, note string }

// acts reads the audit of one milestone by version. Whoever may read the milestone may read what was done to it; the
// audit at large stays with the auditors.
func (s *Service) acts(ctx context.Context, id int64) (map[int64]act, error) {
	all := func(context.Context) audit.Access { return audit.AccessAll }
	records, _, err := audit.NewReader(s.db, all).List(ctx, audit.Filter{Entity: "milestone", EntityID: id, Limit: historyLimit})
	if err != nil {
		return nil, err
	}
	out := make(map[int64]act, len(records))
	for _, r := range records {
		var t trace
		if err := json.Unmarshal(r.After, &t); err == nil { // an event without a version describes no version
			out[t.Version] = act{r.Action, t.Note}
		}
	}
	return out, nil
}

// historyItems compares each version with the one before it. The very first one has no changes: it is where history starts.
func historyItems(rows []recorded, acts map[int64]act, names cast) []HistoryItem {
	items := make([]HistoryItem, 0, len(rows))
	for i := len(rows) - 1; i >= max(0, len(rows)-historyLimit); i-- {
		row := rows[i]
		item := HistoryItem{
			Version: row.Version, RecordedOn: row.RecordedOn, Actor: names.user(row.RecordedBy),
			Action: acts[row.Version].action, Note: acts[row.Version].note, Changes: []HistoryChange{},
		}
		if i > 0 {
			item.Changes = historyChanges(rows[i-1].MilestoneRow, row.MilestoneRow, names)
		}
		items = append(items, item)
	}
	return items
}

func historyChanges(before, after MilestoneRow, names cast) []HistoryChange {
	out := []HistoryChange{}
	for _, c := range changes(before, after) {
		if c.field != "" {
			out = append(out, HistoryChange{Field: c.field, From: names.plain(c.field, c.from), To: names.plain(c.field, c.value)})
		}
	}
	return out
}

// plain writes a value; ids of units and posts by their names.
func (c cast) plain(field string, value any) string {
	id, isID := value.(int64)
	switch {
	case isID && field == "leadDepartment":
		return c.departments[id].Name
	case isID && field == "leaderPost":
		return c.posts[id].Name
	}
	return plain(value)
}
