package app

import (
	"strings"
	"testing"

	"guatu/internal/auth/authtest"
	"guatu/internal/platform/storage"
)

// fileAuthor uploaded every file of the matrix.
const fileAuthor = "reporter.edu"

// plantFiles puts a file behind a report of each unit and relation, and behind any report, so that whoever reads the report
// reads the file.
func (r *rows) plantFiles(t *testing.T, p *program) {
	t.Helper()
	uploader := p.id(t, "SELECT id FROM users WHERE username = ?", fileAuthor)
	store := storage.New(p.config.DataDir + "/files")
	plant := func(report int64) int64 {
		received, err := store.Receive(t.Context(), strings.NewReader("%PDF-1.7 验收单"), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		key, err := received.Keep()
		if err != nil {
			t.Fatal(err)
		}
		p.exec(t, `INSERT INTO files (storage_key, name, size, content_type, sha256, uploader_id, uploaded_at, recorded_on, owner_kind, owner_id)
			VALUES (?, '验收单.pdf', ?, 'application/pdf', ?, ?, 0, '2017-06-01', 'report', ?)`, key, received.Size, received.SHA256, uploader, report)
		return p.id(t, "SELECT id FROM files WHERE storage_key = ?", key)
	}
	for _, code := range []string{"edu", "build"} {
		found := map[authtest.Relation]int64{}
		for relation, report := range r.byUnit["reports/"+code] {
			found[relation] = plant(report)
		}
		r.byUnit["files/"+code] = found
	}
	r.any["files"] = plant(r.any["reports"])
}
