package demo

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
)

// passwordFile keeps a generated password in the data folder, readable by its owner alone.
const passwordFile = "demo-password"

// ErrNotLoopback refuses accounts with a printed password on an address that others can reach.
var ErrNotLoopback = errors.New("demo: the demonstration has accounts with a known password and only runs on a loopback " +
	"address; nothing was loaded; listen on 127.0.0.1, or force it if you know what you do")

// checkAddress refuses an address that is not loopback, unless forced.
func checkAddress(addr string, force bool) error {
	if force {
		return nil
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("demo: address %q: %w", addr, err)
	}
	if ip, err := netip.ParseAddr(host); host == "localhost" || err == nil && ip.IsLoopback() {
		return nil
	}
	return ErrNotLoopback
}

// password returns the configured password, else the one kept in the folder, else a new one that is kept there; file is
// "" when it is configured.
func password(configured, folder string) (word, file string, err error) {
	if configured != "" {
		return configured, "", nil
	}
	file = filepath.Join(folder, passwordFile)
	kept, err := os.ReadFile(file)
	switch {
	case err == nil && strings.TrimSpace(string(kept)) != "":
		return strings.TrimSpace(string(kept)), file, os.Chmod(file, 0o600)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", "", fmt.Errorf("demo: password: %w", err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", "", fmt.Errorf("demo: password: %w", err)
	}
	word = rand.Text() // 26 letters and digits, 128 bits
	if err := os.WriteFile(file, []byte(word+"\n"), 0o600); err != nil {
		return "", "", fmt.Errorf("demo: password: %w", err)
	}
	return word, file, nil
}
