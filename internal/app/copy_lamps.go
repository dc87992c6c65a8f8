package app

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/projects"
	"guatu/internal/schedule"
)

// lampPage is how many rows are judged at once. A page of a past day costs a look through all versions, so few and large ones.
const lampPage = 5000

// lookBack is how far before the last records a past day is compared too: it is read from the versions, not the live rows.
const lookBack = 90

// allLamps is a fingerprint of the lamp of everything, by id: colour, badges, rule, sentence and what went in.
type allLamps struct{ projects, milestones, tasks, indicators map[int64][sha256.Size]byte }

// lampCounts are how many of each kind were judged.
type lampCounts struct{ Projects, Milestones, Tasks, Indicators int }

// days are the days worth a comparison: the business day, the last day something was recorded, and one well before.
func (a *App) days(ctx context.Context) ([]schedule.Date, error) {
	days := []schedule.Date{a.clock.Today()}
	text, err := audit.RecordedThrough(ctx, a.db)
	if err != nil || text == "" {
		return days, err
	}
	last, err := schedule.ParseDate(text)
	if err != nil {
		return nil, err
	}
	days = append(days, last, last.AddDays(-lookBack))
	slices.SortFunc(days, schedule.Date.Compare)
	return slices.Compact(days), nil
}

// lamps judges every project, milestone, task and indicator as of the day, with the services people see them through.
func (a *App) lamps(ctx context.Context, day schedule.Date) (allLamps, error) {
	// Nobody of the database: an auditor reads everything, and writes nothing.
	ctx = auth.WithActor(ctx, &auth.Actor{UserID: -1, Name: "copy-database", Roles: []auth.RoleHeld{{Role: auth.RoleAuditor}}})
	all := allLamps{map[int64][sha256.Size]byte{}, map[int64][sha256.Size]byte{}, map[int64][sha256.Size]byte{}, map[int64][sha256.Size]byte{}}
	for _, part := range []func(context.Context, schedule.Date, allLamps) error{a.projectLamps, a.milestoneLamps, a.taskLamps} {
		if err := part(ctx, day, all); err != nil {
			return all, err
		}
	}
	return all, nil
}

func (a *App) projectLamps(ctx context.Context, day schedule.Date, all allLamps) error {
	query := projects.Query{AsOf: day, Page: projects.Page{Limit: lampPage, Order: projects.ByCode}}
	for {
		page, err := a.rooms.projects.List(ctx, query)
		if err != nil {
			return err
		}
		for _, p := range page.Items {
			if all.projects[p.ID], err = fingerprint(p.Lamp); err != nil {
				return err
			}
		}
		if query.Page.After = page.Next; page.Next == nil {
			return nil
		}
	}
}

func (a *App) milestoneLamps(ctx context.Context, day schedule.Date, all allLamps) error {
	query := milestones.Query{AsOf: day, Page: milestones.Page{Limit: lampPage}}
	for {
		page, err := a.rooms.milestones.List(ctx, query)
		if err != nil {
			return err
		}
		for _, m := range page.Items {
			if all.milestones[m.ID], err = fingerprint(m.Lamp); err != nil {
				return err
			}
		}
		if query.Page.After = page.Next; page.Next == nil {
			return nil
		}
	}
}

func (a *App) taskLamps(ctx context.Context, day schedule.Date, all allLamps) error {
	var years []int
	if err := a.db.Read(ctx).Raw("SELECT DISTINCT year FROM livelihood_tasks ORDER BY year").Scan(&years).Error; err != nil {
		return database.Translate(err)
	}
	for _, year := range years {
		tasks, err := a.rooms.livelihood.List(ctx, year, day)
		if err != nil {
			return err
		}
		for _, t := range tasks {
			if all.tasks[t.ID], err = fingerprint(t.Lamp); err != nil {
				return err
			}
			for _, i := range t.Indicators {
				if all.indicators[i.ID], err = fingerprint(i.Lamp); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func fingerprint(lamp schedule.Lamp) ([sha256.Size]byte, error) {
	text, err := json.Marshal(lamp)
	return sha256.Sum256(text), err
}

// counted are the rows that must have a lamp.
func (a *App) counted(ctx context.Context) (c lampCounts, err error) {
	err = a.db.Read(ctx).Raw("SELECT (SELECT COUNT(*) FROM projects) AS projects, (SELECT COUNT(*) FROM milestones) AS milestones," +
		" (SELECT COUNT(*) FROM livelihood_tasks) AS tasks, (SELECT COUNT(*) FROM indicators) AS indicators").Scan(&c).Error
	return c, database.Translate(err)
}

func (l allLamps) counts() lampCounts {
	return lampCounts{len(l.projects), len(l.milestones), len(l.tasks), len(l.indicators)}
}

// differ names what has another lamp there, or is on one side alone.
func (l allLamps) differ(there allLamps) []string {
	var names []string
	for _, kind := range []struct {
		name string
		a, b map[int64][sha256.Size]byte
	}{{"项目", l.projects, there.projects}, {"节点", l.milestones, there.milestones}, {"实事", l.tasks, there.tasks}, {"子项", l.indicators, there.indicators}} {
		ids := maps.Clone(kind.a)
		maps.Copy(ids, kind.b)
		for _, id := range slices.Sorted(maps.Keys(ids)) {
			one, here := kind.a[id]
			other, too := kind.b[id]
			if !here || !too || one != other {
				names = append(names, fmt.Sprintf("%s %d", kind.name, id))
			}
		}
	}
	return names
}
