//go:build !race

package app

import (
	"fmt"
	"net/http"
)

// waiting is a report with the item it is about.
type waiting struct {
	report *walkReport
	unit   string
	node   *nodeBook
	part   *partBook
}

// undecided lists every report that waits, on either level.
func (w *walker) undecided() []waiting {
	var all []waiting
	for _, p := range w.projects {
		for _, b := range p.nodes {
			if b.report != nil {
				all = append(all, waiting{b.report, p.unit, b, nil})
			}
		}
	}
	for _, task := range w.tasks {
		for _, p := range task.parts {
			if p.report != nil {
				all = append(all, waiting{p.report, task.unit, nil, p})
			}
		}
	}
	return all
}

// review decides on something that waits, mostly as the one whose turn it is, sometimes as somebody who skips a level,
// reviews his own words, or has nothing to say here.
func (w *walker) review() {
	all := w.undecided()
	if len(all) == 0 {
		w.reportNode()
		return
	}
	at := all[w.rng.IntN(len(all))]
	acts := []string{"approve", "confirm", "return", "withdraw"}
	act := acts[w.rng.IntN(4)]
	if w.rng.IntN(4) > 0 { // the usual way
		act = map[string]string{"submitted": "approve", "approved": "confirm"}[at.report.state]
	}
	people := []string{"head." + at.unit, "supervisor", "supervisor.2", "reporter." + at.unit, "head." + other(at.unit), "auditor", "leader.chief"}
	as := people[w.rng.IntN(len(people))]
	if w.rng.IntN(5) > 0 {
		as = map[string]string{"approve": "head." + at.unit, "confirm": "supervisor", "withdraw": at.report.author, "return": "head." + at.unit}[act]
		if act == "return" && at.report.state == "approved" {
			as = "supervisor.2"
		}
	}
	w.decide(at, act, as)
}

func (w *walker) decide(at waiting, act, as string) {
	r := at.report
	version, old := w.stale(r.version)
	want := w.verdict(at, act, as)
	if want.status == http.StatusOK && old {
		want = refused(http.StatusPreconditionFailed, "")
	} else if old && want.status == http.StatusConflict {
		version = r.version
	}
	body := map[string]any{}
	switch {
	case act == "return":
		body["reason"] = "材料不全"
	case act == "confirm" && r.claim:
		body["note"], body["conclusion"] = "现场核查", "属实"
		if w.rng.IntN(5) == 0 { // a completion is not verified without a conclusion
			body["conclusion"] = "好"
			if want.status == http.StatusOK {
				want = refused(http.StatusUnprocessableEntity, "invalid")
			}
		}
	}
	_, ok := w.expect(act, w.command(as, fmt.Sprintf("/reports/%d/%s", r.id, act), version, body), want)
	if !ok {
		return
	}
	switch act {
	case "approve":
		r.state, r.approver = "approved", as
		r.version++
	case "confirm":
		w.confirmed(at)
	case "return":
		w.returned(at)
	case "withdraw":
		w.withdrawn(at)
	}
}

// prove gives a claim its evidence, mostly: without it a claim is refused.
func (w *walker) prove(body map[string]any, r *walkReport) {
	if r.proven = w.rng.IntN(6) > 0; r.proven {
		body["evidence"] = []map[string]any{{"kind": "meeting", "words": "6 月 3 日验收会"}}
	}
}

// verdict is who may take which step: the head of the unit first, the supervision office second, the author back.
func (w *walker) verdict(at waiting, act, as string) outcome {
	r := at.report
	own, head, office := as == r.author, as == "head."+at.unit, as == "supervisor" || as == "supervisor.2"
	if as == "head."+other(at.unit) {
		return refused(http.StatusNotFound, "")
	}
	may := map[string]bool{"approve": head, "confirm": office, "return": head || office, "withdraw": own}[act]
	switch {
	case !may:
		return refused(http.StatusForbidden, "")
	case act == "withdraw" && r.approver != "" && r.approver != r.author:
		return refused(http.StatusConflict, "report_approved")
	case act == "withdraw":
		return outcome{http.StatusOK, ""}
	case r.state == "approved" && act == "approve":
		return refused(http.StatusConflict, "report_approved")
	case r.state == "submitted" && (act == "confirm" || act == "return" && !head):
		return refused(http.StatusConflict, "report_not_approved")
	case own:
		return refused(http.StatusConflict, "own_report")
	case r.state == "approved" && act == "return" && !office:
		return refused(http.StatusConflict, "report_approved")
	}
	return outcome{http.StatusOK, ""}
}

func (w *walker) confirmed(at waiting) {
	if at.node != nil {
		w.confirmNode(at.node)
		return
	}
	w.confirmPart(at.part)
}

func (w *walker) returned(at waiting) {
	if at.node != nil {
		w.returnNode(at.node)
		return
	}
	w.returnPart(at.part)
}

func (w *walker) withdrawn(at waiting) {
	if at.node != nil {
		w.withdrawNode(at.node)
		return
	}
	w.withdrawPart(at.part)
}
