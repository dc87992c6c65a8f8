package authtest

import (
	"net/http"
	"slices"
	"strings"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

// State is how a principal stands to signing in.
type State string

// The states of the thirteen principals.
const (
	Anonymous State = "anonymous" // sends no token
	Expired   State = "expired"   // sends a token past its time
	Revoked   State = "revoked"   // sends a token whose session was ended
	Disabled  State = "disabled"  // sends a token of an account disabled meanwhile
	Active    State = "active"
)

// Principal is one of the thirteen of rules.md 8.
type Principal struct {
	Name     string
	Username string // account behind it; empty for anonymous
	State    State
	Roles    []string
	Unit     string // code of the department of its post, empty for none
}

// Principals returns the thirteen, in the order of rules.md 8.
func Principals() []Principal {
	list := []Principal{
		{Name: "anonymous", State: Anonymous},
		{Name: "expired", Username: "reporter.edu", State: Expired},
		{Name: "revoked", Username: "reporter.edu", State: Revoked},
		{Name: "disabled", Username: "reporter.edu.disabled", State: Disabled},
	}
	for _, account := range Accounts() {
		switch account.Username {
		case "reporter.edu", "head.edu", "reporter.build", "leader.edu", "supervisor", "auditor", "sysadmin", "secadmin", "auditadmin":
			list = append(list, Principal{Name: account.Username, Username: account.Username, State: Active,
				Roles: []string{account.Role}, Unit: account.Unit})
		}
	}
	return list
}

// Relation is how a row stands to a principal.
type Relation string

// The relations of the matrix.
const (
	// Own: led by the principal's department, on the principal's line, and written by the principal where it has an author.
	Own Relation = "own"
	// Part: led by another department, the principal's takes part.
	Part Relation = "part"
	// Other: nothing of the principal's.
	Other Relation = "other"
	// Missing: there is no such row.
	Missing Relation = "missing"
)

// Class is the kind of answer an operation must give.
type Class int

// The classes of answers. Allowed is every other status.
const (
	Allowed      Class = http.StatusOK
	Unauthorized Class = http.StatusUnauthorized
	Forbidden    Class = http.StatusForbidden
	NotFound     Class = http.StatusNotFound
)

// ClassOf returns the class of a status.
func ClassOf(status int) Class {
	switch class := Class(status); class {
	case Unauthorized, Forbidden, NotFound:
		return class
	}
	return Allowed
}

// Expect returns the class of answer the principal must get; the package comment says how it is derived. For an
// operation without a row the relation does not matter.
func Expect(policy *auth.Policy, p Principal, op httpapi.Operation, relation Relation) Class {
	if op.Public {
		return Allowed
	}
	if p.State != Active {
		return Unauthorized
	}
	act := words(policy, p, auth.EquivalentPermissions(op.Permission)...)
	if !strings.Contains(op.Path, "{") {
		if len(act) == 0 {
			return Forbidden
		}
		return Allowed
	}
	read := act
	if permission := auth.ReadPermission(op.Path); permission != "" {
		read = words(policy, p, permission)
	}
	switch {
	case relation == Missing, !reaches(read, relation):
		return NotFound
	case !reaches(act, relation):
		return Forbidden
	}
	return Allowed
}

// words returns the scope words of the principal for the permissions; none wins.
func words(policy *auth.Policy, p Principal, permissions ...string) []string {
	var out []string
	for _, permission := range permissions {
		for _, role := range append([]string{auth.RoleUser}, p.Roles...) {
			out = append(out, policy.RoleWords(role, permission)...)
		}
	}
	if slices.Contains(out, auth.WordNone) {
		return nil
	}
	return out
}

// reaches says whether a row in this relation is in one of the scopes.
func reaches(words []string, relation Relation) bool {
	within := map[Relation][]string{
		Own:   {auth.WordAll, auth.WordLine, auth.WordLead, auth.WordInvolved, auth.WordOwn},
		Part:  {auth.WordAll, auth.WordInvolved},
		Other: {auth.WordAll},
	}
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(within[relation], word) })
}
