package soak

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	longEnv  = "GUATU_SOAK"       // 1: the long versions
	breakEnv = "GUATU_SOAK_BREAK" // name of the fault to build in

	word = "Guatu-Soak-2017-挂图" // password of the demonstration accounts of these tests
	day  = "2017-09-30"
)

func long() bool     { return os.Getenv(longEnv) == "1" }
func broken() string { return os.Getenv(breakEnv) }

// pick returns the size of the short version or the long one.
func pick[T any](short, full T) T {
	if long() {
		return full
	}
	return short
}

type staleFault struct {
	name, file string
	found      int
}

func (e *staleFault) Error() string {
	if e.file == "" {
		return fmt.Sprintf("there is no fault named %q", e.name)
	}
	return fmt.Sprintf("fault %s: what it replaces is %d times in %s, not once", e.name, e.found, e.file)
}

func moduleRoot() (string, error) {
	folder, err := os.Getwd()
	for err == nil {
		if _, missing := os.Stat(filepath.Join(folder, "go.mod")); missing == nil {
			return folder, nil
		}
		if folder == filepath.Dir(folder) {
			return "", errors.New("no go.mod above the test")
		}
		folder = filepath.Dir(folder)
	}
	return "", err
}

// shared is what all tests of a run use: the built program and the folder of the demonstration it has filled once.
type shared struct {
	once   sync.Once
	err    error
	binary string

	demo     sync.Once
	demoErr  error
	demoFile string
}

var common shared

var workFolder string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "guatu-soak-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	workFolder = folder
	code := m.Run()
	if err := os.RemoveAll(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// program returns the path of the built program, with the fault of the environment in it.
func program(t testing.TB) string {
	t.Helper()
	common.once.Do(func() {
		root, err := moduleRoot()
		if err != nil {
			common.err = err
			return
		}
		common.binary = filepath.Join(workFolder, "guatu")
		// The same flags as the Makefile, so that the compiler finds its work done.
		arguments := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w"}
		if broken() != "" {
			described, err := overlay(broken(), root, workFolder)
			if err != nil {
				common.err = err
				return
			}
			arguments = append(arguments, "-overlay", described)
		}
		build := exec.Command("go", append(arguments, "-o", common.binary, "./cmd/server")...)
		build.Dir, build.Env = root, append(os.Environ(), "CGO_ENABLED=0")
		if output, err := build.CombinedOutput(); err != nil {
			common.err = fmt.Errorf("%w\n%s", err, output)
		}
	})
	if common.err != nil {
		t.Fatalf("the program can not be built: %v", common.err)
	}
	return common.binary
}

// demonstration puts the data of the demonstration into a folder: a database file no program has open.
func demonstration(t testing.TB, folder string) {
	t.Helper()
	common.demo.Do(func() {
		template := filepath.Join(workFolder, "demo")
		p := launch(t, "demo", settings{folder: template})
		p.stop(t)
		common.demoFile = filepath.Join(template, "guatu.db")
		_, common.demoErr = os.Stat(common.demoFile)
	})
	if common.demoErr != nil {
		t.Fatalf("demonstration: %v", common.demoErr)
	}
	content, err := os.ReadFile(common.demoFile)
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "guatu.db"), content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// copyDatabase copies a file of the embedded database into an empty database of a server.
func copyDatabase(t testing.TB, file, to string) {
	t.Helper()
	moved := exec.CommandContext(t.Context(), program(t), "copy-database", "--from", "sqlite://"+file, "--to", to)
	if output, err := moved.CombinedOutput(); err != nil {
		t.Fatalf("%s can not be copied: %v\n%s", file, err, output)
	}
}

// settings are how an instance is started.
type settings struct {
	folder string
	dsn    string // empty: the file in the folder
	addr   string // empty: any free port
	extra  []string
}

// instance is one running program.
type instance struct {
	settings
	url     string
	metrics string
	command *exec.Cmd
	started time.Duration // from the start of the process to the first /readyz that says yes
	ended   chan struct{}
	output  *tail
}

// tail keeps the last lines somebody wrote, for the message of a failed test.
type tail struct {
	mu    sync.Mutex
	lines []string
}

func (o *tail) Write(text []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lines = append(o.lines, strings.TrimRight(string(text), "\n"))
	if len(o.lines) > 30 {
		o.lines = o.lines[len(o.lines)-30:]
	}
	return len(text), nil
}

func (o *tail) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.Join(o.lines, "\n")
}

// launch starts the program and waits until it is ready; it is killed at the end of the test at the latest.
func launch(t testing.TB, verb string, s settings) *instance {
	t.Helper()
	p, err := begin(t, verb, s)
	if err == nil {
		err = p.awaitReady(t.Context(), 60*time.Second)
	}
	if err != nil {
		t.Fatalf("guatu %s: %v\n%s", verb, err, p.output)
	}
	return p
}

// begin starts the process and waits for the address it prints.
func begin(t testing.TB, verb string, s settings) (*instance, error) {
	t.Helper()
	p := &instance{settings: s, ended: make(chan struct{}), output: &tail{}, metrics: freePort(t)}
	if s.addr == "" {
		s.addr = "127.0.0.1:0"
	}
	p.command = exec.Command(program(t), verb)
	p.command.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + s.folder, "GUATU_ADDR=" + s.addr, "GUATU_DATA_DIR=" + s.folder, "GUATU_DATABASE_DSN=" + s.dsn,
		"GUATU_TODAY=" + day, "GUATU_DEMO_PASSWORD=" + word, "GUATU_LOG_LEVEL=warn", "GUATU_METRICS_ADDR=" + p.metrics,
		"GUATU_SECOND_FACTOR=optional", "GUATU_RATE_LIMIT=0", "GUATU_RATE_LIMIT_PUBLIC=0", "GUATU_LOGIN_PER_MINUTE=100000",
		"GUATU_SESSIONS_PER_USER=0", // everybody here is the same person, who is at more places than the default allows
		"GUATU_ACCESS_TOKEN_TTL=12h", "GUATU_SESSION_IDLE=12h", "GUATU_SESSION_ABSOLUTE=12h",
	}, s.extra...)
	p.command.Stderr = p.output
	p.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	printed, err := p.command.StdoutPipe()
	if err != nil {
		return p, err
	}
	from := time.Now()
	if err := p.command.Start(); err != nil {
		return p, err
	}
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("the last words of %s:\n%s", p.url, p.output)
		}
	})
	address := make(chan string, 1)
	go func() {
		for scanner := bufio.NewScanner(printed); scanner.Scan(); {
			if _, rest, ok := strings.Cut(scanner.Text(), "http://"); ok && len(address) == 0 {
				address <- "http://" + strings.Fields(rest)[0]
			}
		}
		_ = p.command.Wait() // a killed process always has an error
		close(p.ended)
	}()
	select {
	case p.url = <-address:
	case <-p.ended:
		return p, errors.New("it ended by itself")
	case <-time.After(90 * time.Second):
		return p, errors.New("it never said where it listens")
	}
	p.started = time.Since(from)
	return p, nil
}

// awaitReady asks /readyz until it says yes.
func (p *instance) awaitReady(ctx context.Context, limit time.Duration) error {
	from := time.Now()
	client := &http.Client{Timeout: 3 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	for time.Since(from) < limit {
		answer, err := get(ctx, client, p.url+"/readyz")
		if err == nil && answer.status == http.StatusOK {
			p.started += time.Since(from)
			return nil
		}
		select {
		case <-p.ended:
			return errors.New("it ended by itself")
		case <-time.After(5 * time.Millisecond):
		}
	}
	return errors.New("it never was ready")
}

// kill ends the process as a power switch would, and returns when it is gone.
func (p *instance) kill() {
	_ = p.command.Process.Kill() // it may have ended
	<-p.ended
}

// stop asks the process to end, as an administrator does.
func (p *instance) stop(t testing.TB) {
	t.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Errorf("stop: %v", err)
	}
	select {
	case <-p.ended:
	case <-time.After(30 * time.Second):
		t.Errorf("it did not stop:\n%s", p.output)
		p.kill()
	}
}

// goroutines reads how many there are from the metrics.
func (p *instance) goroutines(t testing.TB) int {
	t.Helper()
	answer, err := get(t.Context(), http.DefaultClient, "http://"+p.metrics+"/metrics")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(answer.body)) {
		var n float64
		if _, err := fmt.Sscanf(line, "go_goroutines %g", &n); err == nil {
			return int(n)
		}
	}
	t.Fatal("the metrics do not tell the goroutines")
	return 0
}

func freePort(t testing.TB) string {
	t.Helper()
	return "127.0.0.1:" + lowPort(t)
}

// reply is a whole HTTP answer.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func get(ctx context.Context, client *http.Client, url string) (reply, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return reply{}, err
	}
	return send(client, request)
}

func send(client *http.Client, request *http.Request) (reply, error) {
	response, err := client.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = response.Body.Close() }() // read to its end
	body, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, body}, err
}
