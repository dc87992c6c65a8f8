package app

import (
	"net/http"
	"strings"
	"testing"

	"guatu/internal/platform/database"
)

// maxStatements is what a read may cost: one for the session, five for the page.
const maxStatements = 1 + 5

// statementsPerRead counts the SQL statements behind every read, first and second time. A list that asks once for each of
// its rows is found here before a big district finds it.
func statementsPerRead(t *testing.T, p *program) {
	r := findRows(t, p)
	asked, worst, where := 0, int64(0), ""
	for _, op := range p.Operations() {
		if op.Method != http.MethodGet || op.Public {
			continue
		}
		kind, _, _ := strings.Cut(strings.TrimPrefix(op.Path, "/"), "/")
		as := p.reader(t, op)
		for _, query := range readQueries(op.ID) {
			request := call{path: fill(op.Path, r.any[kind]) + query, as: as}
			var counts [2]int64
			for i := range counts {
				counts[i] = p.counted(t, request)
			}
			if asked++; counts[0] > worst {
				worst, where = counts[0], op.ID+query
			}
			most := int64(maxStatements)
			if strings.HasPrefix(op.Path, "/exports/") {
				most += 2 // its row in the audit, in a transaction of its own
			}
			if counts[0] > most || counts[1] > most {
				t.Errorf("%s%s takes %d statements, then %d; at most %d are allowed", op.ID, query, counts[0], counts[1], most)
			}
		}
	}
	t.Logf("%d reads on %s, at most %d statements (%s)", asked, p.dialect, worst, where)
}

// readQueries are the ways to read that take different statements.
func readQueries(operation string) []string {
	switch operation {
	case "listMilestones":
		return []string{"?sort=-overdue&count=true", "?sort=department&count=true&q=xszx", "?sort=project&asOf=2017-06-30", "?limit=200", "?state=overdue&limit=50&count=true", "?lamp=red", "?asOf=2017-06-30"}
	case "exportProjects", "exportWall":
		return []string{"", "?lamp=red&q=xx", "?asOf=2017-06-30"}
	case "getProjectChoices":
		return []string{"", "?asOf=2017-06-30&year=2017&lamp=red&leader=mine"}
	case "listProjects":
		return []string{"?sort=-lamp&lamp=red&year=2017&count=true", "?sort=due&asOf=2017-06-30", "?limit=200", "?asOf=2017-06-30&limit=200", "?count=true"}
	case "getWall":
		return []string{"?year=2017", "?year=2017&asOf=2017-06-30&group=leader", "?lamp=red&onlyLate=true&group=department", "?group=none&leader=mine"}
	case "listChangeRequests":
		return []string{"?limit=200&count=true", "?due=mine&count=true", "?state=approved&kind=delay&limit=200"}
	case "listReports":
		return []string{"?limit=200", "?state=submitted&count=true", "?due=mine&count=true&limit=200"}
	case "listLivelihoodTasks":
		return []string{"?year=2017", "?year=2017&asOf=2017-06-30"}
	case "getBoard":
		return []string{"?year=2017", "?year=2017&asOf=2017-06-30", "?year=2017&period=2017-08&since=2017-07", "?year=2017&since=2017-05-31", "?year=2017&since=2017-08"}
	case "getOverview":
		return []string{"", "?asOf=2017-06-30", "?period=2017-08"}
	case "getMilestone", "getLivelihoodTask", "getIndicator":
		return []string{"", "?period=2017-08"}
	case "compare":
		return []string{"?from=2017-06-30&group=dates", "?from=2017-06&to=2017-08", "?from=2017-06&of=tasks", "?from=2017-03-31&to=2017-06-30&of=tasks", "?from=2017-06-30&of=projects"}
	case "listPeriodItems":
		return []string{"?kind=milestone&q=a", "?kind=indicator"}
	case "getWorklist", "getAttention", "listProjectMilestones":
		return []string{"", "?asOf=2017-06-30"}
	case "getProject":
		return []string{"", "?asOf=2017-06-30", "?period=2017-08"}
	}
	return []string{recipes()[operation].query}
}

// counted asks the handler in this process, so that the statements of the request are known by its context.
func (p *program) counted(t *testing.T, c call) int64 {
	t.Helper()
	token := p.token(t, c.as)
	ctx, counter := database.WithStatementCounter(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://guatu/api/v1"+c.path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.RemoteAddr = "127.0.0.1:1"
	request.Header.Set("Authorization", "Bearer "+token)
	var answer discard
	p.Handler().ServeHTTP(&answer, request)
	if answer.status != http.StatusOK {
		t.Errorf("%s as %s: %d", c.path, c.as, answer.status)
	}
	return counter.Count()
}

// discard is a ResponseWriter that keeps the status alone.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header {
	if d.header == nil {
		d.header = http.Header{}
	}
	return d.header
}

func (d *discard) Write(b []byte) (int, error) {
	if d.status == 0 {
		d.status = http.StatusOK
	}
	return len(b), nil
}

func (d *discard) WriteHeader(status int) {
	if d.status == 0 {
		d.status = status
	}
}
