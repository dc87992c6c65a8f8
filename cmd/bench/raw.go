package main

import (
	"context"
	"database/sql"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

// raw answers a to d with Gin and database/sql and nothing else: no login, no rights, no lamps, no validation. It is the
// yardstick, the least a program that answers these questions can cost.
type raw struct {
	read, write *sql.DB
	today       string
}

type rawMilestone struct {
	ID, ProjectID        int64
	Name, Code, Project  string
	Unit                 string
	Due, Approved        string
	Ordinal, Weight      int
	Verified, Key        bool
	ProgressBp           *int
	LastNote, LastReport *string
}

type rawProject struct {
	ID                       int64
	Code, Name, Sector, Unit string
	TotalYuan, YearDoneYuan  int64
}

type rawCount struct {
	Unit                         string
	Total, Open, Overdue, Closed int64
}

func (r *raw) handler() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.GET("/milestones", r.overdue)
	engine.GET("/projects/:id", r.project)
	engine.GET("/projects/:id/milestones", r.ofProject)
	engine.POST("/milestones/:id/reports", r.report)
	engine.GET("/overview", r.overview)
	return engine
}

const rawColumns = `SELECT m.id, m.project_id, m.name, p.code, p.name, d.short_name, m.clock_due, m.approved_on, m.ordinal, m.weight,
	m.verified, m.is_key, m.progress_bp, m.last_note, m.last_report_month
	FROM milestones m JOIN projects p ON p.id = m.project_id JOIN departments d ON d.id = m.lead_department_id `

func (r *raw) overdue(c *gin.Context) {
	r.list(c, rawColumns+"WHERE m.open = 1 AND m.clock_due < ? ORDER BY m.clock_due, m.id LIMIT 50", r.today)
}

func (r *raw) ofProject(c *gin.Context) {
	r.list(c, rawColumns+"WHERE m.project_id = ? ORDER BY m.ordinal, m.id", c.Param("id"))
}

func (r *raw) list(c *gin.Context, query string, argument any) {
	rows, err := r.read.QueryContext(c, query, argument)
	if fail(c, err) {
		return
	}
	defer func() { _ = rows.Close() }() // rows.Err reports what matters
	items := []rawMilestone{}
	for rows.Next() {
		var m rawMilestone
		err := rows.Scan(&m.ID, &m.ProjectID, &m.Name, &m.Code, &m.Project, &m.Unit, &m.Due, &m.Approved, &m.Ordinal, &m.Weight,
			&m.Verified, &m.Key, &m.ProgressBp, &m.LastNote, &m.LastReport)
		if fail(c, err) {
			return
		}
		items = append(items, m)
	}
	if !fail(c, rows.Err()) {
		c.JSON(http.StatusOK, gin.H{"items": items})
	}
}

func (r *raw) project(c *gin.Context) {
	var p rawProject
	err := r.read.QueryRowContext(c, `SELECT p.id, p.code, p.name, p.sector, d.short_name, p.total_yuan, p.year_done_yuan
		FROM projects p JOIN departments d ON d.id = p.lead_department_id WHERE p.id = ?`, c.Param("id")).
		Scan(&p.ID, &p.Code, &p.Name, &p.Sector, &p.Unit, &p.TotalYuan, &p.YearDoneYuan)
	if !fail(c, err) {
		c.JSON(http.StatusOK, p)
	}
}

func (r *raw) overview(c *gin.Context) {
	rows, err := r.read.QueryContext(c, `SELECT d.short_name, COUNT(*), SUM(m.open), SUM(CASE WHEN m.open = 1 AND m.clock_due < ? THEN 1 ELSE 0 END),
		SUM(m.verified) FROM milestones m JOIN departments d ON d.id = m.lead_department_id GROUP BY d.short_name`, r.today)
	if fail(c, err) {
		return
	}
	defer func() { _ = rows.Close() }() // rows.Err reports what matters
	items := []rawCount{}
	for rows.Next() {
		var n rawCount
		if fail(c, rows.Scan(&n.Unit, &n.Total, &n.Open, &n.Overdue, &n.Closed)) {
			return
		}
		items = append(items, n)
	}
	if !fail(c, rows.Err()) {
		c.JSON(http.StatusOK, gin.H{"items": items})
	}
}

// report does in one transaction what an audited write does: the conditional update, the version, the report, the audit.
func (r *raw) report(c *gin.Context) {
	var in struct {
		ProgressBp int
		Note       string
	}
	if fail(c, c.ShouldBindJSON(&in)) {
		return
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if fail(c, err) {
		return
	}
	version, err := strconv.ParseInt(c.GetHeader("If-Match"), 10, 64)
	if fail(c, err) || fail(c, r.audited(c, id, version, in.ProgressBp, in.Note)) {
		return
	}
	c.JSON(http.StatusCreated, gin.H{"id": id})
}

func (r *raw) audited(ctx context.Context, id, version int64, bp int, note string) error {
	tx, err := r.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	done, err := tx.ExecContext(ctx, "UPDATE milestones SET last_report_month = '2017-09', version = version + 1 WHERE id = ? AND version = ?", id, version)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return sql.ErrNoRows
	}
	for _, s := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO milestone_versions (id, project_id, lead_department_id, leader_post_id, ordinal, name, weight, baseline_on, approved_on,
			last_report_month, open, clock_due, window_from, created_at, version, recorded_on)
			SELECT id, project_id, lead_department_id, leader_post_id, ordinal, name, weight, baseline_on, approved_on,
			last_report_month, open, clock_due, window_from, created_at, version, ? FROM milestones WHERE id = ?`, []any{r.today, id}},
		{`INSERT INTO reports (milestone_id, lead_department_id, department_id, month, state, progress_bp, note, author_id, submitted_at, recorded_on)
			SELECT id, lead_department_id, lead_department_id, '2017-09', 'submitted', ?, ?, 1, 0, ? FROM milestones WHERE id = ?`, []any{bp, note, r.today, id}},
		{`INSERT INTO audit_events (at, recorded_on, actor_id, action, entity, entity_id, after_state) VALUES (0, ?, 1, 'milestone.report', 'milestone', ?, ?)`,
			[]any{r.today, id, note}},
	} {
		if _, err := tx.ExecContext(ctx, s.text, s.args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func fail(c *gin.Context, err error) bool {
	if err != nil {
		c.JSON(http.StatusInternalServerError, gin.H{"error": err.Error()})
	}
	return err != nil
}
