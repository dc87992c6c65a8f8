//go:build !race

package app

import (
	"fmt"
	"net/http"
	"strings"
)

// walkRequest is an undecided request for another date, a suspension or a resumption of one milestone.
type walkRequest struct {
	id                  int64
	kind, route, author string
	due, to, suspended  walkDay // what the milestone was when it was asked for, and the date asked for
}

// routeOf is who decides: by how far the date lies behind the baseline, never behind the last approved one.
func routeOf(kind string, baseline, to walkDay) string {
	slip := int(to - baseline)
	switch {
	case kind == "delay" && (to.time().Year() > walkYear || slip > 60):
		return "meeting"
	case kind == "suspend", kind == "delay" && slip > 15:
		return "leader"
	}
	return "head"
}

// ask sends a request for another date, a suspension or a resumption, good or bad.
func (w *walker) ask() {
	b := w.anyNode()
	as, no := w.author(b.project.unit)
	r := &walkRequest{author: as, due: b.due, suspended: b.suspended, kind: []string{"delay", "delay", "delay", "suspend", "resume"}[w.rng.IntN(5)]}
	item := map[string]any{"milestoneId": b.id, "version": b.version, "kind": r.kind}
	if r.kind == "delay" {
		r.to = b.due + walkDay(w.rng.IntN(70)-5)
		item["toDate"] = r.to.String()
	}
	r.route = routeOf(r.kind, b.baseline, r.to)
	version, old := w.stale(b.version)
	item["version"] = version
	want, conflict := accepted, refused(http.StatusConflict, "")
	switch {
	case no != nil && no.status == http.StatusForbidden:
		want = *no
	case r.kind == "delay" && (r.to == b.due || r.to < w.today || b.start > r.to):
		want = refused(http.StatusUnprocessableEntity, "invalid")
	case no != nil: // what one may not read is not there
		want = refused(http.StatusUnprocessableEntity, "invalid")
	case b.verified, r.kind == "resume" && b.suspended == 0, old, b.requests[r.kind] != nil:
		want = conflict
	}
	got, ok := w.expect("ask for "+r.kind, call{method: http.MethodPost, path: "/change-requests", as: as,
		body: map[string]any{"projectId": b.project.id, "reason": "funds", "words": "资金未到位", "items": []any{item}}}, want)
	if !ok {
		return
	}
	var made struct {
		ID    int64
		Route string
	}
	if got.into(w.t, &made); made.Route != r.route {
		w.t.Fatalf("%s of milestone %d from %s to %s goes to the %s, books %s", r.kind, b.id, b.baseline, r.to, made.Route, r.route)
	}
	r.id = made.ID
	b.requests[r.kind] = r
}

// rule decides on a request, mostly as whose turn it is.
func (w *walker) rule() {
	var all []*nodeBook
	var kinds []string
	for _, p := range w.projects {
		for _, b := range p.nodes {
			for _, kind := range []string{"delay", "suspend", "resume"} {
				if b.requests[kind] != nil {
					all, kinds = append(all, b), append(kinds, kind)
				}
			}
		}
	}
	if len(all) == 0 {
		w.ask()
		return
	}
	n := w.rng.IntN(len(all))
	b, r := all[n], all[n].requests[kinds[n]]
	act := []string{"approve", "approve", "approve", "reject", "withdraw"}[w.rng.IntN(5)]
	unit := b.project.unit
	people := []string{"head." + unit, "head." + other(unit), "leader.edu", "leader.chief", "supervisor", "supervisor.2", "reporter." + unit, "auditor"}
	as := people[w.rng.IntN(len(people))]
	if w.rng.IntN(4) > 0 {
		as = map[string]string{"head": "head." + unit, "leader": leaderOf(unit), "meeting": "supervisor"}[r.route]
		if act == "withdraw" {
			as = r.author
		}
	}
	body := map[string]any{}
	if act != "withdraw" {
		body["words"] = "按会议意见办"
		if r.route == "meeting" {
			body["document"] = map[string]any{"title": "常务会纪要", "number": "〔2031〕7 号", "on": w.today.String()}
		}
	}
	want := w.ruling(b, r, act, as)
	if _, ok := w.expect(act+" a request", w.command(as, fmt.Sprintf("/change-requests/%d/%s", r.id, act), 1, body), want); !ok {
		return
	}
	delete(b.requests, r.kind)
	if act == "approve" {
		w.apply(b, r)
	}
}

func leaderOf(unit string) string {
	return map[string]string{"edu": "leader.edu", "build": "leader.chief"}[unit]
}

// ruling is what the books say of a decision: the level decides, nobody on their own request, and nothing on what has changed.
func (w *walker) ruling(b *nodeBook, r *walkRequest, act, as string) outcome {
	unit, own := b.project.unit, as == r.author
	if as == "head."+other(unit) {
		return refused(http.StatusNotFound, "")
	}
	if act == "withdraw" {
		if !own {
			return refused(http.StatusForbidden, "")
		}
		return outcome{http.StatusOK, ""}
	}
	may := false
	switch {
	case r.route == "meeting":
		may = strings.HasPrefix(as, "supervisor")
	case as == "head."+unit:
		may = r.route == "head"
	case as == "leader.edu":
		may = unit == "edu"
	case as == "leader.chief":
		may = true
	}
	moved := b.due != r.due || r.kind != "delay" && b.suspended != r.suspended || b.verified || r.kind == "resume" && b.suspended == 0
	switch {
	case !may, own:
		return refused(http.StatusForbidden, "")
	case act == "approve" && moved:
		return refused(http.StatusConflict, "")
	}
	return outcome{http.StatusOK, ""}
}

// apply is what an approval does.
func (w *walker) apply(b *nodeBook, r *walkRequest) {
	switch r.kind {
	case "delay":
		b.due = r.to
		b.changes++
	case "suspend":
		b.suspended = w.today
	case "resume":
		b.suspended = 0
	}
	w.moved(b)
}
