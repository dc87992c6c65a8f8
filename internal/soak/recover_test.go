package soak

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var recovered = regexp.MustCompile(`Recovered position:? ([0-9a-f-]+):(-?\d+)`)

// recover asks a dead node for the last write it has on its disk, as galera_recovery does before the service starts, and
// keeps it for the next start: with it the others send what the node has missed, without it everything. It gives the number
// of that write. The server that is asked opens a socket all the same: one of its own, because the usual one may not be its
// to open. A node whose own recovery fails is emptied, as the guide tells the administrator; it then
// knows nothing and gives -1.
func (m *mariadb) recover(t testing.TB) int64 {
	t.Helper()
	log := filepath.Join(m.folder, "recover.log")
	_ = os.Remove(log) // of the time before
	asked := exec.Command(tool("runuser"), "-u", nobody, "--", tool("mariadbd"), "--no-defaults", "--datadir="+m.data(), "--tmpdir="+filepath.Join(m.folder, "tmp"),
		"--innodb-log-file-size=8M", "--wsrep-on=ON", "--wsrep-provider="+galeraLibrary(), "--wsrep-cluster-address=gcomm://", "--binlog-format=ROW", "--wsrep-recover", "--log-error="+log,
		"--socket="+filepath.Join(m.folder, "recover.sock"), "--pid-file="+filepath.Join(m.folder, "recover.pid"), "--skip-networking")
	_, failed := asked.CombinedOutput() // what matters is in the log
	text, _ := os.ReadFile(log)
	found := recovered.FindAllStringSubmatch(string(text), -1)
	if failed != nil || len(found) == 0 {
		t.Logf("FIGURES %s does not say how far it got, and is emptied: %v\n%s", m.name, failed, text[max(0, len(text)-3000):])
		m.empty(t)
		return -1
	}
	last := found[len(found)-1]
	number, err := strconv.ParseInt(last[2], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	m.position = last[1] + ":" + last[2]
	return number
}

// empty takes everything from a node; at its next start the others send it all. A node that needs it twice is a fault: then
// something is wrong with how it is started or asked.
func (m *mariadb) empty(t testing.TB) {
	t.Helper()
	entries, err := os.ReadDir(m.data())
	for _, entry := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(m.data(), entry.Name())))
	}
	if err != nil {
		t.Fatal(err)
	}
	m.position = ""
	if m.emptied++; m.emptied > 1 {
		t.Errorf("FAULT: %s could not recover for the second time", m.name)
	}
}

// furthest recovers all nodes and names the one that has most.
func furthest(t testing.TB, nodes []*mariadb) (best int) {
	t.Helper()
	top := int64(-1)
	for i, m := range nodes {
		if at := m.recover(t); at > top {
			best, top = i, at
		}
	}
	return best
}

// markSafe lets a node begin a cluster of its own.
func markSafe(t testing.TB, m *mariadb) {
	t.Helper()
	path := filepath.Join(m.data(), "grastate.dat")
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, []byte(strings.Replace(string(text), "safe_to_bootstrap: 0", "safe_to_bootstrap: 1", 1)), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
