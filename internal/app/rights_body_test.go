package app

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"guatu/internal/platform/httpapi"
)

// contract is what the rights tests read of the program's own document of its API.
type contract struct {
	Paths map[string]map[string]struct {
		OperationID string                     `json:"operationId"`
		RequestBody *struct{ Content content } `json:"requestBody"`
		Responses   map[string]struct{ Content content }
	}
	Components struct{ Schemas map[string]shape }
}

type content map[string]struct{ Schema shape }

// shape is a JSON schema as far as names of properties go.
type shape struct {
	Ref        string `json:"$ref"`
	Properties map[string]shape
	Items      *shape
	Additional json.RawMessage `json:"additionalProperties"`
}

func (p *program) contract(t *testing.T) contract {
	t.Helper()
	var c contract
	p.do(t, call{path: "/openapi.json"}).into(t, &c)
	return c
}

func (c contract) resolve(s shape) shape {
	for s.Ref != "" {
		s = c.Components.Schemas[s.Ref[strings.LastIndex(s.Ref, "/")+1:]]
	}
	return s
}

// walk calls visit for each object of the schema with its path ("", "items[]", "items[].patch").
func (c contract) walk(s shape, path string, visit func(path string, properties map[string]shape)) {
	s = c.resolve(s)
	if s.Items != nil {
		c.walk(*s.Items, path+"[]", visit)
	}
	if strings.Count(path, ".") > 5 || len(s.Properties) == 0 {
		return
	}
	visit(path, s.Properties)
	for name, property := range s.Properties {
		c.walk(property, strings.TrimPrefix(path+"."+name, "."), visit)
	}
}

// bodies returns the schema of the body of every operation that takes JSON.
func (c contract) bodies() map[string]shape {
	out := map[string]shape{}
	for _, methods := range c.Paths {
		for _, op := range methods {
			if op.RequestBody != nil {
				if body, ok := op.RequestBody.Content["application/json"]; ok {
					out[op.OperationID] = body.Schema
				}
			}
		}
	}
	return out
}

// everyName is every name of a property in any answer, every column of the database, and what attackers try first.
func everyName(t *testing.T, p *program, c contract) []string {
	t.Helper()
	names := map[string]bool{}
	for _, name := range []string{"id", "dept_id", "departmentId", "version", "status", "state", "role", "roles", "createdBy", "created_by", "approvedBy", "approved_by",
		"published", "deletedAt", "deleted_at", "isAdmin", "admin", "__proto__", "constructor"} {
		names[name] = true
	}
	for _, methods := range c.Paths {
		for _, op := range methods {
			for _, response := range op.Responses {
				for _, body := range response.Content {
					c.walk(body.Schema, "", func(_ string, properties map[string]shape) {
						for name := range properties {
							names[name] = true
						}
					})
				}
			}
		}
	}
	for _, table := range p.tables(t) {
		for _, column := range p.columns(t, table) {
			names[column] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// nothingIsAssignedByTheWay sends every write, besides a body that is good in itself, each name that any answer or table has and
// its body has not: by somebody who may, at every level of the body. None is taken, and no row changes.
func nothingIsAssignedByTheWay(t *testing.T, p *program) {
	m := newMatrix(t, p)
	c := p.contract(t)
	bodies, names := c.bodies(), everyName(t, p, c)
	before, sent := m.fingerprint(t), 0
	for _, op := range p.Operations() {
		schema, hasBody := bodies[op.ID]
		if !hasBody || op.Public {
			continue
		}
		declared := c.resolve(schema).Properties
		body, ok := recipes()[op.ID].body.(map[string]any)
		if !ok {
			body = map[string]any{}
		}
		for _, name := range names {
			if _, known := declared[name]; known {
				continue
			}
			sent++
			m.assign(t, op, body, name, sent)
		}
	}
	if after := m.fingerprint(t); !maps.Equal(before, after) {
		t.Errorf("a refused body changed rows:\nbefore %v\nafter  %v", before, after)
	}
	t.Logf("%d bodies with a name too many sent to %d operations, %d names", sent, len(bodies), len(names))
}

func (m *matrix) assign(t *testing.T, op httpapi.Operation, body map[string]any, name string, serial int) {
	t.Helper()
	kind, _, _ := strings.Cut(strings.TrimPrefix(op.Path, "/"), "/")
	extended := maps.Clone(body)
	extended[name] = 1
	request := call{method: op.Method, path: fill(op.Path, m.rows.any[kind]), as: m.writer(t, op), body: extended}
	if op.IfMatch {
		request.etag = `"999999"`
	}
	if op.Idempotent {
		request.key = fmt.Sprintf("assign-%d", serial)
	}
	got := m.do(t, request)
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), name) {
		t.Errorf("%s takes %q: %d %.200s", op.ID, name, got.status, got.body)
	}
}

// writer is somebody the operation is open to.
func (m *matrix) writer(t *testing.T, op httpapi.Operation) string {
	t.Helper()
	for _, username := range []string{"reporter.edu", "head.edu", "supervisor", "leader.edu", "sysadmin", "secadmin", "auditadmin"} {
		actor, err := m.rooms.auth.Authenticate(t.Context(), m.token(t, username))
		if err != nil {
			t.Fatal(err)
		}
		if m.rooms.auth.Policy().May(actor, op.Permission) {
			return username
		}
	}
	t.Fatalf("nobody may %s", op.ID)
	return ""
}

// fakedFile: what a file is, is filled in by the server; what a body brings of it is left out.
func fakedFile(t *testing.T, p *program) {
	m := p.reportable(t, 0)
	got := p.do(t, call{method: http.MethodPost, path: at("/milestones/%d/reports", m.ID), as: "reporter.edu", etag: etag(m.Version), key: "faked-file",
		body: `{"progressBp":9900,"note":"快了","evidence":[{"kind":"statement","words":"见附件","file":{"id":1,"name":"伪造.pdf","size":1,"contentType":"application/pdf","sha256":"00"}}]}`})
	var kept []string
	if err := p.db.Read(t.Context()).Raw("SELECT evidence FROM reports WHERE milestone_id = ? AND evidence IS NOT NULL", m.ID).Scan(&kept).Error; err != nil {
		t.Fatal(err)
	}
	if got.status != http.StatusCreated || strings.Contains(string(got.body)+strings.Join(kept, ""), "伪造") {
		t.Errorf("a file made up by its author: %d %s\nkept: %s", got.status, got.body, kept)
	}
}
