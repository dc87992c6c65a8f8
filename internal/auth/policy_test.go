package auth

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guatu/configs"
)

func shippedPolicy(t testing.TB) *Policy {
	t.Helper()
	policy, err := NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return policy
}

// TestRightsReadLikeTheRules is rules.md section 8 as a table: one line for each permission, the roles that have it and
// on which rows. What is not here, nobody may do.
func TestRightsReadLikeTheRules(t *testing.T) {
	const (
		units    = "reporter involved, head involved"
		readers  = "leader all, chief all, supervisor all, auditor all"
		business = units + ", " + readers
		everyone = "reporter all, head all, " + readers
		never    = "supervisor none, auditor none"
	)
	rules := map[string]string{
		// Units see what they lead or take part in; leaders, the supervision office and auditors see all business rows.
		PermProjectsRead: business, PermMilestonesRead: business, PermReportsRead: business, PermLivelihoodRead: business,
		// The board and the overview show figures to everyone with a business role, notes only of rows one may read.
		PermBoardRead: everyone, PermOverviewRead: everyone, PermSourceRead: everyone, PermBoardNotes: business,
		PermAttentionRead: readers,
		// A unit reports on what it leads; its head reviews first, the supervision office second; some never do, whatever posts they hold.
		PermWorklistRead:          "reporter lead, head lead",
		PermMilestonesReport:      "reporter lead, head lead, " + never,
		PermProjectsReport:        "reporter lead, head lead, " + never,
		PermIndicatorsReport:      "reporter lead, head lead, " + never,
		PermReportsWithdraw:       "reporter own, head own",
		PermReportsApprove:        "head lead, " + never,
		PermReportsConfirm:        "supervisor all, auditor none",
		PermReportsDecide:         "head lead, supervisor all, auditor none",
		PermMilestonesEditContact: "reporter lead, head lead, supervisor all",
		// The plan belongs to the supervision office.
		PermProjectsCreate: "supervisor all", PermProjectsEdit: "supervisor all",
		PermMilestonesCreate: "supervisor all", PermMilestonesEdit: "supervisor all",
		PermLivelihoodCreate: "supervisor all", PermLivelihoodEdit: "supervisor all",
		PermPlansManage: "supervisor all", PermPlansRead: everyone,
		// A closed month is history for everybody who reads figures; closing and correcting are the supervision office's. Who
		// compares two days compares the rows they may read.
		PermPeriodsRead: everyone, PermPeriodsManage: "supervisor all", PermCompareRead: business,
		// A lead unit asks, and who decides is narrowed by the route of the request; the office enters what the meeting decided and
		// records what units did. It never asks for a unit, and an auditor does neither.
		PermChangesRead: business, PermChangesRequest: "reporter lead, head lead, " + never, PermChangesWithdraw: "reporter own, head own",
		PermChangesDecide: "head lead, leader line, chief all, chief line, supervisor all, auditor none", PermChangesRecord: "supervisor all, auditor none",
		// Whoever reports, asks or verifies brings files, and takes back what is not used yet; who reads what a file stands behind
		// reads the file.
		PermFilesUpload: "reporter own, head own, supervisor own, auditor none", PermFilesRemove: "reporter own, head own, supervisor own, auditor none",
		PermFilesRead: business,
		// Names of units and posts are needed wherever rows are filtered by them.
		PermDepartmentsRead: everyone + ", sysadmin all, secadmin all", PermPostsRead: everyone + ", sysadmin all, secadmin all",
		// Three administrators: who exists; who may what; what the two did. None has a business row.
		PermDepartmentsManage: "sysadmin all", PermPostsManage: "sysadmin all", PermUsersManage: "sysadmin all",
		PermUsersRead:    "sysadmin all, secadmin all",
		PermPostsAppoint: "secadmin all", PermGrantsRead: "secadmin all", PermGrantsManage: "secadmin all", PermUsersUnlock: "secadmin all",
		PermAuditRead:      "supervisor none, auditor all",
		PermAuditAdminRead: "supervisor none, auditadmin all",
		// Two of those who watch have old records archived: one asks, another confirms.
		PermAuditArchive: "supervisor none, auditor all, auditadmin all",
		PermSessionOwn:   "user own",
		// What the lamps are computed with is open to whoever is judged by them; settings are the system administrator's.
		PermRulesRead: "user all", PermRulesManage: "supervisor all", PermCalendarRead: "user all",
		PermSettingsRead: "sysadmin all", PermSettingsManage: "sysadmin all",
	}
	if missing := diff(Permissions(), slices.Collect(maps.Keys(rules))); missing != "" {
		t.Fatalf("the table and the list of permissions differ: %s", missing)
	}
	policy := shippedPolicy(t)
	for permission, want := range rules {
		var got []string
		for _, role := range append(Roles(), RoleUser) {
			for _, word := range policy.RoleWords(role, permission) {
				got = append(got, role+" "+word)
			}
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("%s\n got: %s\nwant: %s", permission, text, want)
		}
	}
}

func TestScopeOfAnActor(t *testing.T) {
	policy := shippedPolicy(t)
	reporter := RoleHeld{Role: RoleReporter, PostID: 11, DepartmentID: 1}
	head := RoleHeld{Role: RoleHead, PostID: 12, DepartmentID: 2}
	for _, test := range []struct {
		name       string
		roles      []RoleHeld
		permission string
		want       Scope
	}{
		{"no post, no business right", nil, PermProjectsRead, Scope{}},
		{"no post, own session", nil, PermSessionOwn, Scope{Own: 7}},
		{"unit reads what it takes part in", []RoleHeld{reporter}, PermProjectsRead, Scope{Involved: []int64{1}}},
		{"two posts add up", []RoleHeld{reporter, head}, PermMilestonesReport, Scope{Lead: []int64{1, 2}}},
		{"review needs the head's post", []RoleHeld{reporter, head}, PermReportsApprove, Scope{Lead: []int64{2}}},
		{"none wins: supervision never reports", []RoleHeld{head, {Role: RoleSupervisor, PostID: 13}}, PermMilestonesReport, Scope{}},
		{"none wins: supervision never reads the audit", []RoleHeld{{Role: RoleAuditor, PostID: 1}, {Role: RoleSupervisor, PostID: 2}}, PermAuditRead, Scope{}},
		{"a unit's post outside any unit reaches nothing", []RoleHeld{{Role: RoleReporter, PostID: 11}}, PermProjectsRead, Scope{}},
		{"unknown role", []RoleHeld{{Role: "admin", PostID: 1}}, PermUsersManage, Scope{}},
		{"unknown permission", []RoleHeld{{Role: RoleSysadmin, PostID: 1}}, "users.*", Scope{}},
		{"administrators have no business row", []RoleHeld{{Role: RoleSysadmin, PostID: 1, DepartmentID: 3}}, PermProjectsRead, Scope{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := policy.Scope(&Actor{UserID: 7, Roles: test.roles}, test.permission)
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
		})
	}
	if !policy.Scope(nil, PermSessionOwn).IsNone() || !policy.Scope(&Actor{}, PermSessionOwn).IsNone() {
		t.Error("without an actor there is no right")
	}
	var missing *Policy
	if !missing.Scope(&Actor{UserID: 1}, PermSessionOwn).IsNone() {
		t.Error("without a policy there is no right")
	}
}

func TestScopeWordsAndActorWords(t *testing.T) {
	policy := shippedPolicy(t)
	if d := cmp.Diff([]string{WordAll, WordInvolved}, policy.ScopeWords(PermProjectsRead)); d != "" {
		t.Error(d)
	}
	words := policy.ActorWords(&Actor{UserID: 7, Roles: []RoleHeld{{Role: RoleHead, PostID: 1, DepartmentID: 2}}})
	if d := cmp.Diff([]string{WordLead}, words[PermReportsApprove]); d != "" {
		t.Error(d)
	}
	if _, there := words[PermUsersManage]; there {
		t.Error("a head does not manage users")
	}
}

func TestPolicyFileIsReadStrictly(t *testing.T) {
	for name, line := range map[string]string{
		"unknown role":        "p, r:admin, projects.read, all",
		"role without prefix": "p, auditor, projects.read, all",
		"wildcard":            "p, r:auditor, *, all",
		"unknown permission":  "p, r:auditor, projects.raed, all",
		"unknown scope word":  "p, r:auditor, projects.read, dept",
		"too short":           "p, r:auditor, projects.read",
		"too long":            "p, r:auditor, projects.read, all, deny",
		"said twice":          "p, r:auditor, projects.read, all",
		"person in the file":  "g, u:7, r:auditor",
		"unknown section":     "p2, r:auditor, projects.read, all",
	} {
		if _, err := NewPolicy(configs.CasbinModel(), configs.CasbinPolicy()+"\n"+line+"\n"); err == nil {
			t.Errorf("%s: %q was accepted", name, line)
		}
	}
	if _, err := NewPolicy(configs.CasbinModel(), ""); err == nil {
		t.Error("an empty policy was accepted")
	}
}

func TestConflicts(t *testing.T) {
	for _, test := range []struct {
		roles    []string
		conflict bool
	}{
		{nil, false}, {[]string{RoleSysadmin}, false}, {[]string{RoleSysadmin, RoleSysadmin}, false},
		{[]string{RoleReporter, RoleHead, RoleLeader}, false},
		{[]string{RoleSysadmin, RoleSecadmin}, true}, {[]string{RoleSecadmin, RoleAuditadmin}, true},
		{[]string{RoleAuditadmin, RoleSysadmin}, true}, {[]string{RoleReporter, RoleAuditadmin}, true},
		{[]string{RoleAuditor, RoleSecadmin}, true}, {[]string{RoleReporter, RoleHead, RoleSysadmin}, true},
	} {
		if _, _, got := ConflictOf(test.roles); got != test.conflict {
			t.Errorf("%v: conflict %v", test.roles, got)
		}
	}
}

// diff says which words one list has and the other lacks.
func diff(a, b []string) string {
	var out []string
	for _, word := range a {
		if !slices.Contains(b, word) {
			out = append(out, "-"+word)
		}
	}
	for _, word := range b {
		if !slices.Contains(a, word) {
			out = append(out, "+"+word)
		}
	}
	return strings.Join(out, " ")
}
