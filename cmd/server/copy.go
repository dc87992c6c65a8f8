package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"text/tabwriter"

	"guatu/internal/app"
)

// shownHash is how much of a hash a person compares.
const shownHash = 16

// copyDatabase copies a database into an empty one and says what it found equal.
func copyDatabase(ctx context.Context, p program, args []string) error {
	set := flags("copy-database")
	path := set.String("config", "", "配置文件（YAML）：灯按其中的时区和规则集计算")
	from := set.String("from", "", "源库，只读：sqlite:///绝对路径 或 mysql://用户:密码@主机:端口/库名；@文件 表示从文件里读这一行")
	to := set.String("to", "", "目标库，必须是空的；写法同上")
	if err := parse(set, p, args); err != nil {
		return err
	}
	if *from == "" || *to == "" {
		return usageError{"--from 和 --to 都要写"}
	}
	c, err := load(p, *path)
	if err != nil {
		return err
	}
	in := app.CopyInput{LogTo: p.err, Progress: progress(p)}
	if in.From, err = address(*from); err != nil {
		return err
	}
	if in.To, err = address(*to); err != nil {
		return err
	}
	fmt.Fprintf(p.err, "源库　 %s（只读）\n目标库 %s\n", redacted(in.From), redacted(in.To))
	report, err := app.CopyDatabase(ctx, c, in)
	if err != nil {
		return err
	}
	return tellCopy(p, report, redacted(in.To))
}

// address reads a database address, or the file that holds it: other users of the machine see the command line.
func address(text string) (string, error) {
	file, ok := strings.CutPrefix(text, "@")
	if !ok {
		return text, nil
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(content)), nil
}

// redacted shows an address without its password.
func redacted(dsn string) string {
	parsed, err := url.Parse(dsn)
	if err != nil {
		return "（地址无法识别）"
	}
	if _, secret := parsed.User.Password(); !secret {
		return dsn
	}
	return parsed.Redacted()
}

// progress writes a line for each twentieth of the rows.
func progress(p program) func(string, int64, int64) {
	last := int64(-1)
	return func(table string, done, total int64) {
		if part := done * 20 / max(total, 1); part != last {
			last = part
			fmt.Fprintf(p.err, "已复制 %d / %d 行（%s）\n", done, total, table)
		}
		if done == total {
			fmt.Fprintln(p.err, "正在核对：逐表读回，并在两边各算一遍灯")
		}
	}
}

func tellCopy(p program, report app.CopyReport, to string) error {
	out := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(out, "行数\t最后编号\t内容校验\t 表\n")
	for _, t := range report.Tables {
		last := "-"
		if t.Sequence > 0 {
			last = fmt.Sprint(t.Sequence)
		}
		fmt.Fprintf(out, "%d\t%s\t%s\t %s\n", t.Rows, last, t.Hash[:shownHash], t.Name)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "\n%d 张表共 %d 行，行数、内容和编号两边一致\n", len(report.Tables), report.Rows)
	if len(report.Days) > 0 {
		fmt.Fprintf(p.out, "灯两边一致：项目 %d、节点 %d、实事 %d、子项 %d，截至 %s 各算一遍\n", report.Projects, report.Milestones,
			report.Tasks, report.Indicators, strings.Join(report.Days, "、"))
	}
	_, err := fmt.Fprintf(p.out, "复制完成。把配置改为新库再启动：GUATU_DATABASE_DSN=%s\n", to)
	return err
}
