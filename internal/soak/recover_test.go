package soak

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var recovered = regexp.MustCompile(`Recovered position:? ([0-9a-f-]+):(-?\d+)`)

// recover asks a dead node for the last write it has on its disk, as galera_recovery does before the service starts, and
// keeps it for the next start: with it the others send what the node has missed, without it everything. It gives the number
// of that write.
func (m *mariadb) recover(t testing.TB) int64 {
	t.Helper()
	log := filepath.Join(m.folder, "recover.log")
	_ = os.Remove(log) // of the time before
	command(t, "runuser", "-u", "mysql", "--", tool("mariadbd"), "--no-defaults", "--datadir="+m.data(), "--tmpdir="+filepath.Join(m.folder, "tmp"),
		"--innodb-log-file-size=8M", "--wsrep-on=ON", "--wsrep-provider="+galeraLibrary(), "--wsrep-cluster-address=gcomm://", "--binlog-format=ROW", "--wsrep-recover", "--log-error="+log)
	text, err := os.ReadFile(log)
	found := recovered.FindAllStringSubmatch(string(text), -1)
	if err != nil || len(found) == 0 {
		t.Fatalf("%s does not say how far it got: %v\n%s", m.name, err, text)
	}
	last := found[len(found)-1]
	number, err := strconv.ParseInt(last[2], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	m.position = last[1] + ":" + last[2]
	return number
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
