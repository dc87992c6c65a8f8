package app

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"guatu/internal/auth/authtest"
)

// listedEqualsAllowed: for every principal and every row there is, the row is in the list exactly when it can be read
// by its id. A list that shows more leaks; one that shows less hides somebody's own work.
func listedEqualsAllowed(t *testing.T, p *program) {
	kinds := []struct{ list, query, table string }{
		{"/projects", "", "projects"}, {"/milestones", "", "milestones"}, {"/reports", "", "reports"},
		{"/livelihood-tasks", "year=2017", "livelihood_tasks"},
	}
	asked, wrong := 0, 0
	for _, principal := range authtest.Principals() {
		if principal.State != authtest.Active {
			continue
		}
		for _, kind := range kinds {
			listed := p.listed(t, principal.Username, kind.list, kind.query)
			for i, id := range p.ids(t, "SELECT id FROM "+kind.table) {
				// Of the thousands of reports every seventh is asked for, and each that is listed for a unit.
				if kind.table == "reports" && i%7 != 0 && (len(listed) > 500 || !listed[id]) {
					continue
				}
				asked++
				got := p.do(t, call{path: fmt.Sprintf("%s/%d", kind.list, id), as: principal.Username}).status
				want := http.StatusNotFound
				if listed[id] {
					want = http.StatusOK
				}
				if got != want {
					wrong++
					t.Errorf("%s %d for %s: listed %v, read by id: %d", kind.list, id, principal.Username, listed[id], got)
				}
			}
		}
	}
	t.Logf("listed = allowed on %s: %d rows asked for, %d wrong; %d counts are what their lists show", p.dialect, asked, wrong, p.countsAreLists(t))
}

// countsAreLists: the total beside a list is what its pages show, for every principal; a total that counts more tells of rows
// nobody showed. Seen to fail: Store.count of internal/milestones with auth.Scope{All: true} for its scope.
func (p *program) countsAreLists(t *testing.T) (checked int) {
	t.Helper()
	lists := map[string][]string{
		"/projects":        {"", "asOf=2017-06-30", "lamp=red", "q=xx"},
		"/milestones":      {"", "asOf=2017-06-30", "lamp=red", "q=xx", "state=overdue", "state=overdue&asOf=2017-08-31&lamp=red"},
		"/reports":         {"", "state=confirmed", "state=returned"},
		"/change-requests": {"", "state=approved", "kind=delay"},
	}
	for _, principal := range authtest.Principals() {
		if principal.State != authtest.Active {
			continue
		}
		for list, queries := range lists {
			for _, query := range queries {
				got := p.do(t, call{path: list + "?limit=1&count=true&" + query, as: principal.Username})
				var page struct{ Total *int }
				if got.into(t, &page); got.status == http.StatusForbidden {
					continue
				}
				checked++
				if shown := len(p.listed(t, principal.Username, list, query)); page.Total == nil || *page.Total != shown {
					t.Errorf("%s?%s as %s shows %d rows and says %.300s", list, query, principal.Username, shown, got.body)
				}
			}
		}
	}
	return checked
}

// listed walks every page of a list; a principal without the permission gets 403 and lists nothing.
func (p *program) listed(t *testing.T, as, list, query string) map[int64]bool {
	t.Helper()
	found := map[int64]bool{}
	cursor := ""
	for {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if list != "/livelihood-tasks" {
			values.Set("limit", "200")
		}
		if cursor != "" {
			values.Set("cursor", cursor)
		}
		got := p.do(t, call{path: list + "?" + values.Encode(), as: as})
		if got.status == http.StatusForbidden {
			return found
		}
		if got.status != http.StatusOK {
			t.Fatalf("%s as %s: %d %s", list, as, got.status, got.body)
		}
		var page struct {
			Items      []struct{ ID int64 }
			NextCursor string
		}
		got.into(t, &page)
		for _, item := range page.Items {
			if found[item.ID] {
				t.Errorf("%s as %s lists %d twice", list, as, item.ID)
			}
			found[item.ID] = true
		}
		if cursor = page.NextCursor; cursor == "" {
			return found
		}
	}
}
