package main

import (
	"context"
	"encoding/json"
	"fmt"

	"guatu/internal/app"
)

// auditLog checks and archives the audit on the machine itself.
func auditLog(ctx context.Context, p program, args []string) error {
	if len(args) == 0 {
		return usageError{"要做什么？"}
	}
	set := flags("audit")
	path := set.String("config", "", "配置文件（YAML）")
	asJSON := set.Bool("json", false, "以 JSON 输出（verify）")
	request := set.Int64("request", 0, "归档申请的编号（archive）：在“审计”页由一人申请、另一人确认")
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
			return archiveAudit(ctx, p, desk, *request)
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
		_, err = fmt.Fprint(p.out, app.VerificationWords(found))
	}
	if err == nil && len(found.Faults) > 0 {
		err = errCounted
	}
	return err
}

func archiveAudit(ctx context.Context, p program, desk app.AuditDesk, request int64) error {
	if request == 0 {
		return usageError{"archive 要写 --request 编号"}
	}
	done, err := desk.Archive(ctx, request)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "已把 %d 条记录写入 %s（已签名）。数据库里的记录还在：\n先把这个文件复制到另一台机器，再运行 guatu audit prune %s\n", done.Rows, done.Path, done.Path)
	return err
}

func pruneAudit(ctx context.Context, p program, desk app.AuditDesk, file string) error {
	done, err := desk.Prune(ctx, file)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "归档文件核对无误，数据库里对应的 %d 条记录已移出，这件事本身已记入审计\n", done.Rows)
	return err
}

func grantsOf(ctx context.Context, p program, desk app.AuditDesk, account string) error {
	statements, err := desk.Grants(ctx, account)
	for _, statement := range statements {
		fmt.Fprintln(p.out, statement)
	}
	return err
}
