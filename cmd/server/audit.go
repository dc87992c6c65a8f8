package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"guatu/internal/app"
	"guatu/internal/audit"
)

// auditLog checks and archives the audit on the machine itself.
func auditLog(ctx context.Context, p program, args []string) error {
	if len(args) == 0 {
		return usageError{"要做什么？"}
	}
	set := flags("audit")
	path := set.String("config", "", "配置文件（YAML）")
	asJSON := set.Bool("json", false, "以 JSON 输出（verify）")
	before := set.String("before", "", "归档这一天之前的记录（archive），YYYY-MM-DD，至少一年以前")
	account := set.String("account", "'guatu_service'@'127.0.0.1'", "数据库账号（grants）")
	action, args := args[0], args[1:]
	var file string
	if action == "prune" {
		if len(args) == 0 || args[0] == "" || args[0][0] == '-' {
			return usageError{"prune 后面要写归档文件"}
		}
		file, args = args[0], args[1:]
	}
	if err := parse(set, p, args); err != nil {
		return err
	}
	c, err := load(p, *path)
	if err != nil {
		return err
	}
	return app.WithAudit(ctx, c, p.err, func(desk app.AuditDesk) error {
		switch action {
		case "verify":
			return verifyAudit(ctx, p, desk, *asJSON)
		case "archive":
			return archiveAudit(ctx, p, desk, *before)
		case "prune":
			return pruneAudit(ctx, p, desk, file)
		case "grants":
			return grantsOf(ctx, p, desk, *account)
		}
		return usageError{fmt.Sprintf("没有 audit %s", action)}
	})
}

func verifyAudit(ctx context.Context, p program, desk app.AuditDesk, asJSON bool) error {
	found, err := desk.Verify(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		encoder := json.NewEncoder(p.out)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(found)
	} else {
		_, err = fmt.Fprint(p.out, verified(found))
	}
	if err == nil && len(found.Faults) > 0 {
		err = errCounted
	}
	return err
}

func verified(v audit.Verification) string {
	text := fmt.Sprintf("记录 %d 条（其中无链的旧记录 %d 条，归档文件里另有 %d 条），链 %d 条，检查点 %d 个", v.Records, v.Unchained, v.Archived, v.Chains, v.Checkpoints)
	if v.Checkpoints > 0 {
		text += "，最近一个 " + v.LastCheckpoint.Format(time.RFC3339)
	}
	text += fmt.Sprintf("\n最近检查点之后尚未签名的记录 %d 条\n", v.Unsigned)
	if v.Checkpoints == 0 && v.Chains > 0 {
		text += "注意：没有找到任何检查点，整链重算、删尾和回退到旧备份无法发现\n"
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
	audit.FaultCheckpoint: "检查点签名不对", audit.FaultArchive: "归档文件或归档登记不对",
}

func archiveAudit(ctx context.Context, p program, desk app.AuditDesk, before string) error {
	if before == "" {
		return usageError{"archive 要写 --before 日期"}
	}
	done, err := desk.Archive(ctx, before)
	if err != nil {
		return archiveWords(err)
	}
	_, err = fmt.Fprintf(p.out, "已把 %d 条记录写入 %s（已签名）。数据库里的记录还在：\n先把这个文件复制到另一台机器，再由另一人运行 guatu audit prune %s\n", done.Rows, done.Path, done.Path)
	return err
}

func pruneAudit(ctx context.Context, p program, desk app.AuditDesk, file string) error {
	done, err := desk.Prune(ctx, file)
	if err != nil {
		return archiveWords(err)
	}
	_, err = fmt.Fprintf(p.out, "归档文件核对无误，数据库里对应的 %d 条记录已移出，这件事本身已记入审计\n", done.Rows)
	return err
}

func archiveWords(err error) error {
	for _, known := range []struct {
		err   error
		words string
	}{
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

func grantsOf(ctx context.Context, p program, desk app.AuditDesk, account string) error {
	statements, err := desk.Grants(ctx, account)
	for _, statement := range statements {
		fmt.Fprintln(p.out, statement)
	}
	return err
}
