package schedule

import "fmt"

// OrderFacts is what the lamp of a supervision order (督办单) looks at.
type OrderFacts struct {
	Due      Date `json:"due"`
	Closed   Date `json:"closed"`   // absent while open
	SentBack Date `json:"sentBack"` // the day it was sent back, absent otherwise
}

// Order gives the lamp of a supervision order: closed blue; overdue more than
// redAfterDays red; overdue or sent back yellow; else green.
func (rs *RuleSet) Order(f OrderFacts, asOf Date) Lamp {
	rs = rs.On(asOf)
	in := inputs{"asOf": asOf}
	in.date("due", f.Due)
	in.date("closed", f.Closed.by(asOf))
	in.date("sentBack", f.SentBack.by(asOf))
	soon := f.Closed.by(asOf).IsZero() && !f.Due.IsZero() &&
		!asOf.After(f.Due) && f.Due.Sub(asOf) <= rs.OrderRule.DueSoonDays
	return rs.lamp(rs.orderVerdict(f, asOf), badgesWhere(map[Badge]bool{BadgeDueSoon: soon}), in)
}

func (rs *RuleSet) orderVerdict(f OrderFacts, asOf Date) verdict {
	on, late, limit := onDay{asOf}, asOf.Sub(f.Due), rs.OrderRule.RedAfterDays
	switch {
	case !f.Closed.by(asOf).IsZero():
		return verdict{RuleOrder, Blue, sentence{
			fmt.Sprintf("督办单已于 %s办结。", on.zh(f.Closed)),
			fmt.Sprintf("The order was closed on %s.", on.en(f.Closed)),
		}}
	case late > limit:
		return verdict{RuleOrder, Red, sentence{
			fmt.Sprintf("督办单应于 %s办结，已逾期 %d 天，超过 %d 天红线。", on.zh(f.Due), late, limit),
			fmt.Sprintf("The order was due on %s and is overdue by %s, beyond the limit of %s.", on.en(f.Due), plural(late, "day"), plural(limit, "day")),
		}}
	case late >= 1:
		return verdict{RuleOrder, Yellow, sentence{
			fmt.Sprintf("督办单应于 %s办结，已逾期 %d 天。", on.zh(f.Due), late),
			fmt.Sprintf("The order was due on %s and is overdue by %s.", on.en(f.Due), plural(late, "day")),
		}}
	case !f.SentBack.by(asOf).IsZero():
		return verdict{RuleOrder, Yellow, sentence{"督办单已退办，须重新办理。", "The order was sent back and must be handled again."}}
	}
	return verdict{RuleOrder, Green, sentence{"督办单在办，未到期限。", "The order is being handled within its time."}}
}
