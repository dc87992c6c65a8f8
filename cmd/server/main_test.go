package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// result of one run of the program.
type result struct {
	code     int
	out, err string
}

func guatu(t *testing.T, in string, environ []string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), program{in: strings.NewReader(in), out: &out, err: &errs, environ: environ}, args)
	return result{code, out.String(), errs.String()}
}

func TestCommandLine(t *testing.T) {
	t.Parallel()
	const good = `{"kind":"milestone","baseline":"2017-06-30","asOf":"2017-07-05"}` + "\n"
	here := []string{"GUATU_DATA_DIR=" + filepath.Join(t.TempDir(), "data"), "GUATU_ADDR=127.0.0.1:0"}
	cases := []struct {
		name    string
		args    []string
		in      string
		environ []string
		code    int
		out     string // part of the standard output
		err     string // part of the standard error
	}{
		{name: "nothing", out: "guatu lamp"},
		{name: "help", args: []string{"--help"}, out: "guatu serve"},
		{name: "help of a verb", args: []string{"lamp", "-h"}, out: "rule-set"},
		{name: "an unknown verb", args: []string{"start"}, code: 2, err: "没有命令"},
		{name: "an unknown flag", args: []string{"lamp", "--fast"}, code: 2, err: "guatu lamp"},
		{name: "a word too many", args: []string{"serve", "now"}, code: 2, err: "now"},
		{name: "version", args: []string{"version"}, out: "dev"},
		{name: "lamps", args: []string{"lamp"}, in: good + good, out: `"rule":"M5"`},
		{name: "a lamp that fails", args: []string{"lamp"}, in: good + "x\n" + good, code: 1, out: `{"error":`},
		{name: "an unknown rule set", args: []string{"lamp", "--rule-set", "nowhere"}, code: 1, err: "zhenan-default-1"},
		{name: "rule sets", args: []string{"lamp", "--list"}, out: "wuhan"},
		{name: "config example", args: []string{"config", "example"}, out: "GUATU_ADDR"},
		{name: "config without a word", args: []string{"config"}, code: 2, err: "config example"},
		{name: "routes", args: []string{"routes"}, out: "/api/v1/milestones/{id}"},
		{name: "a file that is not there", args: []string{"serve", "--config", "/nowhere/guatu.yaml"}, code: 1, err: "/nowhere/guatu.yaml"},
		{name: "a wrong value", args: []string{"serve"}, environ: []string{"GUATU_ZONE=Mars/Base"}, code: 1, err: "zone"},
		{name: "a rule set nobody has", args: []string{"serve"}, environ: append(here, "GUATU_RULE_SET=nowhere"), code: 1, err: "ruleSet"},
		{name: "a database nobody runs", args: []string{"serve"}, environ: append(here, "GUATU_DATABASE_DSN=mysql://a:geheim@127.0.0.1:1/x"), code: 1, err: "GUATU_DATABASE_DSN"},
		{name: "a misspelt variable", args: []string{"migrate"}, environ: append(here, "GUATU_ADR=x"), out: "版", err: "GUATU_ADR"},
		{name: "a misspelt variable beside a wrong value", args: []string{"migrate"}, environ: append(here, "GUATU_ADR=x", "GUATU_ZONE=Mars/Base"), code: 1, err: "GUATU_ADR"},
		{name: "a demo for everybody", args: []string{"demo"}, environ: []string{"GUATU_ADDR=0.0.0.0:8080", here[0]}, code: 1, err: "--force"},
		{name: "a copy without a target", args: []string{"copy-database", "--from", "sqlite:///a.db"}, code: 2, err: "--to"},
		{name: "a copy from nowhere", args: []string{"copy-database", "--from", "sqlite:///nowhere/a.db", "--to", "sqlite:///nowhere/b.db"}, code: 1, err: "/nowhere/a.db"},
		{name: "a copy to a server nobody runs", args: []string{"copy-database", "--from", "sqlite:///nowhere/a.db", "--to", "mysql://a:geheim@127.0.0.1:1/x"}, code: 1, err: "a:xxxxx@"},
		{name: "a copy from an address in a file that is not there", args: []string{"copy-database", "--from", "@/nowhere/dsn", "--to", "sqlite:///b.db"}, code: 1, err: "/nowhere/dsn"},
		{name: "user without a word", args: []string{"user"}, code: 2, err: "list | add"},
		{name: "user add without a name", args: []string{"user", "add"}, code: 2, err: "用户名"},
		{name: "user that is not there", args: []string{"user", "unlock", "nobody"}, environ: here, code: 1, err: "没有这个账号"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := guatu(t, c.in, c.environ, c.args...)
			if got.code != c.code || !strings.Contains(got.out, c.out) || !strings.Contains(got.err, c.err) {
				t.Errorf("guatu %s: code %d, want %d\nout: %.300s\nerr: %.300s", strings.Join(c.args, " "), got.code, c.code, got.out, got.err)
			}
			if strings.Contains(got.err, "geheim") {
				t.Errorf("a password in the error: %s", got.err)
			}
		})
	}
}

func TestPortInUseSaysHowToChange(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	addr := taken.Addr().String()
	got := guatu(t, "", []string{"GUATU_DATA_DIR=" + t.TempDir(), "GUATU_ADDR=" + addr}, "serve")
	if got.code != 1 || !strings.Contains(got.err, addr) || !strings.Contains(got.err, "GUATU_ADDR") {
		t.Errorf("code %d\n%s", got.code, got.err)
	}
}

func TestRoutesAsJSON(t *testing.T) {
	t.Parallel()
	got := guatu(t, "", nil, "routes", "--json")
	var table []struct{ Method, Path, Permission string }
	if err := json.Unmarshal([]byte(got.out), &table); err != nil || len(table) < 20 {
		t.Fatalf("%v: %.200s", err, got.out)
	}
	for _, line := range table {
		if line.Permission == "" || line.Path == "" {
			t.Errorf("%+v says too little", line)
		}
	}
}

// TestFirstInstallation walks the way of a new installation: migrate, first administrators, serve, sign in, stop.
func TestFirstInstallation(t *testing.T) {
	t.Parallel()
	environ := []string{"GUATU_DATA_DIR=" + t.TempDir(), "GUATU_ADDR=127.0.0.1:0"}
	if got := guatu(t, "", environ, "migrate", "--check"); got.code != 1 || !strings.Contains(got.err, "guatu migrate") {
		t.Errorf("an empty database is not current: %+v", got)
	}
	if got := guatu(t, "", environ, "migrate"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	if got := guatu(t, "", environ, "migrate", "--check"); got.code != 0 {
		t.Errorf("%+v", got)
	}
	code := guatu(t, "", environ, "setup-code")
	if code.code != 0 || !strings.Contains(code.out, "开通码  ") || !strings.Contains(code.out, "/setup") {
		t.Errorf("%+v", code)
	}
	if again := guatu(t, "", environ, "setup-code"); again.code != 0 || again.out == code.out {
		t.Errorf("a second code: %+v", again)
	}
	added := guatu(t, "", environ, "user", "add", "admin", "--name", "系统管理员", "--role", "sysadmin")
	if added.code != 0 || !strings.Contains(added.out, "口令") {
		t.Fatalf("%+v", added)
	}
	if got := guatu(t, "", environ, "setup-code"); got.code != 1 || !strings.Contains(got.err, "already_set_up") {
		t.Errorf("a code beside an account: %+v", got)
	}
	if got := guatu(t, "", environ, "user", "add", "admin", "--name", "又一个"); got.code != 1 {
		t.Errorf("the same name twice: %+v", got)
	}
	reset := guatu(t, "", environ, "user", "reset-password", "admin")
	if reset.code != 0 || reset.out == added.out {
		t.Errorf("%+v", reset)
	}
	if got := guatu(t, "", environ, "user", "list"); !strings.Contains(got.out, "admin") {
		t.Errorf("%+v", got)
	}
}

// TestCopyDatabase copies an installation by the command line, with one address out of a file, and starts on the copy.
func TestCopyDatabase(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	environ := []string{"GUATU_DATA_DIR=" + folder, "GUATU_ADDR=127.0.0.1:0"}
	if got := guatu(t, "", environ, "user", "add", "admin", "--name", "系统管理员", "--role", "sysadmin"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	to := "sqlite://" + filepath.Join(folder, "second.db")
	secret := filepath.Join(folder, "to")
	if err := os.WriteFile(secret, []byte(to+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := guatu(t, "", nil, "copy-database", "--from", "sqlite://"+filepath.Join(folder, "guatu.db"), "--to", "@"+secret)
	if got.code != 0 || !strings.Contains(got.out, "users") || !strings.Contains(got.out, to) || !strings.Contains(got.err, "已复制") {
		t.Fatalf("%+v", got)
	}
	if got := guatu(t, "", append(environ, "GUATU_DATABASE_DSN="+to), "user", "list"); !strings.Contains(got.out, "admin") {
		t.Errorf("%+v", got)
	}
	if got := guatu(t, "", nil, "copy-database", "--from", "sqlite://"+filepath.Join(folder, "guatu.db"), "--to", to); got.code != 1 || !strings.Contains(got.err, "不是空的") {
		t.Errorf("over data: %+v", got)
	}
}

// TestServeStopsWhenTold starts the server as main does and stops it as soon as it has told its address.
func TestServeStopsWhenTold(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out := &until{text: "http://127.0.0.1:", then: stop}
	var errs bytes.Buffer
	environ := []string{"GUATU_DATA_DIR=" + t.TempDir(), "GUATU_ADDR=127.0.0.1:0", "GUATU_METRICS_ADDR=127.0.0.1:0"}
	if code := run(ctx, program{in: strings.NewReader(""), out: out, err: &errs, environ: environ}, []string{"serve"}); code != 0 {
		t.Errorf("code %d\n%s", code, errs.String())
	}
	if !strings.Contains(out.String(), out.text) {
		t.Errorf("the address is not told: %s", out.String())
	}
}

// until is a writer that calls then once text has been written.
type until struct {
	bytes.Buffer
	text string
	then func()
}

func (u *until) Write(p []byte) (int, error) {
	n, err := u.Buffer.Write(p)
	if strings.Contains(u.String(), u.text) {
		u.then()
	}
	return n, err
}
