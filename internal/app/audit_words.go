package app

import (
	"errors"
	"fmt"
	"time"

	"guatu/internal/audit"
)

// VerificationWords are what a check found, for a person.
func VerificationWords(v audit.Verification) string {
	text := fmt.Sprintf("记录 %d 条（其中无链的旧记录 %d 条，归档文件里另有 %d 条），链 %d 条，检查点 %d 个", v.Records, v.Unchained, v.Archived, v.Chains, v.Checkpoints)
	if v.Checkpoints > 0 {
		text += "，最近一个 " + v.LastCheckpoint.Format(time.RFC3339)
	}
	text += fmt.Sprintf("\n最近检查点之后尚未签名的记录 %d 条\n", v.Unsigned)
	if v.Checkpoints == 0 && v.Chains > 0 {
		text += "注意：没有找到任何检查点，整链重算、删尾和回退到旧备份无法发现\n"
	}
	if len(v.Gaps) > 0 {
		text += fmt.Sprintf("恢复旧备份留下的空缺 %d 处，共 %d 条（曾经签名，现在不在库里；恢复本身有签名为证，不算改动）：\n", len(v.Gaps), v.Lost())
		for _, g := range v.Gaps[:min(len(v.Gaps), 20)] {
			text += fmt.Sprintf("  链 %s 第 %d 至 %d 条：%s 恢复了 %s 的备份\n", g.Chain, g.From, g.To, g.RestoredAt.Format(time.RFC3339), g.TakenAt.Format(time.RFC3339))
		}
	}
	if len(v.Faults) == 0 {
		return text + "核对通过：没有发现改动\n"
	}
	text += fmt.Sprintf("核对不通过：%d 处，第一处坏记录是：\n", len(v.Faults))
	for _, f := range v.Faults[:min(len(v.Faults), 20)] {
		text += fmt.Sprintf("  %s：链 %s 第 %d 条（行号 %d）%s\n", faultWords[f.Kind], f.Chain, f.Seq, f.ID, f.Words)
	}
	return text
}

var faultWords = map[string]string{
	audit.FaultEdited: "内容被改", audit.FaultMissing: "记录缺失", audit.FaultInserted: "插入了不在链上的记录", audit.FaultOrder: "顺序被换",
	audit.FaultRewritten: "整链被重算，与检查点不符", audit.FaultBeginning: "链没有开头", audit.FaultUnchained: "旧记录被改",
	audit.FaultCheckpoint: "检查点签名不对", audit.FaultArchive: "归档文件或归档登记不对", audit.FaultRestored: "恢复的签名证明不对",
}

func archiveWords(err error) error {
	for _, known := range []struct {
		err   error
		words string
	}{
		{audit.ErrUnconfirmed, "这份归档没有经两个人办理：先由一人在“审计”页申请，再由另一人确认"},
		{audit.ErrTooYoung, "审计记录至少要在库里保存一年"},
		{audit.ErrFaulty, "审计核对不通过，查清之前不能归档"},
		{audit.ErrNothing, "没有那么早的记录"},
		{audit.ErrOtherHere, "归档文件与库里的记录对不上：可能已经移出过，或属于另一个库"},
	} {
		if errors.Is(err, known.err) {
			return fmt.Errorf("%s: %w", known.words, err)
		}
	}
	return err
}
