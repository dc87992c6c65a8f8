package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/migrations"
)

// shown is what the program shows of the rows: all lamps as of the business day of the backup, as one hash.
type shown struct {
	Day    string `json:"day,omitempty"`
	Counts lampCounts
	Lamps  string `json:"lamps,omitempty"`
}

// whatIsShown lets the program judge a database. With a day in the configuration it judges as it would have on that day.
func whatIsShown(ctx context.Context, c config.Config, db *database.DB) (s shown, err error) {
	a, err := beholder(ctx, c, db)
	if err != nil || a == nil {
		return s, err
	}
	day := a.clock.Today()
	all, err := a.lamps(ctx, day)
	if err != nil {
		return s, err
	}
	return shown{Day: day.String(), Counts: all.counts(), Lamps: all.sum()}, nil
}

// sum is one hash over every lamp, in the order of kind and id.
func (l allLamps) sum() string {
	sum := sha256.New()
	for _, kind := range []map[int64][sha256.Size]byte{l.projects, l.milestones, l.tasks, l.indicators} {
		for _, id := range slices.Sorted(maps.Keys(kind)) {
			lamp := kind[id]
			_, _ = fmt.Fprintf(sum, "%d %x\n", id, lamp) // a hash never fails
		}
		_, _ = sum.Write([]byte("\n"))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// isCurrent says whether the schema is this program's, so that it can judge the rows.
func isCurrent(ctx context.Context, db *database.DB) (bool, error) {
	current, err := db.MigratedTo(ctx)
	if err != nil {
		return false, err
	}
	latest, err := database.NewestVersion(migrations.Files, db.Dialect())
	return current == latest, err
}

// trail is what a database must hold beside the rows themselves: the history of each and the audit.
type trail struct {
	Versions int64 // rows of the histories
	Events   int64 // rows of the audit
	Broken   []string
}

// followTrail looks for rows whose present version is not in their history, and for items with more reports than the audit
// knows of. A copy that was torn between two transactions, or within one, has such rows.
func followTrail(ctx context.Context, db *database.DB) (t trail, err error) {
	count := func(query string, broken string) (n int64) {
		if err == nil {
			err = database.Translate(db.Read(ctx).Raw(query).Row().Scan(&n))
		}
		if broken != "" && n > 0 {
			t.Broken = append(t.Broken, fmt.Sprintf(broken, n))
		}
		return n
	}
	names, err := db.TableNames(ctx)
	if err != nil {
		return t, err
	}
	for _, history := range names {
		one, ok := strings.CutSuffix(history, "_versions")
		if live := one + "s"; ok && slices.Contains(names, live) {
			t.Versions += count("SELECT COUNT(*) FROM "+history, "")
			count("SELECT COUNT(*) FROM "+live+" t WHERE NOT EXISTS (SELECT 1 FROM "+history+" v WHERE v.id = t.id AND v.version = t.version)",
				live+" 有 %d 行没有对应的历史")
		}
	}
	for _, item := range []string{"milestone", "indicator"} {
		count("SELECT COUNT(*) FROM (SELECT "+item+"_id AS id, COUNT(*) AS n FROM reports WHERE "+item+"_id IS NOT NULL GROUP BY "+item+"_id) r"+
			" WHERE r.n > (SELECT COUNT(*) FROM audit_events e WHERE e.entity = '"+item+"' AND e.entity_id = r.id AND e.action = '"+item+".report')",
			item+" 有 %d 个的填报没有审计记录")
	}
	t.Events = count("SELECT COUNT(*) FROM audit_events", "")
	return t, err
}
