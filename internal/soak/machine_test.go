package soak

import (
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"guatu/internal/platform/database/dbtest"
)

// unavailable says why a proof can not run on this machine; empty when it can.
func unavailable(what string) string {
	switch what {
	case "mariadb":
		if os.Getenv(dbtest.MySQLEnv) == "" {
			return dbtest.MySQLEnv + " is not set"
		}
	case "loop":
		if os.Geteuid() != 0 {
			return "a power cut needs root: it mounts a file system of its own"
		}
		if found, _ := filepath.Glob("/dev/loop[0-9]*"); len(found) == 0 {
			return "there is no loop device"
		}
		if tool("mkfs.ext4") == "" || tool("mount") == "" {
			return "mkfs.ext4 or mount is missing"
		}
	case "tmpfs":
		if os.Geteuid() != 0 {
			return "a full disk needs root: it mounts a small file system"
		}
	case "galera":
		if os.Geteuid() != 0 || tool("mariadbd") == "" || tool("rsync") == "" {
			return "a cluster needs root, mariadb-server and rsync"
		}
		if galeraLibrary() == "" {
			return "galera-4 is not installed"
		}
	case "haproxy":
		if tool("haproxy") == "" {
			return "haproxy is not installed"
		}
	}
	return ""
}

// tool finds a program, also where only root looks.
func tool(name string) string {
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	for _, folder := range []string{"/usr/sbin", "/sbin", "/usr/local/sbin"} {
		if path := filepath.Join(folder, name); isFile(path) {
			return path
		}
	}
	return ""
}

func galeraLibrary() string {
	for _, path := range []string{"/usr/lib/galera/libgalera_smm.so", "/usr/lib64/galera-4/libgalera_smm.so", "/usr/lib/libgalera_smm.so"} {
		if isFile(path) {
			return path
		}
	}
	return ""
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// rounds counts the cycles of a proof: few in the short version; in the long one as many as fit into its share of the hour.
// A proof that had to end before says so.
func rounds(t testing.TB, short, full int, share time.Duration) iter.Seq[int] {
	return func(yield func(int) bool) {
		from := time.Now()
		for n := range pick(short, full) {
			if long() && time.Since(from) > share {
				t.Logf("NOT ALL: %d of %d cycles of %s, its share of %s is spent", n, full, t.Name(), share)
				return
			}
			if !yield(n) {
				return
			}
		}
	}
}

// strain is how much longer things may take in the short version, which runs beside every other test of the machine; the
// long one has the machine for itself and holds the product to its figures.
func strain() time.Duration { return pick[time.Duration](5, 1) }
