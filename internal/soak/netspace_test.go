package soak

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// netspace is a network of its own for one database node, joined to the others by a cable that can be pulled.
type netspace struct{ name, cable, addr string }

const bridge = "gtsoak0"

// newNetspaces makes n of them on one bridge.
func newNetspaces(t testing.TB, n int) (out []netspace) {
	t.Helper()
	if output, err := exec.Command(tool("ip"), "link", "add", bridge, "type", "bridge").CombinedOutput(); err != nil {
		t.Skipf("NOT TESTED, cluster: no network of its own can be made here: %s", output)
	}
	t.Cleanup(func() { _ = exec.Command(tool("ip"), "link", "del", bridge).Run() }) // the machine keeps nothing of it
	subnet := fmt.Sprintf("10.213.%d", 1+os.Getpid()%250)
	ip := func(arguments ...string) { t.Helper(); command(t, "ip", arguments...) }
	ip("addr", "add", subnet+".254/24", "dev", bridge)
	ip("link", "set", bridge, "up")
	for i := range n {
		s := netspace{name: fmt.Sprintf("gtsoak-n%d", i+1), cable: fmt.Sprintf("gtsoak-c%d", i+1), addr: fmt.Sprintf("%s.%d", subnet, i+1)}
		ip("netns", "add", s.name)
		t.Cleanup(func() { _ = exec.Command(tool("ip"), "netns", "del", s.name).Run() })
		t.Cleanup(func() { _ = exec.Command(tool("ip"), "link", "del", s.cable).Run() }) // the network goes later than it is deleted
		ip("link", "add", s.cable, "type", "veth", "peer", "name", "eth0", "netns", s.name)
		ip("link", "set", s.cable, "master", bridge, "up")
		for _, inside := range [][]string{{"addr", "add", s.addr + "/24", "dev", "eth0"}, {"link", "set", "eth0", "up"}, {"link", "set", "lo", "up"}} {
			ip(append([]string{"-n", s.name}, inside...)...)
		}
		out = append(out, s)
	}
	return out
}

// pull and plug are what a careless foot does to the cable.
func (s netspace) pull(t testing.TB) { t.Helper(); command(t, "ip", "link", "set", s.cable, "down") }
func (s netspace) plug(t testing.TB) { t.Helper(); command(t, "ip", "link", "set", s.cable, "up") }
