package config

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the zone must be known on hosts without zoneinfo
)

// Validate returns every fault of the settings at once, each with its key.
func (c Config) Validate() error {
	var faults []error
	fault := func(key, format string, args ...any) {
		faults = append(faults, fmt.Errorf("config: %s: %s", key, fmt.Sprintf(format, args...)))
	}
	for key, value := range map[string]string{"addr": c.Addr, "metricsAddr": c.MetricsAddr} {
		if _, _, err := net.SplitHostPort(value); err != nil && (value != "" || key == "addr") {
			fault(key, "%q is no host:port", value)
		}
	}
	for _, proxy := range c.TrustedProxies {
		if reason := badProxy(proxy); reason != "" {
			fault("trustedProxies", "%q %s", proxy, reason)
		}
	}
	if _, err := c.AllowedFrom(); err != nil {
		fault("allowFrom", "%s", err)
	}
	if _, err := time.LoadLocation(c.Zone); err != nil || c.Zone == "" {
		fault("zone", "%q is unknown", c.Zone)
	}
	if _, err := time.Parse(time.DateOnly, c.Today); err != nil && c.Today != "" {
		fault("today", "%q is no day like 2017-05-31", c.Today)
	}
	if !strings.HasPrefix(c.DatabaseDSN, "sqlite://") && !strings.HasPrefix(c.DatabaseDSN, "mysql://") {
		fault("databaseDsn", "must start with sqlite:// or mysql://")
	}
	c.validateWords(fault)
	c.validateNumbers(fault)
	return errors.Join(faults...)
}

func (c Config) validateWords(fault func(key, format string, args ...any)) {
	for _, word := range []struct {
		key, value string
		allowed    []string
	}{
		{"cookieSecure", c.CookieSecure, []string{"auto", "true", "false"}},
		{"logLevel", c.LogLevel, []string{"debug", "info", "warn", "error"}},
		{"logFormat", c.LogFormat, []string{"text", "json"}},
		{"secondFactor", c.SecondFactor, []string{"required", "optional"}},
		{"passwordProfile", c.PasswordProfile, []string{"djbh3", "asvs"}},
	} {
		if !slices.Contains(word.allowed, word.value) {
			fault(word.key, "%q is none of %s", word.value, strings.Join(word.allowed, ", "))
		}
	}
	if _, err := c.SecretBytes(); err != nil {
		fault("secretKey", "%s", err)
	}
	if c.RuleSet == "" {
		fault("ruleSet", "is empty")
	}
	if c.DataDir == "" {
		fault("dataDir", "is empty")
	}
}

func (c Config) validateNumbers(fault func(key, format string, args ...any)) {
	for _, number := range []struct {
		key        string
		value, min int64
	}{
		{"accessTokenTtl", int64(c.AccessTokenTTL), 1}, {"sessionIdle", int64(c.SessionIdle), 1},
		{"sessionAbsolute", int64(c.SessionAbsolute), 1}, {"loginMaxFailures", int64(c.LoginMaxFailures), 1},
		{"loginLock", int64(c.LoginLock), 1}, {"loginPerMinute", int64(c.LoginPerMinute), 1},
		{"sessionsPerUser", int64(c.SessionsPerUser), 0}, {"oneTimePasswordTtl", int64(c.OneTimePasswordTTL), 1}, {"proofTtl", int64(c.ProofTTL), 1}, {"setupCodeTtl", int64(c.SetupCodeTTL), 1},
		{"maxBodyBytes", c.MaxBodyBytes, 1024}, {"maxFileBytes", c.MaxFileBytes, 1024}, {"requestTimeout", int64(c.RequestTimeout), 1},
		{"rateLimit", int64(c.RateLimit), 0}, {"rateLimitPublic", int64(c.RateLimitPublic), 0},
		{"rateExport", int64(c.RateExport), 0}, {"rateImport", int64(c.RateImport), 0},
		{"rateWindow", int64(c.RateWindow), int64(time.Millisecond)},
		{"maxPage", int64(c.MaxPage), 1}, {"shutdownTimeout", int64(c.ShutdownTimeout), 1},
	} {
		if number.value < number.min {
			fault(number.key, "is too small")
		}
	}
	if c.MaxPage > 200 {
		fault("maxPage", "is more than 200")
	}
	if c.SessionIdle > c.SessionAbsolute {
		fault("sessionIdle", "is longer than sessionAbsolute")
	}
}

// minSecret is how many bytes a secret key has at least.
const minSecret = 32

// SecretBytes is the configured secret key, nil when none is. The sample of a document is no key.
func (c Config) SecretBytes() ([]byte, error) {
	if c.SecretKey == "" {
		return nil, nil
	}
	key, err := base64.StdEncoding.DecodeString(c.SecretKey)
	switch {
	case err != nil:
		return nil, errors.New("is not base64")
	case len(key) < minSecret:
		return nil, fmt.Errorf("has fewer than %d bytes", minSecret)
	case len(bytes.Trim(key, string(key[:1]))) == 0:
		return nil, errors.New("is one byte over and over")
	}
	return key, nil
}

// AllowedFrom is allowFrom taken apart: networks by the role, or group of roles, that must come from one of them. Which roles there
// are is for whoever knows them to check. An IPv4 network that is written as IPv6 is one of IPv4.
func (c Config) AllowedFrom() (map[string][]netip.Prefix, error) {
	allowed := map[string][]netip.Prefix{}
	for _, entry := range c.AllowFrom {
		role, network, ok := strings.Cut(entry, "=")
		role = strings.TrimSpace(role)
		if !ok || role == "" {
			return nil, fmt.Errorf("%q is not role=network", entry)
		}
		prefix, err := networkOf(strings.TrimSpace(network))
		if err != nil {
			return nil, fmt.Errorf("%q: %w", entry, err)
		}
		allowed[role] = append(allowed[role], prefix)
	}
	return allowed, nil
}

// networkOf reads an address or a network.
func networkOf(text string) (netip.Prefix, error) {
	if address, err := netip.ParseAddr(text); err == nil {
		address = address.Unmap().WithZone("")
		return netip.PrefixFrom(address, address.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return prefix, fmt.Errorf("%q is no address and no network", text)
	}
	if prefix.Addr().Is4In6() {
		if prefix.Bits() < 96 {
			return prefix, fmt.Errorf("%q is wider than all of IPv4", text)
		}
		prefix = netip.PrefixFrom(prefix.Addr().Unmap(), prefix.Bits()-96)
	}
	return prefix.Masked(), nil
}

// badProxy says what is wrong with an entry of the trusted proxies.
func badProxy(entry string) string {
	if _, err := netip.ParseAddr(entry); err == nil {
		return ""
	}
	prefix, err := netip.ParsePrefix(entry)
	if err != nil {
		return "is no address and no network"
	}
	if prefix.Bits() == 0 {
		return "would trust everybody"
	}
	return ""
}
