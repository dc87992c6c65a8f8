package plans

import (
	"net/http"

	"guatu/internal/platform/httpapi"
)

func planFrozen() *httpapi.Error {
	return httpapi.Conflict("plan_frozen", "该年度计划已冻结，内容不能再改；日期变更请走延期审批。本次内容未保存",
		"The plan of this year is frozen and not edited any more; dates move by an approved change. Nothing was saved")
}

func planProposed() *httpapi.Error {
	return httpapi.Conflict("plan_proposed", "该年度计划已提请冻结，正待另一人确认；要修改请先撤回。本次内容未保存",
		"The plan of this year has been proposed and waits for a second person; withdraw it before changing it. Nothing was saved")
}

func notProposed() *httpapi.Error {
	return httpapi.Conflict("plan_not_proposed", "该年度计划还没有提请冻结，请先检查并提请",
		"The plan of this year has not been proposed; check and propose it first")
}

func planEmpty() *httpapi.Error {
	return httpapi.Conflict("plan_empty", "该年度还没有项目和实事，没有可冻结的内容", "The plan of this year has no project and no task; there is nothing to freeze")
}

func planHasFaults(check PlanCheck) *httpapi.Error {
	return httpapi.Conflict("plan_has_faults", "计划还有必须补齐的内容，见清单；补齐后再提请冻结，计划未作改动",
		"Something must be completed before the plan is frozen, see the list; the plan was not changed").WithCurrent(check)
}

func samePerson() *httpapi.Error {
	return &httpapi.Error{Code: "same_person", Status: http.StatusForbidden,
		Zh: "提请和冻结要由两个人完成，请督查室另一位同事冻结", En: "Proposing and freezing are done by two people; ask another colleague of the office to freeze it"}
}

// noYear answers for what can not be the year of a plan, as for any row that is not there.
func noYear(year int) error {
	if year < firstYear || year > lastYear {
		return httpapi.NotFound()
	}
	return nil
}
