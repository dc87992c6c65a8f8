//go:build !race

package app

import "net/http"

// reportPart sends a reading of an indicator.
func (w *walker) reportPart() {
	p := w.anyPart()
	as, no := w.author(p.task.unit)
	r := &walkReport{version: 1, author: as, sent: w.today, progress: -1}
	body := map[string]any{"note": at("读数%d", w.keys)}
	switch w.rng.IntN(20) {
	case 0, 1, 2:
		r.noChange = true
		body["noChange"] = true
	case 3:
		r.claim = true
		body["claim"] = true
		w.prove(body, r)
		r.progress = p.target - 3 + w.rng.IntN(8)
		body["valueMilli"] = r.progress * 1000
	default:
		r.progress = w.rng.IntN(p.done()+p.target/8+2) + w.rng.IntN(2)*p.done()/2
		body["valueMilli"] = r.progress * 1000
	}
	version, old := w.stale(p.version)
	want := accepted
	conflict := func(code string) { want = refused(http.StatusConflict, code) }
	switch {
	case no != nil:
		want = *no
	case old:
		want = refused(http.StatusPreconditionFailed, "")
	case p.kind == "EVENT":
		conflict("reported_at_milestone")
	case p.kind == "OPEN" && !r.noChange:
		conflict("no_measurable_target")
	case p.verified:
		conflict("indicator_finished")
	case p.report != nil:
		conflict("report_pending")
	case r.claim && (r.progress < p.target || !r.proven):
		want = refused(http.StatusUnprocessableEntity, "invalid")
	}
	got, ok := w.expect("reading", w.command(as, at("/indicators/%d/readings", p.id), version, body), want)
	if !ok {
		return
	}
	r.id = answeredID(w, got)
	w.sentPart(p, r)
}

func (p *partBook) owes(m walkMonth) bool {
	january := walkMonth(walkYear * 12)
	return p.kind == "CUM" && !p.verified && m >= january && m <= january+11
}

func (p *partBook) missing(asOf walkDay) walkMonth {
	if m := min(asOf.closed(), walkMonth(walkYear*12+11)); p.owes(m) && p.reported < m {
		return m
	}
	return 0
}

func (p *partBook) unreported(asOf walkDay) bool {
	m := p.missing(asOf)
	return m != 0 && p.waiting == 0 && p.full == 0 && asOf >= m.cutoff().workingAfter(4)
}

// sentPart is what a reading does before anybody has decided.
func (w *walker) sentPart(p *partBook, r *walkReport) {
	before := p.walkCount
	r.undo = func() {
		p.reported, p.wrong, p.madeGood, p.noChange = before.reported, before.wrong, before.madeGood, before.noChange
	}
	closed := w.today.closed()
	if p.unreported(w.today) {
		p.madeGood = closed
	}
	switch m := p.missing(w.today); {
	case m != 0:
		r.month = m
	case p.wrong != 0 && p.wrong >= closed:
		r.month = p.wrong
	default:
		r.month = closed + 1
	}
	if p.wrong == r.month && before.madeGood == closed {
		p.madeGood = closed
	}
	p.reported = max(p.reported, r.month)
	p.waiting, p.wrong = w.today, 0
	p.sentFor, p.sent, p.decided = r.month, w.today, 0
	p.noChange++
	if !r.noChange {
		p.noChange = 0
	}
	if r.claim {
		p.claimed = w.today
	}
	r.state = "submitted"
	if r.author == "head."+p.task.unit {
		r.state, r.approver = "approved", r.author
	}
	p.report = r
	w.movedPart(p)
}

func (w *walker) movedPart(p *partBook) {
	p.version++
	w.stampPart(p)
	if w.rng.IntN(3) == 0 {
		w.compareTask(p.task, w.today)
	}
}

// settled takes away what a waiting reading had left.
func (p *partBook) settled(today walkDay) *walkReport {
	r := p.report
	p.report, p.waiting, p.claimed, p.decided = nil, 0, 0, today
	return r
}

func (w *walker) confirmPart(p *partBook) {
	whole := p.done() >= p.target
	r := p.settled(w.today)
	if r.progress >= 0 {
		p.value = r.progress
	}
	switch {
	case p.kind != "CUM":
	case p.done() < p.target:
		p.full = 0
	case r.claim:
		p.verified, p.full = true, 0
	case !whole && p.full == 0:
		p.full = w.today
	}
	w.movedPart(p)
}

func (w *walker) returnPart(p *partBook) {
	r := p.settled(w.today)
	p.wrong = r.month
	if r.claim {
		p.full = 0
	}
	w.movedPart(p)
}

func (w *walker) withdrawPart(p *partBook) {
	p.settled(w.today).undo()
	w.movedPart(p)
}

// verify decides on a confirmed 100 % that nobody claimed.
func (w *walker) verify() {
	p := w.anyPart()
	if p.full == 0 && w.rng.IntN(4) > 0 {
		w.reportPart()
		return
	}
	good := w.rng.IntN(3) > 0
	as, want := "supervisor", outcome{http.StatusOK, ""}
	switch {
	case w.rng.IntN(6) == 0:
		as, want = "reporter."+p.task.unit, refused(http.StatusForbidden, "")
	case p.report != nil:
		want = refused(http.StatusConflict, "")
	case p.full == 0 || p.verified:
		want = refused(http.StatusConflict, "nothing_to_verify")
	}
	body := map[string]any{"verified": good, "note": "核查", "conclusion": "核查属实"}
	if good {
		body["evidence"] = []map[string]any{{"kind": "meeting", "words": "验收会"}}
		if want.status == http.StatusOK && w.rng.IntN(5) == 0 { // a completion is not verified without evidence
			delete(body, "evidence")
			want = refused(http.StatusUnprocessableEntity, "")
		}
	}
	_, ok := w.expect("verify", w.command(as, at("/indicators/%d/verify", p.id), p.version, body), want)
	if !ok {
		return
	}
	p.full, p.verified = 0, good
	w.movedPart(p)
}
