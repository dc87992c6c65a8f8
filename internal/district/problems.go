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
