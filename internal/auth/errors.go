package auth

import (
	"net/http"
	"time"

	"guatu/internal/platform/httpapi"
)

// The refusals of this package, each with its stable slug. A sentence says what happened and what to do.

// errLogin is the one answer to every login that does not succeed.
func errLogin() error {
	return &httpapi.Error{Code: "bad_credentials", Status: http.StatusUnauthorized,
		Zh: "用户名或口令不正确，或账号暂不可用。连续输错会锁定一段时间，请稍后再试或联系管理员",
		En: "The user name or the password is wrong, or the account can not be used now. Repeated failures lock it for a while; try later or ask the administrator"}
}

func errTooMany(wait time.Duration) error { return httpapi.TooManyRequests(wait) }

func errTokenInvalid() error {
	return &httpapi.Error{Code: "token_invalid", Status: http.StatusUnauthorized,
		Zh: "访问令牌无效或已过期，请刷新后重试", En: "The access token is not valid or has expired; refresh it and try again"}
}

func errSessionEnded() error {
	return &httpapi.Error{Code: "session_ended", Status: http.StatusUnauthorized,
		Zh: "登录已失效，请重新登录", En: "The session has ended; please sign in again"}
}

func errOneTimeExpired() error {
	return &httpapi.Error{Code: "one_time_expired", Status: http.StatusUnauthorized,
		Zh: "一次性口令已过有效期，没有登录。请联系系统管理员重置口令（三员请在服务器上运行 guatu user reset-password 用户名）",
		En: "The one-time password has run out; you are not signed in. Have the password reset (for administrators: guatu user reset-password on the server)"}
}

func errMustChange() error {
	return &httpapi.Error{Code: "password_change_required", Status: http.StatusForbidden,
		Zh: "您用的是一次性口令，请先修改口令，再办理其他事项", En: "You signed in with a one-time password; change it before anything else"}
}

func errFactorNeeded() error {
	return &httpapi.Error{Code: "second_factor_required", Status: http.StatusForbidden,
		Zh: "登录还差一步：请输入动态验证码", En: "One step of signing in is left: the code of your app"}
}

func errEnrolNeeded() error {
	return &httpapi.Error{Code: "second_factor_enrolment_required", Status: http.StatusForbidden,
		Zh: "您的岗位须启用动态验证码，请先启用，再办理其他事项", En: "Your post demands a second factor; set it up before anything else"}
}

const codeAddress = "address_not_allowed"

// errAddress: the person is who they say, and not where they may be.
func errAddress() error {
	return &httpapi.Error{Code: codeAddress, Status: http.StatusForbidden,
		Zh: "您的角色只能从指定的网段使用，现在的地址不在其中。请到办公网段登录，或请系统管理员核对配置 allowFrom",
		En: "Your role may be used from certain networks alone, and this address is in none of them. Sign in from there, or have the setting allowFrom checked"}
}

func errProofNeeded() error {
	return &httpapi.Error{Code: "proof_required", Status: http.StatusForbidden,
		Zh: "办理这件事要先确认是您本人，还没有办理。请再次输入口令后重试",
		En: "This needs a proof that it is you; nothing was changed. Confirm with your password and try again"}
}

func errCodeMissing() error {
	return errInvalid("code", "required", "请输入动态验证码", "a code of your app is needed")
}

func errFactorLocked(wait time.Duration) error {
	return &httpapi.Error{Code: "code_locked", Status: http.StatusTooManyRequests, RetryAfter: wait,
		Zh: "连续输错，账号已暂时锁定。请稍后再试，或请安全管理员解锁", En: "Too many wrong codes: the account is locked for a while. Try later or have it unlocked"}
}

func errCodeUsed(wait time.Duration) error {
	return &httpapi.Error{Code: "code_used", Status: http.StatusConflict, RetryAfter: wait,
		Zh: "这个验证码已经用过，请等手机上出现下一个", En: "This code has been used; wait for the next one"}
}

func errNothingToVerify() error {
	return httpapi.Conflict("nothing_to_verify", "这次登录不需要验证码", "This session needs no code")
}

func errNoFactor() error {
	return httpapi.Conflict("no_second_factor", "该账号没有启用动态验证码，未作任何改动", "The account has no second factor; nothing was changed")
}

func errNoEnrolment() error {
	return httpapi.Conflict("no_enrolment", "二维码已过期或没有生成，请重新开始", "Nothing is waiting for this code, or its time is over; begin again")
}

func errFactorRequired() error {
	return httpapi.Conflict("factor_required", "您的岗位须启用动态验证码，不能停用", "A role you have demands the second factor; it was not turned off")
}

func errFactorKey() error {
	return &httpapi.Error{Code: "factor_key_lost", Status: http.StatusServiceUnavailable,
		Zh: "服务器的主密钥与启用验证码时不同，无法核对。请联系系统管理员",
		En: "The secret key of the server is not the one the second factor was set up with; ask the administrator"}
}

func errAdministratorFactor() error {
	return &httpapi.Error{Code: "administrator_factor", Status: http.StatusForbidden,
		Zh: "三员和审计账号的动态验证码不能在此重置，未作任何改动。请由机房管理员在服务器上运行 guatu user reset-second-factor 用户名",
		En: "The second factor of administrators and auditors is not reset here; nothing was changed. Have guatu user reset-second-factor run on the server itself"}
}

func errPasswordLocked(wait time.Duration) error {
	return &httpapi.Error{Code: "password_locked", Status: http.StatusTooManyRequests, RetryAfter: wait,
		Zh: "口令连续输错，账号已暂时锁定，口令没有修改。请稍后再试，或请安全管理员解锁",
		En: "Too many wrong passwords: the account is locked for a while and the password was not changed. Try later or have it unlocked"}
}

func errPasswordChanged() error {
	return httpapi.Conflict("password_changed", "口令刚刚被重置，您的修改没有保存。请用新的一次性口令重新登录",
		"The password was reset just now; your change was not kept. Sign in again with the new one-time password")
}

func errOrigin() error {
	return &httpapi.Error{Code: "bad_origin", Status: http.StatusForbidden,
		Zh: "请求来自其他网站，已拒绝", En: "The request came from another site and was refused"}
}

func errExclusive(a, b string) error {
	return httpapi.Conflict("roles_exclusive",
		"同一人不能同时承担“"+roleName(a)+"”和“"+roleName(b)+"”：三员互斥，也不兼任业务岗位。未作任何改动",
		"One person may not be "+a+" and "+b+" at the same time: the three administrators exclude each other and every business role. Nothing was changed")
}

func errLastAdministrator(role string) error {
	return httpapi.Conflict("last_administrator",
		"此改动会使系统在某一天没有可用的"+roleName(role)+"，未作任何改动。请先任命接任者",
		"After this change there would be a day without a "+role+"; nothing was changed. Appoint a successor first")
}

func errOwnPost() error {
	return &httpapi.Error{Code: "own_post", Status: http.StatusForbidden,
		Zh: "不能给自己或自己所在岗位授权、任命，请由另一位安全管理员办理",
		En: "Nobody grants to a post they hold or appoints themselves; ask another security administrator"}
}

func errAdministratorReset() error {
	return &httpapi.Error{Code: "administrator_reset", Status: http.StatusForbidden,
		Zh: "三员和审计账号的口令不能在此重置，未作任何改动。请由机房管理员在服务器上运行 guatu user reset-password 用户名",
		En: "Passwords of administrators and auditors are not reset here; nothing was changed. Have guatu user reset-password run on the server itself"}
}

func errAuditRole() error {
	return &httpapi.Error{Code: "audit_role", Status: http.StatusForbidden,
		Zh: "承担审计职责的账号和岗位不能直接停用，未作任何改动。请先由安全管理员结束任期或收回授权",
		En: "An account or post that audits can not be disabled; nothing was changed. Have the security administrator end the holding or withdraw the grant first"}
}

func errAlreadyHolds() error {
	return httpapi.Conflict("already_holds", "此人在这段时间已任该岗位，未重复登记", "This person holds the post in that time already; nothing was added")
}

func errPostGranted() error {
	return httpapi.Conflict("post_granted", "该岗位已有授权，不能改到其他单位。请新建岗位，或先由安全管理员收回授权",
		"The post has roles; it can not move to another department. Make a new post, or have its grants withdrawn first")
}

func errInvalid(field, code, zh, en string) error {
	return httpapi.Invalid(httpapi.Fault(field, code, zh, en))
}

func errNameRequired(field string) error {
	return errInvalid(field, "required", "必填", "is required")
}

func errDuplicate(field string) error {
	return &httpapi.Error{Code: "duplicate", Status: http.StatusConflict, Zh: "已有相同的编码或用户名", En: "This code or user name exists already",
		Fields: []httpapi.FieldError{httpapi.Fault(field, "duplicate", "已存在", "exists already")}}
}

// roleName is a role in the words of the district.
func roleName(role string) string {
	switch role {
	case RoleReporter:
		return "联络员"
	case RoleHead:
		return "单位负责人"
	case RoleLeader:
		return "分管领导"
	case RoleChief:
		return "主要领导"
	case RoleSupervisor:
		return "督查室"
	case RoleAuditor:
		return "审计"
	case RoleSysadmin:
		return "系统管理员"
	case RoleSecadmin:
		return "安全管理员"
	case RoleAuditadmin:
		return "审计管理员"
	}
	return role
}
