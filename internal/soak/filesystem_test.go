package soak

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// shutdownFS is EXT4_IOC_SHUTDOWN, and noFlush its way without writing anything more: the file system stops as a disk does
// that loses power. What had not been flushed is gone.
const (
	shutdownFS = 0x8004587d
	noFlush    = 2
)

// loopDisk is an ext4 file system in a file, mounted through a loop device.
type loopDisk struct{ image, mount string }

func newLoopDisk(t testing.TB, megabytes int64) *loopDisk {
	t.Helper()
	folder := t.TempDir()
	d := &loopDisk{image: filepath.Join(folder, "disk.img"), mount: filepath.Join(folder, "mnt")}
	file, err := os.Create(d.image)
	if err == nil {
		err = errors.Join(file.Truncate(megabytes<<20), file.Close(), os.Mkdir(d.mount, 0o700))
	}
	if err != nil {
		t.Fatal(err)
	}
	command(t, "mkfs.ext4", "-q", "-F", "-m", "0", d.image)
	if output, err := exec.Command(tool("mount"), "-o", "loop", d.image, d.mount).CombinedOutput(); err != nil {
		t.Skipf("NOT TESTED: a loop file system can not be mounted here: %s", output)
	}
	t.Cleanup(func() { d.unmount(t) })
	return d
}

// cut is the power cut.
func (d *loopDisk) cut(t testing.TB) {
	t.Helper()
	folder, err := os.Open(d.mount)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = folder.Close() }() // it is gone anyway
	flag := uint32(noFlush)
	if errno := ioctl(folder.Fd(), shutdownFS, &flag); errno != 0 {
		t.Skipf("NOT TESTED: this file system can not be shut down: %v", errno)
	}
}

// repower mounts what the cut left; the journal of the file system is replayed, nothing else is repaired.
func (d *loopDisk) repower(t testing.TB) {
	t.Helper()
	d.unmount(t)
	command(t, "mount", "-o", "loop", d.image, d.mount)
}

func (d *loopDisk) unmount(t testing.TB) {
	t.Helper()
	for range 1500 {
		err := syscall.Unmount(d.mount, 0)
		if err == nil || errors.Is(err, syscall.EINVAL) { // not mounted
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%s can not be unmounted", d.mount)
}

// TestPowerCut: the file system of the data loses power under load, 200 times (5 in the short version). Every acknowledged
// change is there afterwards. kill -9 does not show this: the kernel still writes what a killed program left to it.
func TestPowerCut(t *testing.T) {
	if why := unavailable("loop"); why != "" {
		t.Skip("NOT TESTED, power cut: " + why)
	}
	disk := newLoopDisk(t, 128)
	data := filepath.Join(disk.mount, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	demonstration(t, data)
	command(t, "sync", "-f", disk.mount)
	p := launch(t, "serve", settings{folder: data})
	u := signIn(t, p.url, "supervisor")
	var sum figures
	var slowest time.Duration
	from := time.Now()
	for cycle := range rounds(t, 5, 200, 6*time.Minute) {
		l := killLoad(t, u, p, cycle)
		book, stop := loaded(t, l)
		settled(t, book, 20, 30*time.Second)
		disk.cut(t)
		p.kill()
		stop()
		disk.repower(t)
		p = launch(t, "serve", settings{folder: data})
		slowest = max(slowest, p.started)
		sum.add(book.judge(t, u, p.url))
	}
	p.stop(t)
	report(t, fmt.Sprintf("power cut, sqlite on ext4, slowest start %.2f s, %.0f s in all", slowest.Seconds(), time.Since(from).Seconds()), sum)
	if slowest > startLimit*strain() {
		t.Errorf("FAULT: a start took %s", slowest)
	}
}

// TestDiskFull: on a small file system that somebody else fills up, writes are refused with 507 or 503, reads go on, nothing
// acknowledged is lost, and writes go on within five seconds after there is room again, without a restart.
func TestDiskFull(t *testing.T) {
	if why := unavailable("tmpfs"); why != "" {
		t.Skip("NOT TESTED, full disk: " + why)
	}
	mount := filepath.Join(t.TempDir(), "small")
	if err := os.Mkdir(mount, 0o700); err != nil {
		t.Fatal(err)
	}
	if output, err := exec.Command(tool("mount"), "-t", "tmpfs", "-o", "size=32m", "tmpfs", mount).CombinedOutput(); err != nil {
		t.Skipf("NOT TESTED: a tmpfs can not be mounted here: %s", output)
	}
	t.Cleanup(func() { (&loopDisk{mount: mount}).unmount(t) })
	demonstration(t, mount)
	p := launch(t, "serve", settings{folder: mount})
	t.Cleanup(p.kill) // before the file system goes
	u := signIn(t, p.url, "supervisor")
	var sum figures
	for cycle := range rounds(t, 3, 20, 90*time.Second) {
		sum.add(fillUp(t, u, p, mount, cycle))
	}
	report(t, "disk full, sqlite on tmpfs", sum)
}

func fillUp(t *testing.T, u *user, p *instance, mount string, cycle int) figures {
	t.Helper()
	l := killLoad(t, u, p, cycle)
	book, stop := loaded(t, l)
	settled(t, book, 5, 30*time.Second)
	ballast := filepath.Join(mount, "ballast")
	fill(t, ballast)
	refusals := func() int { book.mu.Lock(); defer book.mu.Unlock(); return book.total.refused + book.total.unknown }
	for before, until := refusals(), time.Now().Add(30*time.Second); refusals() < before+20; time.Sleep(5 * time.Millisecond) {
		fill(t, ballast)
		if time.Now().After(until) {
			t.Fatal("FAULT: nothing was refused on a full disk")
		}
	}
	for _, object := range l.objects {
		if answer, err := get(t.Context(), u.client, p.url+"/api/v1/district"); err != nil || answer.status != http.StatusOK {
			t.Errorf("FAULT: a read on a full disk: %d %v", answer.status, err)
		}
		answer, err := u.ask(t.Context(), ask{method: http.MethodGet, url: fmt.Sprintf("%s/api/v1/milestones/%d", p.url, object.ID)})
		if err != nil || answer.status != http.StatusOK {
			t.Errorf("FAULT: a read on a full disk: %d %s %v", answer.status, answer.body, err)
		}
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	settled(t, book, 5, 5*time.Second)
	stop()
	t.Logf("answers while the disk was full: %s", l.oddities())
	if bad := l.bad.Load(); bad > 0 {
		t.Errorf("FAULT: %d answers above 500 that are neither 503 nor 507: %s", bad, l.oddities())
	}
	return book.judge(t, u, p.url)
}

// fill writes until there is no room left.
func fill(t testing.TB, path string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	block := make([]byte, 1<<16)
	for size := len(block); size > 0; size /= 2 {
		for err = nil; err == nil; {
			_, err = file.Write(block[:size])
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

func command(t testing.TB, name string, arguments ...string) {
	t.Helper()
	if output, err := exec.Command(tool(name), arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, output)
	}
}
