package changes

import (
	"errors"
	"fmt"
	"net/http"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// text is one sentence in both languages.
type text struct{ zh, en string }

func fault(field, code string) httpapi.FieldError {
	t := faultText(code)
	return httpapi.Fault(field, code, t.zh, t.en)
}

// faultText says what is wrong with a field and what to do.
func faultText(code string) text {
	switch code {
	case "one_parent":
		return text{"一次申请针对一个项目或一件实事", "A request is about one project or one task"}
	case "words_required":
		return text{"请写明情况，审批人会看到", "Say what it is about; whoever decides reads it"}
	case "too_long":
		return text{"文字太长", "is too long"}
	case "items_number":
		return text{"一次申请包含 1 到 50 个事项", "A request has 1 to 50 items"}
	case "item_unknown":
		return text{"该项目或实事下没有这个节点或子项", "This project or task has no such milestone or indicator"}
	case "item_twice":
		return text{"同一事项的同一种变更出现了两次", "The same change of the same item stands here twice"}
	case "unit_differs":
		return text{"一次申请里的事项须属同一责任单位和分管领导，请分开申请", "The items of one request must have the same lead unit and leader; ask for them separately"}
	case "kind_unfit":
		return text{"该事项不能申请这种变更", "This kind of change does not fit the item"}
	case "kind_of_milestone":
		return text{"该子项按节点评价，请对节点提出申请", "This indicator is judged by its milestone; ask for the change there"}
	case "deadline_unknown":
		return text{"这句期限有歧义或没有读懂，请直接给日期", "This phrase is ambiguous or not known; give a date instead"}
	case "date_required":
		return text{"请给出申请的完成日期", "Give the date asked for"}
	case "date_unused":
		return text{"这种变更不带日期", "This kind of change has no date"}
	case "date_same":
		return text{"与现计划日期相同，没有可变更的", "This is the date of the present plan; nothing would change"}
	case "date_past":
		return text{"申请的日期不能早于今天；已经完成请报完成", "The date can not be before today; claim completion if it is done"}
	case "date_before_start":
		return text{"申请的日期不能早于计划开始", "The date can not be before the planned start"}
	case "target_range":
		return text{"目标值应大于 0", "The target must be above 0"}
	case "target_unused":
		return text{"这种变更不带目标值", "This kind of change has no target"}
	case "target_same":
		return text{"与现目标相同，没有可变更的", "This is the present target; nothing would change"}
	case "document_required":
		return text{"须经常务会决定的事项，请填会议文件的标题、文号和日期", "A decision of the executive meeting needs title, number and day of its document"}
	case "date_future":
		return text{"日期不能晚于今天", "The date can not be after today"}
	}
	return text{"内容有误", "is not valid"}
}

// itemText says why an item can not be changed as asked.
func itemText(code string) text {
	switch code {
	case "item_exited":
		return text{"已退出计划", "has left the plan"}
	case "item_carried":
		return text{"已结转到下一年度计划", "was carried over to the next plan"}
	case "item_finished":
		return text{"已完成并核实", "is completed and verified"}
	case "not_suspended":
		return text{"没有停缓，无需复工", "is not suspended"}
	case "version_moved":
		return text{"您打开后已有新的内容，请核对", "has changed since you opened it; look at it again"}
	case "date_moved":
		return text{"现计划日期已不是申请时的日期", "has another approved date than when it was asked for"}
	case "target_moved":
		return text{"目标已不是申请时的目标", "has another target than when it was asked for"}
	case "suspension_moved":
		return text{"停缓状态已不是申请时的状态", "has another suspension than when it was asked for"}
	}
	return text{"状态已变", "is not as it was"}
}

// refused is 409 with one entry for each item that stands in the way.
func refused(code, zh, en string, fields []httpapi.FieldError) error {
	e := httpapi.Conflict(code, zh, en)
	e.Fields = fields
	return e
}

func itemFault(field, code, name string) httpapi.FieldError {
	t := itemText(code)
	return httpapi.Fault(field, code, "“"+name+"”"+t.zh, "“"+name+"” "+t.en)
}

func itemsRefused(fields []httpapi.FieldError) error {
	return refused("item_state", "有事项当前状态不能这样变更，见清单；申请没有提交", "Some items can not be changed like this, see the list; nothing was filed", fields)
}

func itemsChanged(fields []httpapi.FieldError) error {
	return refused("item_changed", "申请之后事项又有变化，见清单；没有作出决定，申请原样保留。可退回申请人重新申请",
		"Items have changed since they were asked for, see the list. Nothing was decided and the request is as it was; reject it and have it asked for again", fields)
}

func alreadyAsked(id int64) error {
	return httpapi.Conflict("request_pending", fmt.Sprintf("同一事项已有一份申请（第 %d 号）待审批，本次内容未提交；可先撤回那一份", id),
		fmt.Sprintf("Request %d about the same item already waits for its decision; nothing was filed. Withdraw that one first", id))
}

func planNotFrozen() error {
	return httpapi.Conflict("plan_not_frozen", "该年度计划还没有冻结，日期和目标请由督查室直接在计划里修改；申请没有提交",
		"The plan of this year is not frozen yet: the supervision office edits it. Nothing was filed")
}

func decided() error {
	return httpapi.Conflict("request_decided", "这份申请已有结果，不能再改", "This request has been decided and can not be changed")
}

func notToRecord() error {
	return httpapi.Conflict("nothing_to_record", "只有单位批准而尚未备案的申请需要备案", "Only what a unit approved and nobody has recorded yet is recorded")
}

func samePerson() error {
	return &httpapi.Error{Code: "same_person", Status: http.StatusForbidden,
		Zh: "不能审批自己的申请，请由另一位有权的领导审批", En: "Nobody decides on their own request; ask another person who may"}
}

// problem turns the errors of the store into those of the API; others pass.
func problem(err error) error {
	if errors.Is(err, database.ErrNotFound) {
		return httpapi.NotFound()
	}
	return err
}

// reasonName is a reason in both languages.
func reasonName(r Reason) text {
	switch r {
	case ReasonLand:
		return text{"征迁政策处理", "land acquisition"}
	case ReasonLandUse:
		return text{"用地", "land use"}
	case ReasonSeaUse:
		return text{"用海审批", "use of the sea"}
	case ReasonFunds:
		return text{"资金", "funds"}
	case ReasonApproval:
		return text{"审批", "permits"}
	case ReasonDesign:
		return text{"设计变更", "change of design"}
	case ReasonForce:
		return text{"不可抗力", "force majeure"}
	case ReasonContractor:
		return text{"施工单位", "contractor"}
	}
	return text{"其他", "other"}
}
