package evidence

import (
	"strings"
	"unicode/utf8"

	"guatu/internal/platform/httpapi"
)

// Exception says why a completion is claimed without evidence, and whose post allowed it. It is shown for ever.
type Exception struct {
	Words     string `json:"words" maxLength:"2000" doc:"Why there is no evidence"`
	AllowedBy int64  `json:"allowedBy" minimum:"1" doc:"Post of a leader or of the supervision office"`
}

// Proof is what a report or a verification brings: evidence, or for a completion an exception.
type Proof struct {
	Evidence  List
	Exception *Exception
}

// Trimmed is the proof without spaces around its words and without what only the server fills in.
func (p Proof) Trimmed() Proof {
	p.Evidence = p.Evidence.Trimmed()
	if p.Exception != nil {
		p.Exception = &Exception{Words: strings.TrimSpace(p.Exception.Words), AllowedBy: p.Exception.AllowedBy}
	}
	return p
}

// Faults lists what is wrong with the proof. Only a completion needs one: a claim, or the verification of what nobody claimed.
func (p Proof) Faults(completion bool) (out []httpapi.FieldError) {
	out = p.Evidence.Faults("evidence")
	e := p.Exception
	switch {
	case completion && len(p.Evidence) == 0 && e == nil:
		return append(out, httpapi.Fault("evidence", "evidence_required", "完成至少要有一项佐证（照片、文件、会议或说明）；确实没有的，写明原因和同意免附的领导",
			"A completion needs at least one piece of evidence; without any, say why and which leader allowed it"))
	case e == nil:
		return out
	case !completion:
		return append(out, httpapi.Fault("exception", "exception_unused", "只有报完成、核定完成才需要说明免附佐证", "Only a completion has an exception"))
	case len(p.Evidence) > 0:
		return append(out, httpapi.Fault("exception", "exception_unused", "已有佐证，无需免附说明", "There is evidence, so no exception is needed"))
	}
	if e.Words == "" {
		out = append(out, httpapi.Fault("exception.words", "words_required", "请写明没有佐证的原因", "Say why there is no evidence"))
	}
	if utf8.RuneCountInString(e.Words) > MaxWords {
		out = append(out, httpapi.Fault("exception.words", "too_long", "文字太长", "is too long"))
	}
	if e.AllowedBy == 0 {
		out = append(out, ExceptionPost())
	}
	return out
}

// ExceptionPost is the fault of an exception that nobody who may has allowed.
func ExceptionPost() httpapi.FieldError {
	return httpapi.Fault("exception.allowedBy", "exception_post", "免附佐证须由领导或督查室岗位同意，请选择岗位", "An exception is allowed by the post of a leader or of the supervision office; choose it")
}

// ConclusionFault is what is wrong with the conclusion 验收结论 of a verification; nil when nothing is.
func ConclusionFault(conclusion string) *httpapi.FieldError {
	var fault httpapi.FieldError
	switch n := utf8.RuneCountInString(strings.TrimSpace(conclusion)); {
	case n < 2:
		fault = httpapi.Fault("conclusion", "conclusion_required", "核定完成须写验收结论（至少 2 个字）", "Verifying a completion needs a conclusion of at least two characters")
	case n > MaxWords:
		fault = httpapi.Fault("conclusion", "too_long", "文字太长", "is too long")
	default:
		return nil
	}
	return &fault
}
