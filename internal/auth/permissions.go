package auth

// Permission codes. An operation names exactly one; configs/casbin/policy.csv says which role has it in which scope.
const (
	PermProjectsRead          = "projects.read"
	PermProjectsCreate        = "projects.create"
	PermProjectsEdit          = "projects.edit"
	PermProjectsReport        = "projects.report"
	PermMilestonesRead        = "milestones.read"
	PermMilestonesCreate      = "milestones.create"
	PermMilestonesEdit        = "milestones.edit"
	PermMilestonesEditContact = "milestones.editContact"
	PermMilestonesReport      = "milestones.report"
	PermReportsRead           = "reports.read"
	PermReportsApprove        = "reports.approve"
	PermReportsConfirm        = "reports.confirm"
	PermReportsDecide         = "reports.decide"
	PermReportsWithdraw       = "reports.withdraw"
	PermLivelihoodRead        = "livelihood.read"
	PermLivelihoodCreate      = "livelihood.create"
	PermLivelihoodEdit        = "livelihood.edit"
	PermIndicatorsReport      = "indicators.report"
	PermPlansRead             = "plans.read"
	PermPlansManage           = "plans.manage"
	PermPeriodsRead           = "periods.read"
	PermPeriodsManage         = "periods.manage"
	PermCompareRead           = "compare.read"
	PermChangesRead           = "changes.read"
	PermChangesRequest        = "changes.request"
	PermChangesDecide         = "changes.decide"
	PermChangesWithdraw       = "changes.withdraw"
	PermChangesRecord         = "changes.record"
	PermFilesUpload           = "files.upload"
	PermFilesRead             = "files.read"
	PermFilesRemove           = "files.remove"
	PermBoardRead             = "board.read"
	PermBoardNotes            = "board.notes"
	PermOverviewRead          = "overview.read"
	PermWorklistRead          = "worklist.read"
	PermAttentionRead         = "attention.read"
	PermSourceRead            = "source.read"
	PermDepartmentsRead       = "departments.read"
	PermDepartmentsManage     = "departments.manage"
	PermPostsRead             = "posts.read"
	PermPostsManage           = "posts.manage"
	PermPostsAppoint          = "posts.appoint"
	PermUsersRead             = "users.read"
	PermUsersManage           = "users.manage"
	PermUsersUnlock           = "users.unlock"
	PermGrantsRead            = "grants.read"
	PermGrantsManage          = "grants.manage"
	PermAuditRead             = "audit.read"
	PermAuditAdminRead        = "audit.adminRead"
	PermAuditArchive          = "audit.archive"
	PermSessionOwn            = "session.own"
	PermSettingsRead          = "settings.read"
	PermSettingsManage        = "settings.manage"
	PermRulesRead             = "rules.read"
	PermRulesManage           = "rules.manage"
	PermCalendarRead          = "calendar.read"
)

// Permissions returns every permission code there is, in the order of the constants.
func Permissions() []string {
	return []string{
		PermProjectsRead, PermProjectsCreate, PermProjectsEdit, PermProjectsReport,
		PermMilestonesRead, PermMilestonesCreate, PermMilestonesEdit, PermMilestonesEditContact, PermMilestonesReport,
		PermReportsRead, PermReportsApprove, PermReportsConfirm, PermReportsDecide, PermReportsWithdraw,
		PermLivelihoodRead, PermLivelihoodCreate, PermLivelihoodEdit, PermIndicatorsReport,
		PermPlansRead, PermPlansManage,
		PermPeriodsRead, PermPeriodsManage, PermCompareRead,
		PermChangesRead, PermChangesRequest, PermChangesDecide, PermChangesWithdraw, PermChangesRecord,
		PermFilesUpload, PermFilesRead, PermFilesRemove,
		PermBoardRead, PermBoardNotes, PermOverviewRead, PermWorklistRead, PermAttentionRead, PermSourceRead,
		PermDepartmentsRead, PermDepartmentsManage, PermPostsRead, PermPostsManage, PermPostsAppoint,
		PermUsersRead, PermUsersManage, PermUsersUnlock, PermGrantsRead, PermGrantsManage,
		PermAuditRead, PermAuditAdminRead, PermAuditArchive, PermSessionOwn,
		PermSettingsRead, PermSettingsManage, PermRulesRead, PermRulesManage, PermCalendarRead,
	}
}

// Roles that a post can be granted. RoleUser is nobody's grant: every signed-in person has it.
const (
	RoleUser       = "user"
	RoleReporter   = "reporter"
	RoleHead       = "head"
	RoleLeader     = "leader"
	RoleChief      = "chief"
	RoleSupervisor = "supervisor"
	RoleAuditor    = "auditor"
	RoleSysadmin   = "sysadmin"
	RoleSecadmin   = "secadmin"
	RoleAuditadmin = "auditadmin"
)

// Roles returns the roles a grant may name.
func Roles() []string {
	return []string{
		RoleReporter, RoleHead, RoleLeader, RoleChief, RoleSupervisor, RoleAuditor,
		RoleSysadmin, RoleSecadmin, RoleAuditadmin,
	}
}

// IsRole says whether a grant may name this role.
func IsRole(role string) bool {
	for _, r := range Roles() {
		if r == role {
			return true
		}
	}
	return false
}

// IsAdministrator says whether the role is one of the three administrator roles 三员.
func IsAdministrator(role string) bool {
	return role == RoleSysadmin || role == RoleSecadmin || role == RoleAuditadmin
}

// IsLeaderRole says whether a post with this role has a line: rows whose leader post it is.
func IsLeaderRole(role string) bool { return role == RoleLeader || role == RoleChief }

// ConflictOf returns two roles that one person may not hold together: two different administrator roles, or an
// administrator role and a business role. ok is false when the set is free of conflict.
func ConflictOf(roles []string) (a, b string, ok bool) {
	for i, first := range roles {
		for _, second := range roles[i+1:] {
			if first != second && (IsAdministrator(first) || IsAdministrator(second)) {
				return first, second, true
			}
		}
	}
	return "", "", false
}

// watchingRoles are those that see what administrators do. A system administrator disables neither such an account nor such a
// post: the security administrator ends the holding or withdraws the grant first.
func watchingRoles() []string { return []string{RoleAuditor, RoleAuditadmin} }

// independentRoles are those whose accounts nobody takes over through the API: the three administrators, who check one
// another, and the auditor, who checks them all.
func independentRoles() []string {
	return []string{RoleSysadmin, RoleSecadmin, RoleAuditadmin, RoleAuditor}
}
