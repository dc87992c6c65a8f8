package soak

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// mariadb is a database server of the test, alone or as a node of a cluster. Its connections to the other nodes go through
// the wires, where there are any.
type mariadb struct {
	folder, name string
	addr         string   // where it listens
	space        string   // network it lives in; empty: the one of the machine
	port         string   // for clients
	ports        []string // of the cluster: group, IST, SST
	group        string   // addresses of all nodes, as this one sees them
	flush        string   // innodb_flush_log_at_trx_commit
	position     string   // of a node that died: how far it got, see recover
	emptied      int      // times it could not recover
	process      *exec.Cmd
	ended        chan struct{}
}

// nobody is whom a server runs as where the test is root: a cluster's helpers find their way only as somebody else, and the
// user mysql comes with the full package of the server alone.
const nobody = "nobody"

// newMariaDB makes the folders of n servers; more than one are a Galera cluster, each node in a network of its own.
func newMariaDB(t testing.TB, n int, flush string) []*mariadb {
	t.Helper()
	root, err := os.MkdirTemp("", "guatu-soak-db-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(root) }) // a server that was killed may still be letting go
	var nodes []*mariadb
	var spaces []netspace
	if n > 1 {
		spaces = newNetspaces(t, n)
	}
	for i := range n {
		m := &mariadb{folder: filepath.Join(root, fmt.Sprintf("n%d", i+1)), name: fmt.Sprintf("n%d", i+1), addr: "127.0.0.1", port: lowPort(t), flush: flush}
		if n > 1 {
			m.addr, m.space = spaces[i].addr, spaces[i].name
		}
		for range 3 {
			m.ports = append(m.ports, lowPort(t))
		}
		nodes = append(nodes, m)
		t.Cleanup(m.kill) // not where it is started: a part of a test starts it for those that follow, too
	}
	if err := errors.Join(os.Chmod(root, 0o755), makeFolders(nodes)); err != nil {
		t.Fatal(err)
	}
	var group []string
	for _, m := range nodes {
		group = append(group, m.addr+":"+m.ports[0])
	}
	for _, m := range nodes {
		if n > 1 {
			m.group = strings.Join(group, ",")
		}
		m.install(t)
	}
	return nodes
}

func makeFolders(nodes []*mariadb) error {
	for _, m := range nodes {
		if err := os.MkdirAll(filepath.Join(m.folder, "tmp"), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// handedOut are the ports of lowPort: several ask at once, and a port is only taken when its program has started.
var handedOut sync.Map

// lowPort is free and below the range that the system hands to clients: one of those could hold it when a node comes back.
// No two callers get the same.
func lowPort(t testing.TB) string {
	t.Helper()
	for range 200 {
		port := strconv.Itoa(21000 + rand.N(11000))
		listener, err := net.Listen("tcp", "127.0.0.1:"+port)
		if err != nil {
			continue
		}
		_ = listener.Close() // it was only asked for its number
		if _, taken := handedOut.LoadOrStore(port, true); !taken {
			return port
		}
	}
	t.Fatal("no free port below the ephemeral range")
	return ""
}

func (m *mariadb) install(t testing.TB) {
	t.Helper()
	arguments := []string{"--no-defaults", "--datadir=" + m.data(), "--tmpdir=" + filepath.Join(m.folder, "tmp"), "--auth-root-authentication-method=normal",
		"--skip-test-db", "--skip-name-resolve", "--innodb-log-file-size=8M"}
	if os.Geteuid() == 0 {
		arguments = append(arguments, "--user="+nobody)
		command(t, "chown", "-R", nobody+":", m.folder)
	}
	command(t, "mariadb-install-db", arguments...)
}

func (m *mariadb) data() string   { return filepath.Join(m.folder, "data") }
func (m *mariadb) socket() string { return filepath.Join(m.folder, "m.sock") }

// start runs the server and waits until it takes part; join is "" for the first node of a cluster, else m.group.
func (m *mariadb) start(t testing.TB, join string) {
	t.Helper()
	if err := m.run(join); err != nil {
		t.Fatal(err)
	}
	if !m.await(60 * time.Second) {
		log, _ := os.ReadFile(filepath.Join(m.folder, "err.log")) // only for the message
		t.Fatalf("%s does not start:\n%s", m.name, log[max(0, len(log)-3000):])
	}
}

// groupTimes have a silent node dropped after 2 s instead of 5. The times for agreeing on a new view stay as they are made
// (inactive 15 s, install 7.5 s): with an inactive time of 4 s the install time is 2 s, too short for a node that comes back
// from a pause, and nobody wrote for up to 38 s.
const groupTimes = "evs.keepalive_period=PT0.5S;evs.suspect_timeout=PT2S;evs.inactive_check_period=PT0.5S"

func (m *mariadb) run(join string) error {
	arguments := []string{"--no-defaults", "--datadir=" + m.data(), "--socket=" + m.socket(), "--pid-file=" + filepath.Join(m.folder, "m.pid"),
		"--tmpdir=" + filepath.Join(m.folder, "tmp"), "--bind-address=" + m.addr, "--port=" + m.port, "--skip-name-resolve",
		"--log-error=" + filepath.Join(m.folder, "err.log"), "--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci",
		"--max-connections=300", "--innodb-log-file-size=8M", "--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=" + m.flush}
	if m.group != "" {
		arguments = append(arguments, "--binlog-format=ROW", "--default-storage-engine=InnoDB", "--innodb-autoinc-lock-mode=2", "--wsrep-on=ON",
			"--wsrep-provider="+galeraLibrary(), "--wsrep-cluster-name=soak", "--wsrep-cluster-address=gcomm://"+join, "--wsrep-node-name="+m.name,
			"--wsrep-node-address="+m.addr+":"+m.ports[0], "--wsrep-node-incoming-address="+m.addr+":"+m.port, "--wsrep-sst-method=rsync",
			"--wsrep-sst-receive-address="+m.addr+":"+m.ports[2],
			"--wsrep-provider-options=gmcast.listen_addr=tcp://"+m.addr+":"+m.ports[0]+";ist.recv_addr="+m.addr+":"+m.ports[1]+
				";gcache.size=32M;"+groupTimes)
	}
	if m.position != "" {
		arguments = append(arguments, "--wsrep-start-position="+m.position)
	}
	words := append([]string{tool("mariadbd")}, arguments...)
	if os.Geteuid() == 0 { // as root its helpers would not find their way
		words = append([]string{tool("runuser"), "-u", nobody, "--"}, words...)
	}
	if m.space != "" {
		words = append([]string{tool("ip"), "netns", "exec", m.space}, words...)
	}
	m.process = exec.Command(words[0], words[1:]...)
	m.process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := m.process.Start(); err != nil {
		return err
	}
	m.ended = make(chan struct{})
	go func(process *exec.Cmd, ended chan struct{}) {
		_ = process.Wait() // a killed server always has an error
		close(ended)
	}(m.process, m.ended)
	return nil
}

// await tells whether the server takes part before the limit.
func (m *mariadb) await(limit time.Duration) bool {
	for until := time.Now().Add(limit); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if m.takesPart() {
			return true
		}
	}
	return false
}

func (m *mariadb) takesPart() bool {
	if m.group == "" {
		_, err := m.query("SELECT 1")
		return err == nil
	}
	answer, err := m.query("SHOW STATUS WHERE Variable_name IN ('wsrep_ready', 'wsrep_local_state_comment', 'wsrep_cluster_status')")
	return err == nil && strings.Contains(answer, "Synced") && strings.Contains(answer, "Primary") && !strings.Contains(answer, "OFF")
}

func (m *mariadb) query(text string) (string, error) {
	output, err := exec.Command(tool("mariadb"), "--no-defaults", "--connect-timeout=2", "--socket="+m.socket(), "--user=root", "--batch", "--execute="+text).CombinedOutput()
	return string(output), err
}

func (m *mariadb) sql(t testing.TB, text string) {
	t.Helper()
	if output, err := m.query(text); err != nil {
		t.Fatalf("%s: %v\n%s", text, err, output)
	}
}

// database makes an empty database with an account, and returns its address.
func (m *mariadb) database(t testing.TB) string {
	t.Helper()
	m.sql(t, "CREATE DATABASE guatu CHARACTER SET utf8mb4; CREATE USER 'guatu'@'%' IDENTIFIED BY 'guatu'; GRANT ALL ON *.* TO 'guatu'@'%'")
	return m.dsn(m.addr + ":" + m.port)
}

func (m *mariadb) dsn(addr string) string { return "mysql://guatu:guatu@" + addr + "/guatu" }

// signal goes to the server and to what it has started.
func (m *mariadb) signal(s syscall.Signal) {
	if m.process != nil {
		_ = syscall.Kill(-m.process.Process.Pid, s) // it may have ended
	}
}

// kill ends the server as a power switch would end the process.
func (m *mariadb) kill() {
	if m.process == nil {
		return
	}
	m.signal(syscall.SIGKILL)
	<-m.ended
}
