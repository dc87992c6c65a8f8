package auth

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	stringadapter "github.com/casbin/casbin/v2/persist/string-adapter"
)

// rolePrefix keeps role names apart from anything else Casbin could compare them with.
const rolePrefix = "r:"

// Policy answers which rows a permission reaches for an actor. It is built once from configs/casbin: Casbin is asked
// every (role, permission, scope word) of the closed lists that a line could allow, and the answers are kept as a table that never changes, so
// there is no cached enforcer that could serve a revoked right. Who has which role is not here but in the database.
type Policy struct {
	words map[string]map[string][]string // role → permission → scope words, in the order of ScopeWords
}

// NewPolicy builds the policy from the text of model.conf and policy.csv. It fails when a line names a role, a
// permission or a scope word that does not exist, has a part too few or repeats another line: a typing error must not
// silently take or give a right (Casbin's own reader skips lines it does not understand).
func NewPolicy(modelText, policyText string) (*Policy, error) {
	if err := checkPolicy(policyText); err != nil {
		return nil, err
	}
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, fmt.Errorf("casbin model: %w", err)
	}
	enforcer, err := casbin.NewEnforcer(m, stringadapter.NewAdapter(policyText))
	if err != nil {
		return nil, fmt.Errorf("casbin policy: %w", err)
	}
	named, err := namedWords(enforcer)
	if err != nil {
		return nil, err
	}
	table := make(map[string]map[string][]string)
	for _, role := range append(Roles(), RoleUser) {
		table[role] = make(map[string][]string)
		for _, permission := range Permissions() {
			words, err := wordsOf(enforcer, role, permission, named[permission])
			if err != nil {
				return nil, err
			}
			if len(words) > 0 {
				table[role][permission] = words
			}
		}
	}
	return &Policy{words: table}, nil
}

// Scope returns the rows the permission reaches for the actor: the union over the roles held today. A role that the
// policy refuses explicitly ("none") wins over the others. No actor, an unknown permission: nothing.
func (p *Policy) Scope(a *Actor, permission string) Scope {
	if p == nil || a == nil || a.UserID == 0 {
		return Scope{}
	}
	var out Scope
	for _, held := range append([]RoleHeld{{Role: RoleUser}}, a.Roles...) {
		for _, word := range p.words[held.Role][permission] {
			if word == WordNone {
				return Scope{}
			}
			out = out.union(scopeOf(word, a, held))
		}
	}
	return out
}

// May says whether the permission reaches any row at all for the actor.
func (p *Policy) May(a *Actor, permission string) bool { return !p.Scope(a, permission).IsNone() }

// ScopeWords returns the scope words that any role has for the permission, in the order of the closed list; it is what
// the API document shows as x-scope.
func (p *Policy) ScopeWords(permission string) []string {
	var out []string
	for _, word := range ScopeWords() {
		for _, permissions := range p.words {
			if word != WordNone && slices.Contains(permissions[permission], word) {
				out = append(out, word)
				break
			}
		}
	}
	return out
}

// RoleWords returns the scope words of one role for one permission; nil when the role does not have it.
func (p *Policy) RoleWords(role, permission string) []string {
	return slices.Clone(p.words[role][permission])
}

// ActorWords returns, for every permission that reaches a row for the actor, its scope words.
func (p *Policy) ActorWords(a *Actor) map[string][]string {
	out := make(map[string][]string)
	for _, permission := range Permissions() {
		if !p.May(a, permission) {
			continue
		}
		for _, word := range ScopeWords() {
			if p.actorHasWord(a, permission, word) {
				out[permission] = append(out[permission], word)
			}
		}
	}
	return out
}

func (p *Policy) actorHasWord(a *Actor, permission, word string) bool {
	if slices.Contains(p.words[RoleUser][permission], word) {
		return true
	}
	for _, held := range a.Roles {
		if slices.Contains(p.words[held.Role][permission], word) && !scopeOf(word, a, held).IsNone() {
			return true
		}
	}
	return false
}

// scopeOf turns a scope word into rows, for the post the role comes from.
func scopeOf(word string, a *Actor, held RoleHeld) Scope {
	switch word {
	case WordAll:
		return Scope{All: true}
	case WordLine:
		return Scope{Lines: addID(nil, held.PostID)}
	case WordLead:
		return Scope{Lead: addID(nil, held.DepartmentID)}
	case WordInvolved:
		return Scope{Involved: addID(nil, held.DepartmentID)}
	case WordOwn:
		return Scope{Own: a.UserID}
	case WordPublished:
		return Scope{Published: true}
	}
	return Scope{}
}

// namedWords are the scope words that some line gives with each permission: no other question can be answered yes, and
// asking Casbin all of them would take most of the time the program needs to start.
func namedWords(enforcer *casbin.Enforcer) (map[string]map[string]bool, error) {
	lines, err := enforcer.GetPolicy()
	if err != nil {
		return nil, fmt.Errorf("casbin policy: %w", err)
	}
	named := make(map[string]map[string]bool)
	for _, line := range lines {
		permission, word := line[1], line[2]
		if named[permission] == nil {
			named[permission] = make(map[string]bool)
		}
		named[permission][word] = true
	}
	return named, nil
}

func wordsOf(enforcer *casbin.Enforcer, role, permission string, named map[string]bool) ([]string, error) {
	var words []string
	for _, word := range ScopeWords() {
		if !named[word] {
			continue
		}
		yes, err := enforcer.Enforce(rolePrefix+role, permission, word)
		if err != nil {
			return nil, fmt.Errorf("casbin answer for %s, %s, %s: %w", role, permission, word, err)
		}
		if yes {
			words = append(words, word)
		}
	}
	return words, nil
}

// checkPolicy refuses a text with a line outside the closed lists.
func checkPolicy(text string) error {
	seen := make(map[string]bool)
	for number, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		parts := strings.Split(line, ",")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		key := strings.Join(parts, ",")
		if !knownLine(parts) || seen[key] {
			return fmt.Errorf("casbin policy: line %d (%s) repeats another or names an unknown role, permission or scope word", number+1, line)
		}
		seen[key] = true
	}
	if len(seen) == 0 {
		return errors.New("casbin policy: no lines")
	}
	return nil
}

func knownLine(parts []string) bool {
	switch {
	case parts[0] == "p" && len(parts) == 4:
		return knownPrincipal(parts[1]) && slices.Contains(Permissions(), parts[2]) && slices.Contains(ScopeWords(), parts[3])
	case parts[0] == "g" && len(parts) == 3:
		return knownPrincipal(parts[1]) && knownPrincipal(parts[2])
	}
	return false
}

func knownPrincipal(name string) bool {
	for _, role := range append(Roles(), RoleUser) {
		if name == rolePrefix+role {
			return true
		}
	}
	return false
}
