//go:build !race

// One caller takes a long list out: the race detector would see nothing and take several times as long.
package projects_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/projects"
)

// TestLargeExport: every row once and in order over many pieces, and the statements grow with the pieces, not with the rows.
func TestLargeExport(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		d.random(t, rand.New(rand.NewPCG(2, 2)), 450)
		office := *people["supervisor"]
		office.Epoch = 1 // as of a request: the names are kept
		ctx, counter := database.WithStatementCounter(auth.WithActor(asOffice(), &office))
		write, err := d.service.ExportProjects(ctx, projects.Export{Query: projects.Query{Page: projects.Page{Order: "-lamp"}}, Columns: "code"})
		if err != nil {
			t.Fatal(err)
		}
		prepared := counter.Count()
		var out bytes.Buffer
		if err := write(ctx, &out); err != nil {
			t.Fatal(err)
		}
		reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\uFEFF")))
		reader.FieldsPerRecord = -1
		lines, err := reader.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := codesOf(d.walk(t, "supervisor", projects.Query{Page: projects.Page{Limit: 200, Order: "-lamp"}}))
		var got []string
		for _, line := range lines[2:] {
			got = append(got, line[0])
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%d rows, want %d", len(got), len(want))
		}
		if pieces := int64(3); counter.Count()-prepared > pieces*3+6 { // and the names once
			t.Errorf("%d statements for %d pieces", counter.Count()-prepared, pieces)
		}
	})
}
