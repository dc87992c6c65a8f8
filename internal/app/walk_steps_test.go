//go:build !race

package app

import (
	"fmt"
	"net/http"
)

// outcome is what the books say the program must answer.
type outcome struct {
	status int
	code   string
}

var accepted = outcome{http.StatusCreated, ""}

func refused(status int, code string) outcome { return outcome{status, code} }

// expect sends one command, compares the answer with the books' and counts it. It says whether it was accepted.
func (w *walker) expect(name string, c call, want outcome) (*answer, bool) {
	w.t.Helper()
	w.keys++
	c.key = fmt.Sprintf("walk-%d", w.keys)
	got := w.do(w.t, c)
	if got.status != want.status || want.code != "" && got.code(w.t) != want.code {
		w.t.Fatalf("%s on %s as %s: %s %s %v\n program %d %s\n books   %d %s", name, w.today, c.as, c.method, c.path, c.body, got.status, got.body, want.status, want.code)
	}
	ok := want.status < 300
	w.done[fmt.Sprintf("%s %d", name, want.status)]++
	return got, ok
}

// post is a command with the version the books know.
func (w *walker) command(as, path string, version int64, body any) call {
	return call{method: http.MethodPost, path: path, as: as, etag: etag(version), body: body}
}

// stale is, once in a while, the version before: somebody who has not seen the last change.
func (w *walker) stale(version int64) (int64, bool) {
	if version > 1 && w.rng.IntN(25) == 0 {
		return version - 1, true
	}
	return version, false
}

func other(unit string) string {
	if unit == "edu" {
		return "build"
	}
	return "edu"
}

// author is mostly the unit's own reporter, sometimes its head, sometimes somebody who may not; refusal says how.
func (w *walker) author(unit string) (as string, no *outcome) {
	hidden, forbidden := refused(http.StatusNotFound, ""), refused(http.StatusForbidden, "")
	switch w.rng.IntN(20) {
	case 0:
		return "reporter." + other(unit), &hidden
	case 1:
		return "head." + other(unit), &hidden
	case 2:
		return []string{"supervisor", "auditor", "leader.chief"}[w.rng.IntN(3)], &forbidden
	case 3, 4, 5:
		return "head." + unit, nil
	}
	return "reporter." + unit, nil
}

// anyNode is mostly one that something can still be done with.
func (w *walker) anyNode() (b *nodeBook) {
	for range 1 + w.rng.IntN(12) {
		p := w.projects[w.rng.IntN(len(w.projects))]
		if b = p.nodes[w.rng.IntN(len(p.nodes))]; !b.verified && b.report == nil && (!p.quiet || w.rng.IntN(60) == 0) {
			break
		}
	}
	return b
}

func (w *walker) anyPart() (p *partBook) {
	for range 1 + w.rng.IntN(12) {
		task := w.tasks[w.rng.IntN(len(w.tasks))]
		if p = task.parts[w.rng.IntN(len(task.parts))]; p.kind == "CUM" && !p.verified && p.report == nil {
			break
		}
	}
	return p
}

// reportNode sends a report on a milestone, good or bad.
func (w *walker) reportNode() {
	b := w.anyNode()
	as, no := w.author(b.project.unit)
	r := &walkReport{version: 1, author: as, sent: w.today, progress: -1}
	body := map[string]any{"note": at("第%d步", w.keys)}
	switch w.rng.IntN(30) {
	case 0, 1, 2, 3, 4:
		r.noChange = true
		body["noChange"] = true
	case 5:
		r.claim = true
		body["claim"] = true
		w.prove(body, r)
	case 6, 7, 8:
		r.forecast = w.today + walkDay(w.rng.IntN(120)-10)
		body["forecast"] = r.forecast.String()
	default:
		r.progress = w.rng.IntN(10_001)
		body["progressBp"] = r.progress
	}
	version, old := w.stale(b.version)
	want := accepted
	switch {
	case no != nil:
		want = *no
	case old:
		want = refused(http.StatusPreconditionFailed, "")
	case b.verified:
		want = refused(http.StatusConflict, "milestone_finished")
	case b.suspended != 0:
		want = refused(http.StatusConflict, "milestone_suspended")
	case b.report != nil:
		want = refused(http.StatusConflict, "report_pending")
	case r.forecast != 0 && r.forecast < w.today, r.claim && !r.proven:
		want = refused(http.StatusUnprocessableEntity, "invalid")
	}
	got, ok := w.expect("report", w.command(as, at("/milestones/%d/reports", b.id), version, body), want)
	if !ok {
		return
	}
	r.id = answeredID(w, got)
	w.sent(b, r)
}

func answeredID(w *walker, a *answer) int64 {
	var made struct{ ID int64 }
	a.into(w.t, &made)
	return made.ID
}

// sent is what a report does to a milestone before anybody has decided.
func (w *walker) sent(b *nodeBook, r *walkReport) {
	before := b.walkNode
	r.undo = func() { // as if it had never been
		b.reported, b.wrong, b.madeGood, b.noChange = before.reported, before.wrong, before.madeGood, before.noChange
		b.waiting = 0
		if r.claim {
			b.claimed = 0
		}
	}
	if contains(b.badges(w.today), "unreported") {
		b.madeGood = w.today.closed()
	}
	b.reported = b.month(w.today)
	r.month = b.reported
	b.waiting, b.wrong = w.today, 0
	b.noChange++
	if !r.noChange {
		b.noChange = 0
	}
	if r.claim {
		b.claimed = w.today
	}
	b.report = r
	r.state = "submitted"
	if r.author == "head."+b.project.unit { // its own first level
		r.state, r.approver = "approved", r.author
	}
	w.moved(b)
}

func contains(list []string, what string) bool {
	for _, s := range list {
		if s == what {
			return true
		}
	}
	return false
}

// moved is one accepted change of a milestone: one version more, and the project looked at.
func (w *walker) moved(b *nodeBook) {
	b.version++
	w.stampNode(b)
	if w.rng.IntN(3) == 0 {
		w.compareProject(b.project, w.today)
	}
}

// confirmNode moves the figures.
func (w *walker) confirmNode(b *nodeBook) {
	r := b.report
	b.report, b.waiting = nil, 0
	if r.progress >= 0 {
		b.progress = r.progress
	}
	if r.forecast != 0 {
		b.forecast = r.forecast
	}
	if r.claim {
		b.progress, b.reached, b.verified, b.claimed = 10_000, r.sent, true, 0
	}
	w.moved(b)
}

// returnNode gives back the days of a claim and asks for the month again.
func (w *walker) returnNode(b *nodeBook) {
	r := b.report
	b.report, b.waiting, b.wrong = nil, 0, r.month
	if r.claim {
		b.spans = append(b.copy().spans, claimSpan{r.sent, w.today})
		b.claimed = 0
	}
	w.moved(b)
}

func (w *walker) withdrawNode(b *nodeBook) {
	b.report.undo()
	b.report = nil
	w.moved(b)
}

// advance lets days pass.
func (w *walker) advance() {
	w.setDay(w.today + walkDay(1+w.rng.IntN(3)))
	w.done["day"]++
}

// forbiddenEdit tries to change what is frozen, as the office that wrote it.
func (w *walker) forbiddenEdit() {
	b, p := w.anyNode(), w.anyPart()
	frozen := refused(http.StatusConflict, "plan_frozen")
	tries := []struct {
		path    string
		version int64
		body    map[string]any
		want    outcome
	}{
		{at("/milestones/%d/plan", b.id), b.version, map[string]any{"due": (b.due + 30).String()}, frozen},
		{at("/milestones/%d/plan", b.id), b.version, map[string]any{"weight": b.weight + 1}, frozen},
		{at("/milestones/%d", b.id), b.version, map[string]any{"approved": (b.due + 30).String()}, refused(http.StatusUnprocessableEntity, "")},
		{at("/indicators/%d", p.id), p.version, map[string]any{"weight": p.weight + 1}, refused(http.StatusConflict, "")}, // frozen, or finished altogether
	}
	try := tries[w.rng.IntN(len(tries))]
	w.expect("edit what is frozen", call{method: http.MethodPatch, path: try.path, as: "supervisor", etag: etag(try.version), body: try.body}, try.want)
}
