package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"guatu/internal/app"
)

// takeBackup writes one file with everything, or makes the pair of keys for it.
func takeBackup(ctx context.Context, p program, args []string) error {
	set := flags("backup")
	path := set.String("config", "", "配置文件（YAML）")
	to := set.String("to", "", "写到哪里：一个还没有的文件，或一个已有的目录（文件名按时间取）")
	keep := set.Int("keep", 0, "目录里保留最近几份，多的删掉；0 表示都留着")
	recipients := set.String("recipients-file", "", "公钥文件（age1…，一行一个）：备份只有对应的私钥打得开")
	passphrase := set.String("passphrase-file", "", "口令文件：备份用这个口令加密，至少 12 个字")
	plain := set.Bool("plain", false, "不加密")
	newKey := set.String("new-key", "", "只生成一对密钥：私钥写入这个文件，公钥输出到屏幕")
	if err := parse(set, p, args); err != nil {
		return err
	}
	if *newKey != "" {
		return writeKey(p, *newKey)
	}
	if *to == "" {
		return usageError{"--to 要写"}
	}
	in := app.BackupInput{To: *to, Keep: *keep, Plain: *plain, Version: version, LogTo: p.err}
	if err := chosen(map[string]bool{"--recipients-file": *recipients != "", "--passphrase-file": *passphrase != "", "--plain": *plain}); err != nil {
		return err
	}
	var err error
	if in.Recipients, err = content(*recipients); err != nil {
		return err
	}
	if in.Passphrase, err = content(*passphrase); err != nil {
		return err
	}
	c, err := load(p, *path)
	if err != nil {
		return err
	}
	report, err := app.Backup(ctx, c, in)
	if report.Bytes > 0 {
		err = errors.Join(err, tellBackup(p, report))
	}
	return err
}

// chosen wants exactly one way to close the file.
func chosen(ways map[string]bool) error {
	n := 0
	for _, yes := range ways {
		if yes {
			n++
		}
	}
	if n != 1 {
		return usageError{"--recipients-file、--passphrase-file、--plain 要写其中一个"}
	}
	return nil
}

// content reads a file that holds a key; the command line is seen by other users of the machine.
func content(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	text, err := os.ReadFile(file)
	if err == nil && strings.TrimSpace(string(text)) == "" {
		err = fmt.Errorf("%s 是空的", file)
	}
	return string(text), err
}

func writeKey(p program, path string) error {
	secret, public, err := app.NewBackupKey()
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, "# public key: %s\n%s\n", public, secret)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.out, public)
	return err
}

func tellBackup(p program, report app.BackupReport) error {
	m := report.Manifest
	closed := "未加密"
	if report.Encrypted {
		closed = "已加密"
	}
	_, err := fmt.Fprintf(p.out, "备份已写好：%s\n  %d 字节，%s，取自 %s，结构第 %d 版，程序 %s\n  %d 张表共 %d 行，附件 %d 个\n",
		report.File, report.Bytes, closed, m.Dialect, m.Schema, m.Product, len(m.Tables), m.Rows(), len(m.Parts)-1)
	for _, key := range m.Missing {
		fmt.Fprintf(p.err, "附件不在或已损坏：%s\n", key)
	}
	if report.Unrecorded {
		fmt.Fprintln(p.err, "数据库结构比本程序旧：备份没有记入审计，也没有记下灯")
	}
	if len(report.Removed) > 0 {
		fmt.Fprintf(p.out, "  删去旧备份 %d 份：%s\n", len(report.Removed), strings.Join(report.Removed, "、"))
	}
	return err
}

// restore brings a backup into an empty database, or only tries whether it could.
func restore(ctx context.Context, p program, args []string) error {
	set := flags("restore")
	path := set.String("config", "", "配置文件（YAML）：附件恢复到其中的数据目录")
	from := set.String("from", "", "备份文件")
	into := set.String("into", "", "恢复到哪个空库：sqlite:///绝对路径 或 mysql://…；@文件 表示从文件里读这一行")
	verify := set.Bool("verify", false, "先恢复到临时库里核对一遍；不写 --into 就只核对")
	identity := set.String("identity", "", "私钥文件（AGE-SECRET-KEY-…）")
	passphrase := set.String("passphrase-file", "", "口令文件")
	if err := parse(set, p, args); err != nil {
		return err
	}
	switch {
	case *from == "":
		return usageError{"--from 要写"}
	case *into == "" && !*verify:
		return usageError{"--into 和 --verify 至少写一个"}
	}
	c, err := load(p, *path)
	if err != nil {
		return err
	}
	in := app.RestoreInput{From: *from, Version: version, LogTo: p.err, Progress: progress(p)}
	if in.Identities, err = content(*identity); err != nil {
		return err
	}
	if in.Passphrase, err = content(*passphrase); err != nil {
		return err
	}
	if *verify {
		report, err := app.Restore(ctx, c, in)
		if told := tellRestore(p, report, "核对通过，可以恢复", err); told != nil {
			return told
		}
	}
	if *into == "" {
		return nil
	}
	if in.Into, err = address(*into); err != nil {
		return err
	}
	report, err := app.Restore(ctx, c, in)
	return tellRestore(p, report, "恢复完成。把配置改为这个库再启动：GUATU_DATABASE_DSN="+redacted(in.Into), err)
}

// tellRestore says what was compared. It returns err, so that a restore with attachments missing or a bad audit is told and fails.
func tellRestore(p program, report app.RestoreReport, done string, err error) error {
	m := report.Manifest
	if code := app.ExitCode(err); err != nil && code != app.ExitIncomplete && code != app.ExitAudit {
		return err
	}
	for _, key := range m.Missing {
		fmt.Fprintf(p.err, "备份里没有的附件：%s\n", key)
	}
	fmt.Fprintf(p.out, "备份：%s 取自 %s，结构第 %d 版，程序 %s，%d 字节\n", m.TakenAt.Format("2006-01-02 15:04:05 MST"), m.Dialect, m.Schema, m.Product, report.Bytes)
	if m.Schema != report.Schema {
		fmt.Fprintf(p.out, "结构已升级到第 %d 版\n", report.Schema)
	}
	fmt.Fprintf(p.out, "%d 张表共 %d 行，行数和内容与备份时一致；历史 %d 行、审计 %d 条齐全；附件 %d 个完好\n",
		len(report.Tables), report.Rows, report.Versions, report.Events, report.Files)
	if len(report.Days) > 0 {
		fmt.Fprintf(p.out, "灯两边一致：项目 %d、节点 %d、实事 %d、子项 %d，截至 %s 各算一遍\n", report.Projects, report.Milestones, report.Tasks, report.Indicators, strings.Join(report.Days, "、"))
	}
	switch {
	case report.ShownEqual:
		fmt.Fprintln(p.out, "灯与备份当天记下的一致")
	case m.Product != version:
		fmt.Fprintln(p.out, "备份来自另一版程序，没有与备份当天记下的灯比较")
	}
	fmt.Fprint(p.out, "审计："+app.VerificationWords(report.Audit))
	if report.Sessions > 0 {
		fmt.Fprintf(p.out, "已结束 %d 个登录：恢复后都要重新登录\n", report.Sessions)
	}
	_, told := fmt.Fprintln(p.out, done)
	return errors.Join(err, told)
}
