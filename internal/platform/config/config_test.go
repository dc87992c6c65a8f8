package config

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "guatu.yaml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExampleLoadsAsDefaults(t *testing.T) {
	defaults, err := Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	example, err := Load(write(t, string(Example())), nil)
	if err != nil {
		t.Fatalf("the example must load: %v", err)
	}
	if diff := cmp.Diff(defaults, example); diff != "" {
		t.Errorf("the example differs from the defaults:\n%s", diff)
	}
	if defaults.AccessTokenTTL != 10*time.Minute || defaults.Addr != "127.0.0.1:8080" || defaults.MaxPage != 200 {
		t.Errorf("unexpected defaults: %+v", defaults)
	}
	if !strings.HasPrefix(defaults.DatabaseDSN, "sqlite:///") || !strings.HasSuffix(defaults.DatabaseDSN, "/data/guatu.db") {
		t.Errorf("default database %q", defaults.DatabaseDSN)
	}
}

func TestPrecedence(t *testing.T) {
	file := write(t, "addr: 127.0.0.1:1\nsessionIdle: 2m\nmaxPage: 50\ntrustedProxies: [10.0.0.1]\n")
	c, err := Load(file, []string{"GUATU_ADDR=127.0.0.1:2", "GUATU_TODAY=2017-03-31", "GUATU_TRUSTED_PROXIES=10.0.0.2,10.1.0.0/16", "GUATU_MAX_PAGE="})
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "127.0.0.1:2" || c.SessionIdle != 2*time.Minute || c.MaxPage != 50 || c.Today != "2017-03-31" {
		t.Errorf("wrong precedence: %+v", c)
	}
	if diff := cmp.Diff([]string{"10.0.0.2", "10.1.0.0/16"}, c.TrustedProxies); diff != "" {
		t.Error(diff)
	}
}

func TestFaultsNameTheirKey(t *testing.T) {
	for _, test := range []struct{ name, file, env, want string }{
		{"unknown key", "adr: x\n", "", "adr"},
		{"wrong type", "maxPage: many\n", "", "many"},
		{"bad environment", "", "GUATU_SESSION_IDLE=soon", "SessionIdle"},
		{"everybody trusted", "trustedProxies: [0.0.0.0/0]\n", "", "trustedProxies"},
		{"star", "trustedProxies: ['*']\n", "", "trustedProxies"},
		{"zone", "zone: Mars/Base\n", "", "zone"},
		{"today", "", "GUATU_TODAY=31.3.2017", "today"},
		{"dsn", "databaseDsn: postgres://x\n", "", "databaseDsn"},
		{"page", "maxPage: 500\n", "", "maxPage"},
		{"idle", "sessionIdle: 24h\n", "", "sessionIdle"},
		{"level", "logLevel: loud\n", "", "logLevel"},
		{"zero", "accessTokenTtl: 0s\n", "", "accessTokenTtl"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(write(t, test.file), []string{test.env})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("want an error naming %q, got %v", test.want, err)
			}
		})
	}
}

func TestUnknownEnv(t *testing.T) {
	got := UnknownEnv([]string{"GUATU_ADR=1", "GUATU_ADDR=1", "GUATU_TEST_MYSQL_DSN=x", "PATH=/bin"})
	if diff := cmp.Diff([]string{"GUATU_ADR"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestLogHidesPasswords(t *testing.T) {
	c := Config{DatabaseDSN: "mysql://guatu:geheim@db:3306/guatu", DemoPassword: "geheim"}
	var out strings.Builder
	slog.New(slog.NewTextHandler(&out, nil)).Info("start", "config", c)
	if strings.Contains(out.String(), "geheim") {
		t.Errorf("password in the log: %s", out.String())
	}
}
