package app

import (
	"net/http"
	"testing"
)

// figuresReported takes the money of a project over the two levels: the reporter reports, the head approves, the supervision
// office confirms; nobody reports for the unit, and what is confirmed is the figure of the list, the page and the file.
func figuresReported(t *testing.T, p *program) {
	id := p.newProject(t)
	project := func() (v struct {
		Name       string
		Version    int64
		Reporting  struct{ NextMonth, State string }
		Works      struct{ Stage, StatEnteredOn string }
		Investment struct {
			YearPlanYuan int64
			YearDoneYuan *int64
			YearPaidYuan *int64
			DoneThrough  *string
			ActualBp     *int
		}
	}) {
		p.get(t, "supervisor", at("/projects/%d", id), &v)
		return v
	}
	before := project()
	plan := before.Investment.YearPlanYuan
	send := func(as string, version int64, key string, body map[string]any) *answer {
		return p.do(t, call{method: http.MethodPost, path: at("/projects/%d/figures", id), as: as, etag: etag(version), key: key, body: body})
	}
	figures := map[string]any{"doneYuan": plan / 2, "paidYuan": plan / 4, "worksStage": "主体结顶", "statEnteredOn": "2017-03-20", "note": "主体施工"}
	for as, want := range map[string]int{"supervisor": 403, "auditor": 403, "leader.edu": 403, "sysadmin": 404} {
		if got := send(as, before.Version, "figures-"+as, figures); got.status != want {
			t.Errorf("%s reports: %d, want %d", as, got.status, want)
		}
	}
	if got := send("reporter.edu", before.Version, "figures-empty", map[string]any{"note": "没有数字"}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("without a figure: %d %s", got.status, got.body)
	}
	figuresDrafted(t, p, id)
	var report struct {
		ID, Version int64
		Kind, State string
		Month       string
		Subject     string
	}
	for range 2 { // sent again it is the same report
		sent := send("reporter.edu", before.Version, "figures-1", figures)
		if sent.status != http.StatusCreated {
			t.Fatalf("reported: %d %s", sent.status, sent.body)
		}
		sent.into(t, &report)
	}
	if report.Kind != "figures" || report.State != "submitted" || report.Subject != before.Name || report.Month != before.Reporting.NextMonth {
		t.Errorf("report %+v", report)
	}
	if stale := send("reporter.edu", before.Version, "figures-2", figures); stale.status != http.StatusPreconditionFailed {
		t.Errorf("on an old version: %d", stale.status)
	}
	decide := func(as, verb string, version int64, body string, want int) {
		t.Helper()
		got := p.do(t, call{method: http.MethodPost, path: at("/reports/%d/", report.ID) + verb, as: as, etag: etag(version), key: verb + as, body: body})
		if got.status != want {
			t.Errorf("%s by %s: %d %s, want %d", verb, as, got.status, got.body, want)
		}
	}
	if item, found := p.workItem(t, id); !found || item.Pending.ReportID != report.ID || item.Draft != nil {
		t.Errorf("the worklist of the reporter: %v %+v", found, item)
	}
	decide("reporter.edu", "approve", 1, "{}", http.StatusForbidden)
	decide("supervisor", "confirm", 1, "{}", http.StatusConflict)
	decide("head.edu", "approve", 1, "{}", http.StatusOK)
	decide("reporter.edu", "withdraw", 2, "", http.StatusConflict)
	if now := project(); now.Reporting.State != "submitted" || equal(now.Investment.YearDoneYuan, plan/2) {
		t.Errorf("before the confirmation %+v", now)
	}
	decide("supervisor", "confirm", 2, "{}", http.StatusOK)
	now := project()
	if now.Reporting.State != "confirmed" || !equal(now.Investment.YearDoneYuan, plan/2) || !equal(now.Investment.YearPaidYuan, plan/4) || *now.Investment.DoneThrough != report.Month {
		t.Errorf("after the confirmation %+v", now)
	}
	if now.Works.Stage != "主体结顶" || now.Works.StatEnteredOn != "2017-03-20" {
		t.Errorf("works %+v", now.Works)
	}
	var page struct{ Items []struct{ ID int64 } }
	p.get(t, "auditor", at("/projects/%d/figures", id), &page)
	if len(page.Items) != 1 || page.Items[0].ID != report.ID {
		t.Errorf("reported figures %+v", page)
	}
	p.listsAreLamps(t, p.lamps(t, ""))
}

// workItem is the figures of a project in the worklist of the reporter.
func (p *program) workItem(t *testing.T, id int64) (item struct {
	Kind    string
	ID      int64
	Pending struct{ ReportID int64 }
	Draft   *struct{ Note string }
}, found bool) {
	t.Helper()
	list := []struct {
		Kind    string
		ID      int64
		Pending struct{ ReportID int64 }
		Draft   *struct{ Note string }
	}{}
	answer := struct{ Items any }{&list}
	p.get(t, "reporter.edu", "/worklist", &answer)
	for _, i := range list {
		if i.Kind == "figures" && i.ID == id {
			return i, true
		}
	}
	return item, false
}

// figuresDrafted begins a report: it waits in the worklist and on the page for its author, and for nobody else.
func figuresDrafted(t *testing.T, p *program, id int64) {
	t.Helper()
	draft := func(as string, body map[string]any, want int) {
		t.Helper()
		if got := p.do(t, call{method: http.MethodPut, path: at("/projects/%d/figures/draft", id), as: as, body: body}); got.status != want {
			t.Errorf("a draft of %s: %d %s, want %d", as, got.status, got.body, want)
		}
	}
	if _, found := p.workItem(t, id); found {
		t.Error("nobody asks for figures that were never reported")
	}
	draft("reporter.edu", map[string]any{"note": "写到一半", "doneYuan": 100}, http.StatusOK)
	draft("supervisor", map[string]any{"note": "不该"}, http.StatusForbidden)
	draft("reporter.build", map[string]any{"note": "不该"}, http.StatusNotFound)
	draft("reporter.edu", map[string]any{"photo": 1}, http.StatusUnprocessableEntity)
	if item, found := p.workItem(t, id); !found || item.Draft == nil || item.Draft.Note != "写到一半" {
		t.Errorf("the draft is not in the worklist: %v %+v", found, item)
	}
	for as, want := range map[string]bool{"reporter.edu": true, "supervisor": false} {
		var page struct{ Draft *struct{ DoneYuan int64 } }
		p.get(t, as, at("/projects/%d/figures", id), &page)
		if (page.Draft != nil) != want || want && page.Draft.DoneYuan != 100 {
			t.Errorf("%s sees the draft %+v", as, page.Draft)
		}
	}
}

// newProject is one of 教育局 with a plan of the year, a ladder and 入库 to do; the demonstration has none with all three.
func (p *program) newProject(t *testing.T) int64 {
	t.Helper()
	edu := p.id(t, "SELECT id FROM departments WHERE code = 'edu'")
	made := p.do(t, call{method: http.MethodPost, path: "/projects", as: "supervisor", key: "figures-project", body: map[string]any{
		"code": "FIG-01", "name": "填报样板项目", "leadDepartmentId": edu, "planYear": 2017, "totalYuan": 20_000_000, "yearPlanYuan": 12_000_000,
		"worksLadder": "building", "statEntryAsked": true}})
	var project struct{ ID int64 }
	made.into(t, &project)
	if made.status != http.StatusCreated {
		t.Fatalf("%d %s", made.status, made.body)
	}
	return project.ID
}

func equal(p *int64, n int64) bool { return p != nil && *p == n }
