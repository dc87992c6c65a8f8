package app

// recipe is a request that is good in itself, so that only rights decide about it: operations with If-Match are sent a
// version nobody has, those without a row an empty body, which is refused after the rights were looked at.
type recipe struct {
	query string
	body  any
	// changes says that being refused may still write (a failed login counts).
	changes bool
}

func person(username string) map[string]any {
	return map[string]any{"username": username, "name": "某人"}
}

// recipes has a request for every operation; an operation without one fails the matrix.
func recipes() map[string]recipe {
	read, nothing := recipe{}, recipe{body: "{}"}
	return map[string]recipe{
		"getDistrict": read, "getSetupChoices": read,
		"setUp": {body: map[string]any{"code": "wrong", "name": "某区", "zone": "Asia/Shanghai", "ruleSet": "wuhan", "planYear": 2017,
			"administrators": map[string]any{"sysadmin": person("a1"), "secadmin": person("a2"), "auditadmin": person("a3")}}},
		"getSettings": read, "patchSettings": {body: map[string]any{"title": "挂图"}}, "listRuleSets": read, "getRuleSet": read, "listRuleSetAdoptions": read, "checkRuleSet": {body: map[string]any{"text": "name: x"}}, "uploadRuleSet": {body: map[string]any{"text": "name: x"}},
		"tryRuleSet": {body: map[string]any{"scope": map[string]any{"kind": "all"}}}, "proposeRuleSet": {body: map[string]any{"from": "2017-01-01", "scope": map[string]any{"kind": "all"}, "words": "试行"}}, "adoptRuleSet": {}, "withdrawRuleSet": {},
		"getCalendar": {query: "?year=2017"}, "getReportCalendar": {query: "?year=2017"}, "previewCalendar": nothing, "importCalendar": nothing,

		"login": {body: map[string]string{"username": "nobody", "password": "wrong"}, changes: true}, "refresh": {changes: true}, "logout": {changes: true},
		"getMe": read, "changePassword": nothing, "prove": nothing,
		"verifyFactor": nothing, "getSecondFactor": read, "beginSecondFactor": nothing, "confirmSecondFactor": nothing, "renewRecoveryCodes": nothing, "removeSecondFactor": nothing, "resetSecondFactor": {},
		"listOwnSessions": read, "endOwnSessions": {body: map[string]any{"id": "unknown"}},

		"listDepartments": read, "createDepartment": nothing, "patchDepartment": {body: map[string]any{"shortName": "财政"}},
		"listPosts": read, "createPost": nothing, "patchPost": {body: map[string]any{"name": "岗"}},
		"appointHolder": {body: map[string]any{"userId": missingRow, "from": "2017-10-01"}}, "endHolder": {body: map[string]any{"to": "2017-12-31"}},
		"listUsers": read, "createUser": nothing, "patchUser": {body: map[string]any{"phone": "1"}}, "resetPassword": {}, "unlockUser": {},
		"listGrants": read, "createGrant": nothing, "deleteGrant": {},
		"getDepartmentHistory": read, "previewMerge": {query: "?into=1"}, "mergeDepartment": {body: map[string]any{"intoId": 1}},
		"listPostHolders": read, "succeedPost": {body: map[string]any{"userId": missingRow, "from": "2017-10-01"}}, "endUserSessions": {},
		"listAuditEvents": read, "getAuditStatus": read, "exportAuditEvents": read,
		"listArchiveRequests": read, "askArchive": nothing, "confirmArchive": {}, "withdrawArchive": {},

		"listMilestones": read, "getMilestone": read, "listProjectMilestones": read, "createMilestone": nothing,
		"updateMilestone": {body: map[string]any{"contactName": "某人"}}, "getMilestoneHistory": read,
		"submitReport": {body: map[string]any{"progressBp": 1000, "note": "进展"}}, "listMilestoneReports": read,
		"listReports": read, "getReport": read, "keepMilestoneDraft": {body: map[string]any{"note": "写到一半"}}, "dropMilestoneDraft": {}, "keepIndicatorDraft": {body: map[string]any{"note": "写到一半"}}, "dropIndicatorDraft": {}, "keepFigureDraft": {body: map[string]any{"note": "写到一半"}}, "dropFigureDraft": {},
		"approveReport": nothing, "confirmReport": nothing, "decideReports": {body: map[string]any{"action": "approve", "reports": []map[string]any{{"id": missingRow, "version": 1}}}}, "returnReport": {body: map[string]any{"reason": "请补充"}}, "withdrawReport": {},

		"listLivelihoodTasks": read, "getLivelihoodTask": read, "createLivelihoodTask": nothing, "editLivelihoodTask": {body: map[string]any{"words": "原文"}},
		"getIndicator": read, "createIndicator": nothing, "editIndicator": {body: map[string]any{"words": "原文"}}, "getIndicatorHistory": read,
		"reportIndicator": {body: map[string]any{"valueMilli": 1000, "note": "进展"}}, "listReadings": read,
		"verifyIndicator": {body: map[string]any{"verified": true}},

		"listPlans": read, "getPlan": read, "checkPlan": read, "readDeadline": {query: "?words=年底前&year=2017"},
		"removeProject": {}, "copyProject": {body: map[string]any{"code": "EDU-01"}}, "removeMilestone": {}, "removeLivelihoodTask": {}, "removeIndicator": {},
		"copyLivelihoodTask": {body: map[string]any{"ordinal": 1}}, "editPlanInBulk": nothing,
		"previewCarryOver": read, "carryOver": {body: map[string]any{"toYear": 2018}},
		"listProjectLists": read, "createProjectList": nothing, "updateProjectList": {body: map[string]any{"sort": 9}},
		"proposePlan": {}, "freezePlan": {}, "withdrawPlan": nothing, "planMilestone": {body: map[string]any{"weight": 7}},

		"listChangeRequests": read, "countChangeRequests": {query: "?year=2017"}, "getChangeRequest": read, "previewChangeRequest": nothing,
		"submitChangeRequest": nothing, "approveChangeRequest": {body: map[string]any{"words": "同意"}}, "rejectChangeRequest": {body: map[string]any{"words": "不同意"}},
		"withdrawChangeRequest": {}, "recordChangeRequest": nothing,

		"uploadFile": nothing, "downloadFile": read, "removeFile": {},

		"listProjects": read, "getWall": read, "exportProjects": read, "exportWall": read, "exportMilestones": read, "exportTasks": read, "getProjectChoices": read, "getProject": read, "createProject": nothing, "reportFigures": {body: map[string]any{"doneYuan": 1000, "note": "进展"}}, "listFigures": read, "updateProject": {body: map[string]any{"contactName": "某人"}},

		"listPeriods": read, "explainMilestone": read, "explainProject": read, "explainIndicator": read,
		"getPeriod": read, "verifyPeriod": read, "listPeriodItems": read, "closePeriod": {},
		"getProjectTrend": read, "getMilestoneTrend": read,
		"correctPeriod": {body: map[string]any{"kind": "milestone", "id": missingRow, "field": "progressBp", "value": "1", "words": "据实更正"}},
		"compare":       {query: "?from=2017-06-30"},
		"getBoard":      {query: "?year=2017"}, "getOverview": read, "getWorklist": read, "getAttention": read, "listSource": {query: "?year=2017"},
	}
}
