package district

import (
	"fmt"
	"net/http"
	"time"

	"guatu/internal/platform/httpapi"
)

// The refusals of this package, each with its stable slug. A sentence says what happened and what to do.

func errDayBack() error {
	return httpapi.Conflict("zone_moves_day_back",
		"在那个时区现在还是前一天，今天的记录会变成“明天”的，时区没有改。请在两地日期相同的时候再改",
		"In that zone it is still the day before, and today's records would be of tomorrow; the zone was not changed. Change it at an hour when both have the same date")
}

func errWrongCode(left int) error {
	return &httpapi.Error{Code: "wrong_setup_code", Status: http.StatusForbidden,
		Zh: fmt.Sprintf("开通码不正确，没有作任何改动。还可以试 %d 次，之后锁定 15 分钟；开通码在服务器的启动输出里，也可在服务器上运行 guatu setup-code 换一个", left),
		En: fmt.Sprintf("The set-up code is wrong; nothing was changed. %d tries are left before a lock of 15 minutes. The code is in the output of the server's start, or make a new one there: guatu setup-code", left)}
}

func errCodeExpired() error {
	return &httpapi.Error{Code: "setup_code_expired", Status: http.StatusForbidden,
		Zh: "开通码已过有效期，没有作任何改动。请在服务器上运行 guatu setup-code 换一个",
		En: "The set-up code has run out; nothing was changed. Make a new one on the server: guatu setup-code"}
}

func errLocked(wait time.Duration) error {
	return &httpapi.Error{Code: "setup_locked", Status: http.StatusTooManyRequests, RetryAfter: wait,
		Zh: "开通码输错次数过多，已锁定，没有作任何改动。请 15 分钟后再试，或在服务器上运行 guatu setup-code 换一个",
		En: "Too many wrong set-up codes: the set-up is locked and nothing was changed. Try again in 15 minutes, or make a new code on the server: guatu setup-code"}
}

func errRuleSetKnown(name string, version int) error {
	return httpapi.Conflict("rule_set_known",
		fmt.Sprintf("规则集“%s”已有第 %d 版，没有保存。内容有改动的，请把 version 改成新的版本号再上传", name, version),
		fmt.Sprintf("There is a version %d of the rule set %q already; nothing was stored. Give what has changed a new version", version, name))
}

func errRuleSetDecided() error {
	return httpapi.Conflict("rule_set_decided", "这项提议已经启用或撤回，没有再改动。请刷新查看", "This proposal was adopted or withdrawn already; nothing was changed. Load it again")
}

func errRuleSetTooLate() error {
	return httpapi.Conflict("rule_set_too_late", "提议的起始日期已经过去，没有启用：过去的灯不会改。请撤回后以今天或以后的日期重新提出",
		"Its first day has passed and it was not put in force: lamps of the past stay as they were. Withdraw it and put it forward again from today on")
}

func errOwnProposal() error {
	return &httpapi.Error{Code: "own_proposal", Status: http.StatusForbidden,
		Zh: "换用规则须由两人办理：提出的人不能自己启用。请另一位督查人员启用",
		En: "Two people put rules in force: whoever put them forward can not adopt them. Ask another member of the supervision office"}
}
