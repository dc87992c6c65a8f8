package schedule

import "strings"

// Name is the word of the colour a person reads beside a lamp (rules.md 4).
func (c Colour) Name(lang Lang) string {
	names := map[Colour]sentence{
		Blue: {"完成", "done"}, Green: {"正常", "on track"}, Yellow: {"预警", "warning"}, Red: {"严重滞后", "far behind"},
		Grey: {"未到、停缓或未定", "not due, suspended or without target"},
	}
	return names[c].in(lang)
}

// Name is the word of the badge.
func (b Badge) Name(lang Lang) string {
	names := map[Badge]sentence{
		BadgeDueSoon: {"临期", "due soon"}, BadgeExtended: {"延", "extended"}, BadgeClaimed: {"待核实", "to verify"},
		BadgeReviewLate: {"审核超期", "review late"}, BadgeUnreported: {"未报", "unreported"}, BadgeMadeGood: {"已补", "made good"},
		BadgeListed: {"挂牌", "listed"}, BadgeAdded: {"增补", "added"},
	}
	return names[b].in(lang)
}

// BadgeNames are the words of badges in one text; "" without any.
func BadgeNames(badges []Badge, lang Lang) string {
	names := make([]string, 0, len(badges))
	for _, badge := range badges {
		names = append(names, badge.Name(lang))
	}
	return strings.Join(names, sentence{"、", ", "}.in(lang))
}

// Name is the word of the class on the board.
func (c BoardClass) Name(lang Lang) string {
	names := map[BoardClass]sentence{
		ClassDone: {"已完成", "done"}, ClassSuspended: {"停缓", "suspended"}, ClassUntargeted: {"未定目标", "no target"},
		ClassSevere: {"严重滞后", "far behind"}, ClassWarning: {"预警", "warning"}, ClassUnreported: {"未报", "unreported"},
		ClassAhead: {"超序时", "ahead"}, ClassOnSchedule: {"按序时", "on schedule"},
	}
	return names[c].in(lang)
}

func (s sentence) in(lang Lang) string {
	if lang == English {
		return s.en
	}
	return s.zh
}
