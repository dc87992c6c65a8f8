package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"guatu/internal/app"
)

// version is set by the linker (see the Makefile).
var version = "dev"

// Exit codes: 1 what was asked for failed, 2 it was not understood. Backup and restore have more, see app.ExitCode.
const (
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, program{in: os.Stdin, out: os.Stdout, err: os.Stderr, environ: os.Environ()}, os.Args[1:])
	stop()
	os.Exit(code)
}

// program is what a verb sees of the world.
type program struct {
	in       io.Reader
	out, err io.Writer
	environ  []string
}

// verb is one thing the program does.
type verb struct {
	name, args, help string
	run              func(ctx context.Context, p program, args []string) error
}

func verbs() []verb {
	return []verb{
		{"serve", "[--config FILE]", "启动服务", serve},
		{"demo", "[--config FILE] [--force]", "启动演示：内嵌数据库里的 2017 年计划，只监听本机", demo},
		{"migrate", "[--config FILE] [--check]", "升级数据库结构；--check 只看不改", migrate},
		{"copy-database", "--from DSN --to DSN [--config FILE]", "把一个库整个复制到另一个空库（SQLite 与 MySQL/MariaDB 互换），并逐表、逐灯核对", copyDatabase},
		{"audit", "verify [--json] | archive --request N | prune FILE | grants --account ACCOUNT", "核对审计记录、归档、给数据库账号授权", auditLog},
		{"backup", "--to FILE|DIR (--recipients-file FILE | --passphrase-file FILE | --plain) [--keep N] | --new-key FILE [--config FILE]", "不停服务，把数据库和附件备份成一个加密的文件", takeBackup},
		{"restore", "--from FILE [--into DSN] [--verify] [--identity FILE | --passphrase-file FILE] [--config FILE]", "把备份恢复到空库并逐表、逐灯核对；--verify 只在临时库里核对", restore},
		{"user", "list | add | reset-password | reset-second-factor | unlock", "在本机管理账号（例如首次安装、忘记口令）", user},
		{"signing-key", "rotate | retire", "换访问令牌的签名密钥；不停服务，谁也不用重新登录", signingKey},
		{"setup-code", "[--config FILE]", "换一个开通码（还没有任何账号时）", setupCode},
		{"lamp", "[--rule-set NAME] [--list]", "逐行读 JSON 事实，逐行写亮灯结果", lamp},
		{"openapi", "", "输出接口文档（OpenAPI 3.1）", openapi},
		{"routes", "[--json]", "列出每个接口的权限和范围", routes},
		{"config", "example", "输出带注释的配置示例", configuration},
		{"version", "", "输出版本", printVersion},
	}
}

func run(ctx context.Context, p program, args []string) int {
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "--help"}, args[0]) {
		usage(p.out)
		return 0
	}
	for _, v := range verbs() {
		if v.name != args[0] {
			continue
		}
		err := v.run(ctx, p, args[1:])
		var wrong usageError
		switch {
		case err == nil, errors.Is(err, flag.ErrHelp):
			return 0
		case errors.As(err, &wrong):
			fmt.Fprintf(p.err, "guatu %s: %v\n用法：guatu %s %s\n", v.name, err, v.name, v.args)
			return exitUsage
		case errors.Is(err, errCounted):
			return exitFailed
		}
		fmt.Fprintf(p.err, "guatu %s: %v\n", v.name, err)
		return app.ExitCode(err)
	}
	fmt.Fprintf(p.err, "guatu: 没有命令 %q\n\n", args[0])
	usage(p.err)
	return exitUsage
}

func usage(w io.Writer) {
	fmt.Fprint(w, "挂图：重点项目与十件民生实事\n\n用法：guatu 命令 [参数]\n\n")
	for _, v := range verbs() {
		fmt.Fprintf(w, "  %-14s %s\n                 guatu %s %s\n", v.name, v.help, v.name, v.args)
	}
	fmt.Fprint(w, "\n配置：--config 文件，环境变量 GUATU_* 优先；全部键见 guatu config example\n")
}

// usageError says that the command line was not understood.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

// errCounted says that the failures have been written already, line by line.
var errCounted = errors.New("some lines failed")

// flags returns a flag set that reports faults as errors instead of ending the program.
func flags(name string) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	return set
}

// parse reads the flags of a verb that takes no further words.
func parse(set *flag.FlagSet, p program, args []string) error {
	err := set.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		set.SetOutput(p.out)
		set.PrintDefaults()
		return err
	case err != nil:
		return usageError{err.Error()}
	case set.NArg() > 0:
		return usageError{fmt.Sprintf("不认识的参数 %q", set.Args())}
	}
	return nil
}

func printVersion(_ context.Context, p program, _ []string) error {
	_, err := fmt.Fprintln(p.out, version)
	return err
}
