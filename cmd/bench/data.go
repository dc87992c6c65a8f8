package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"guatu/internal/schedule"
)

// milestonesEach is how many milestones a project has in a measurement.
const milestonesEach = 10

// plan is what the generator needs of the rows that are there already.
type plan struct {
	today       schedule.Date
	departments []int64
	posts       []int64
	own         int64 // the unit whose milestones are written to
	firstID     int64 // of projects; milestones follow in blocks
	each        int   // milestones of a project
}

// readPlan finds the units and leaders of the demonstration.
func readPlan(ctx context.Context, db *sql.DB, today schedule.Date, each int) (*plan, error) {
	p := &plan{today: today, each: each}
	var err error
	if p.departments, err = ids(ctx, db, "SELECT id FROM departments ORDER BY id"); err != nil {
		return nil, err
	}
	if p.posts, err = ids(ctx, db, "SELECT p.id FROM posts p JOIN grants g ON g.post_id = p.id WHERE g.role IN ('leader', 'chief') ORDER BY p.id"); err != nil {
		return nil, err
	}
	own, err := ids(ctx, db, `SELECT p.department_id FROM posts p JOIN post_holders h ON h.post_id = p.id JOIN users u ON u.id = h.user_id
		WHERE u.username = 'reporter.edu' AND h.to_on IS NULL`)
	if err != nil || len(own) == 0 || len(p.posts) == 0 {
		return nil, errors.Join(errors.New("the demonstration has no reporter.edu or no leaders"), err)
	}
	p.own = own[0]
	return p, nil
}

// load inserts projects with their milestones, with the version rows a real history would have.
func load(ctx context.Context, db *sql.DB, projects int, p *plan) error {
	var last sql.NullInt64
	if err := db.QueryRowContext(ctx, "SELECT MAX(id) FROM projects").Scan(&last); err != nil {
		return err
	}
	p.firstID = max(last.Int64+1, 100_000)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if err := p.projects(ctx, tx, projects); err != nil {
		return fmt.Errorf("projects: %w", err)
	}
	if err := p.milestones(ctx, tx, projects); err != nil {
		return fmt.Errorf("milestones: %w", err)
	}
	return tx.Commit()
}

// unit gives every fourth project to the unit that reports in the measurement.
func (p *plan) unit(project int) int64 {
	if project%4 == 0 {
		return p.own
	}
	return p.departments[project%len(p.departments)]
}

func (p *plan) leader(project int) int64 { return p.posts[project%len(p.posts)] }

func (p *plan) projects(ctx context.Context, tx *sql.Tx, n int) error {
	columns := []string{"id", "code", "name", "sector", "stage", "lead_department_id", "leader_post_id", "plan_year",
		"total_yuan", "year_plan_yuan", "year_done_yuan", "year_done_month", "created_at", "version"}
	rows := newBatch(tx, "projects", columns)
	versions := newBatch(tx, "project_versions", append(columns, "recorded_on", "recorded_by"))
	for i := range n {
		values := []any{p.firstID + int64(i), fmt.Sprintf("BENCH-%06d", i), fmt.Sprintf("测量项目第 %d 号 道路与管网改造工程", i), "交通",
			"在建", p.unit(i), p.leader(i), 2017, 120_000_000, 36_000_000, 18_000_000 + i%9_000_000, "2017-08", 1_483_200_000_000, 1}
		if err := rows.add(ctx, values); err != nil {
			return err
		}
		if err := versions.add(ctx, append(values, "2017-01-20", 0)); err != nil {
			return err
		}
	}
	if err := rows.flush(ctx); err != nil {
		return err
	}
	return versions.flush(ctx)
}

func (p *plan) milestones(ctx context.Context, tx *sql.Tx, n int) error {
	columns := []string{"id", "project_id", "plan_year", "lead_department_id", "leader_post_id", "ordinal", "name", "weight", "is_key",
		"baseline_on", "approved_on", "reached_on", "verified", "verified_on", "progress_bp", "progress_on", "last_note",
		"last_report_month", "open", "clock_due", "window_from", "created_at", "version"}
	rows := newBatch(tx, "milestones", columns)
	versions := newBatch(tx, "milestone_versions", append(columns, "recorded_on", "recorded_by"))
	for i := range n {
		for j := range p.each {
			values := p.milestone(i, j)
			if err := rows.add(ctx, values); err != nil {
				return err
			}
			if err := versions.add(ctx, append(values, "2017-01-20", 0)); err != nil {
				return err
			}
		}
	}
	if err := rows.flush(ctx); err != nil {
		return err
	}
	return versions.flush(ctx)
}

// milestone spreads due dates over the year: nine of ten that were due before summer are done, the later ones are open.
func (p *plan) milestone(i, j int) []any {
	n := i*p.each + j
	due := schedule.MustDate("2017-02-01").AddDays(j*350/p.each + i%30)
	facts := schedule.MilestoneFacts{Baseline: due, Approved: due, Key: j == 4}
	if due.Before(p.today.AddDays(-90)) && n%10 != 0 {
		facts.Reached, facts.Verified = due.AddDays(-n%20), true
	}
	var reached, verifiedOn, progressOn any
	bp := 4_000 + n%5_000
	if facts.Verified {
		reached, verifiedOn, bp = facts.Reached.String(), facts.Reached.AddDays(3).String(), 10_000
	}
	progressOn = "2017-08-31"
	return []any{p.firstMilestone() + int64(n), p.firstID + int64(i), 2017, p.unit(i), p.leader(i), j + 1,
		fmt.Sprintf("节点 %d 主体结构完成", j+1), 1 + j, facts.Key, due.String(), due.String(), reached, facts.Verified, verifiedOn,
		bp, progressOn, "按计划推进，现场二十人", "2017-08", !facts.Verified, schedule.ClockDue(facts).String(),
		schedule.WindowStart(facts, schedule.Default()).String(), 1_483_200_000_000, 1}
}

// firstMilestone is the id of the first milestone; blocks of the projects follow each other.
func (p *plan) firstMilestone() int64 { return p.firstID * int64(p.each) }

// writable returns the ids of the unit's milestones that are not done.
func (p *plan) writable(ctx context.Context, db *sql.DB) ([]int64, error) {
	return ids(ctx, db, "SELECT id FROM milestones WHERE lead_department_id = ? AND open = 1 AND id >= ? ORDER BY id", p.own, p.firstMilestone())
}

// batch inserts many rows with few statements.
type batch struct {
	tx      *sql.Tx
	head    string
	row     string
	pending int
	values  []any
}

func newBatch(tx *sql.Tx, table string, columns []string) *batch {
	return &batch{tx: tx, head: "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ",
		row: "(" + strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ") + ")"}
}

func (b *batch) add(ctx context.Context, values []any) error {
	b.pending++
	b.values = append(b.values, values...)
	if b.pending < 200 {
		return nil
	}
	return b.flush(ctx)
}

func (b *batch) flush(ctx context.Context) error {
	if b.pending == 0 {
		return nil
	}
	statement := b.head + strings.TrimSuffix(strings.Repeat(b.row+", ", b.pending), ", ") // #nosec G202 -- placeholders repeated; the values are bound
	_, err := b.tx.ExecContext(ctx, statement, b.values...)
	b.pending, b.values = 0, b.values[:0]
	return err
}
