package periods

import (
	"fmt"

	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

func notClosed(month schedule.Month) *httpapi.Error {
	return httpapi.Conflict("period_not_closed", fmt.Sprintf("%s 还没有关账，没有可看的快照；请选已关账的月份，或按日期查看", month),
		fmt.Sprintf("%s has not been closed, so there is no snapshot; choose a closed month, or look at a day", month))
}

func alreadyClosed(month schedule.Month) *httpapi.Error {
	return httpapi.Conflict("period_closed", fmt.Sprintf("%s 已经关账，快照不再改变；数据有误请登记更正", month),
		fmt.Sprintf("%s is closed already and its snapshot does not change; enter a correction if a figure is wrong", month))
}

func tooEarly(month schedule.Month, cutoff schedule.Date) *httpapi.Error {
	return httpapi.Conflict("period_running", fmt.Sprintf("%s 的填报截止日是 %s，过了截止日才能关账；没有作任何改动", month, cutoff),
		fmt.Sprintf("%s is reported until %s and is closed after that day; nothing was changed", month, cutoff))
}

func outOfOrder(next schedule.Month) *httpapi.Error {
	return httpapi.Conflict("period_order", fmt.Sprintf("关账要按月份先后，请先关 %s；没有作任何改动", next),
		fmt.Sprintf("Months are closed in order, close %s first; nothing was changed", next))
}

func nothingYet(month schedule.Month) *httpapi.Error {
	return httpapi.Conflict("period_empty", fmt.Sprintf("%s 时系统里还没有计划，没有可冻结的内容", month),
		fmt.Sprintf("Nothing had been entered in %s yet, so there is nothing to freeze", month))
}

func noSuchFigure(kind, field string) *httpapi.Error {
	return httpapi.Invalid(httpapi.Fault("body.field", "field", fmt.Sprintf("%s 没有可更正的 %s", kind, field), fmt.Sprintf("A %s has no figure %s to correct", kind, field)))
}

func badFigure() *httpapi.Error {
	return httpapi.Invalid(httpapi.Fault("body.value", "value", "不是这个字段可能的值：进度是 0 到 10000 的整数，金额和数量是整数，日期写 YYYY-MM-DD，实际日期不晚于今天", "Not a possible value of this field: progress is a whole number from 0 to 10000, amounts are whole numbers, a day is YYYY-MM-DD, and an actual one is not after today"))
}

func sameFigure() *httpapi.Error {
	return httpapi.Conflict("correction_same", "更正后的值与现在的一样，没有登记", "The corrected value is the one that stands already; nothing was entered")
}

func noSuchRow(month schedule.Month) *httpapi.Error {
	return httpapi.Invalid(httpapi.Fault("body.id", "row", fmt.Sprintf("%s 的快照里没有这一项", month), fmt.Sprintf("%s froze no such row", month)))
}
