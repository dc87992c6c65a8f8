package auth

import (
	"fmt"
	"strings"
)

// Scope words of the policy: a closed list (rules.md 8).
const (
	WordAll       = "all"
	WordLine      = "line"
	WordLead      = "lead"
	WordInvolved  = "involved"
	WordOwn       = "own"
	WordPublished = "published"
	WordNone      = "none"
)

// ScopeWords returns the closed list of scope words.
func ScopeWords() []string {
	return []string{WordAll, WordLine, WordLead, WordInvolved, WordOwn, WordPublished, WordNone}
}

// Scope is the set of rows a permission reaches. It is a value: it is passed to every query that lists rows and asked
// for every single row, and both must agree. The zero Scope is empty.
type Scope struct {
	All       bool
	Lead      []int64 // departments: rows these lead
	Involved  []int64 // departments: rows these lead or take part in
	Lines     []int64 // posts: rows whose leader post is one of these
	Own       int64   // user: rows this person wrote
	Published bool    // published snapshots
}

// Row is what a scope needs to know of one row. An id of 0 means "none" and matches nothing.
type Row struct {
	LeadDepartmentID int64
	LeaderPostID     int64
	OwnerID          int64
	CoDepartmentIDs  []int64
	Published        bool
}

// Columns says where a list query finds what Row holds. A column left empty never matches, as in a Row without it.
type Columns struct {
	Lead   string // lead department, e.g. "m.lead_department_id"
	Leader string // leader post
	Owner  string // user who wrote the row
	// CoExists is a condition with one %s where the list of departments goes, e.g.
	// "EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = p.id AND u.department_id IN (%s))".
	CoExists  string
	Published string // condition that is true for a published row
}

// IsNone says whether no row at all can be in the scope.
func (s Scope) IsNone() bool {
	return !s.All && !s.Published && s.Own == 0 && !anySet(s.Lead) && !anySet(s.Involved) && !anySet(s.Lines)
}

// Allows says whether one row is in the scope.
func (s Scope) Allows(r Row) bool {
	switch {
	case s.All:
		return true
	case contains(s.Lead, r.LeadDepartmentID), contains(s.Involved, r.LeadDepartmentID):
		return true
	case contains(s.Lines, r.LeaderPostID):
		return true
	case s.Own != 0 && s.Own == r.OwnerID:
		return true
	case s.Published && r.Published:
		return true
	}
	for _, id := range r.CoDepartmentIDs {
		if contains(s.Involved, id) {
			return true
		}
	}
	return false
}

// SQL returns the scope as a condition in brackets with its arguments, to be ANDed to a list query.
// An empty scope is "1=0"; a scope of all rows is "1=1".
func (s Scope) SQL(c Columns) (string, []any) {
	if s.All {
		return "1=1", nil
	}
	var parts []string
	var args []any
	in := func(template string, ids []int64) {
		if template == "" || !anySet(ids) {
			return
		}
		marks := make([]string, 0, len(ids))
		for _, id := range ids {
			if id != 0 {
				marks, args = append(marks, "?"), append(args, id)
			}
		}
		parts = append(parts, fmt.Sprintf(template, strings.Join(marks, ",")))
	}
	in(inList(c.Lead), union(s.Lead, s.Involved))
	in(c.CoExists, s.Involved)
	in(inList(c.Leader), s.Lines)
	if s.Own != 0 && c.Owner != "" {
		parts, args = append(parts, c.Owner+" = ?"), append(args, s.Own)
	}
	if s.Published && c.Published != "" {
		parts = append(parts, "("+c.Published+")")
	}
	if len(parts) == 0 {
		return "1=0", nil
	}
	return "(" + strings.Join(parts, " OR ") + ")", args
}

// union adds b to a; the result never shares memory with either when it differs from a.
func (s Scope) union(t Scope) Scope {
	out := Scope{
		All:       s.All || t.All,
		Lead:      union(s.Lead, t.Lead),
		Involved:  union(s.Involved, t.Involved),
		Lines:     union(s.Lines, t.Lines),
		Own:       s.Own,
		Published: s.Published || t.Published,
	}
	if out.Own == 0 {
		out.Own = t.Own
	}
	return out
}

func inList(column string) string {
	if column == "" {
		return ""
	}
	return column + " IN (%s)"
}

func contains(ids []int64, id int64) bool {
	if id == 0 {
		return false
	}
	for _, known := range ids {
		if known == id {
			return true
		}
	}
	return false
}

func anySet(ids []int64) bool {
	for _, id := range ids {
		if id != 0 {
			return true
		}
	}
	return false
}

func union(a, b []int64) []int64 {
	if len(a) == 0 && len(b) == 0 {
		return nil
	}
	out := make([]int64, 0, len(a)+len(b))
	for _, id := range a {
		out = addID(out, id)
	}
	for _, id := range b {
		out = addID(out, id)
	}
	return out
}
