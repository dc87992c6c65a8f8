package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sum512 is an integrity as npm writes it.
var sum512 = "sha512-" + base64.StdEncoding.EncodeToString(make([]byte, 64))

func lockfile(t *testing.T, entries string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "package-lock.json")
	text := fmt.Sprintf(`{"lockfileVersion":3,"packages":{"":{"name":"ours"},"node_modules/good":{"version":"1.0.0","license":"MIT","integrity":%q}%s}}`, sum512, entries)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLockfile(t *testing.T) {
	entry := func(path, fields string) string { return fmt.Sprintf(`,%q:{"version":"2.0.0",%s}`, path, fields) }
	good := fmt.Sprintf(`"license":"MIT","integrity":%q`, sum512)
	for _, test := range []struct{ name, entries, want string }{
		{"as it should be", entry("node_modules/a/node_modules/@scope/b", good+`,"dev":true,"resolved":"https://registry.npmjs.org/b.tgz"`), ""},
		{"no checksum", entry("node_modules/b", `"license":"MIT"`), `integrity "" is no SHA-512`},
		{"a weak checksum", entry("node_modules/b", `"integrity":"sha1-AAAA"`), "is no SHA-512"},
		{"half a checksum", entry("node_modules/b", `"integrity":"sha512-AAAA"`), "is no SHA-512"},
		{"from elsewhere", entry("node_modules/b", good+`,"resolved":"https://example.invalid/b.tgz"`), "not from the registry"},
		{"from a repository", entry("node_modules/b", good+`,"resolved":"git+ssh://git@example.invalid/b.git"`), "not from the registry"},
		{"a folder", entry("node_modules/b", good+`,"link":true`), "not from the registry"},
	} {
		t.Run(test.name, func(t *testing.T) {
			parts, err := npmParts(lockfile(t, test.entries))
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Fatalf("%v, want %q", err, test.want)
			}
			if err == nil && (len(parts) != 2 || parts[0].PURL != "pkg:npm/%40scope/b@2.0.0" || parts[0].Shipped || !parts[1].Shipped) {
				t.Errorf("%+v", parts)
			}
		})
	}
}

func TestLicences(t *testing.T) {
	for _, test := range []struct {
		licences []string
		want     string
	}{
		{[]string{"MIT"}, ""}, {[]string{"Apache-2.0", "MIT"}, ""}, {[]string{"(GPL-3.0 OR MIT)"}, ""},
		{nil, "no licence was found"}, {[]string{"AGPL-3.0"}, "not on the list"}, {[]string{"MIT", "GPL-2.0"}, "not on the list"}, {[]string{"MIT AND GPL-2.0"}, "not on the list"},
	} {
		err := refused([]part{{Name: "x", Version: "1", Licences: test.licences}})
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: %v, want %q", test.licences, err, test.want)
		}
	}
	folder := t.TempDir()
	for name, text := range map[string]string{"LICENSE": "All rights reserved.", "main.go": "// MIT License"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if found, err := licencesIn(folder); err != nil || len(found) != 0 {
		t.Errorf("no licence: %v %v", found, err)
	}
}

// TestDocument: the same parts are the same bytes, other parts another serial number, and what is not shipped is not in it.
func TestDocument(t *testing.T) {
	parts := []part{{Name: "a/b", Version: "v1", PURL: "pkg:golang/a/b@v1", GoSum: "h1:x", Licences: []string{"MIT"}, Shipped: true},
		{Name: "c", Version: "1", PURL: "pkg:npm/c@1", Algorithm: "SHA-512", Sum: "00", Licences: []string{"(MIT OR CC0-1.0)"}, Shipped: true}, {Name: "tool", Version: "1"}}
	make1 := func(binary string) []byte {
		text, err := describe("v9", "go1.26.8", []byte(binary), parts, time.Unix(1500000000, 0))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	first := make1("x")
	if string(first) != string(make1("x")) {
		t.Error("two documents of the same program differ")
	}
	var d, other document
	if err := json.Unmarshal(first, &d); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(make1("y"), &other); err != nil || d.SerialNumber == other.SerialNumber || len(d.SerialNumber) != len("urn:uuid:")+36 {
		t.Errorf("serial numbers %s and %s, %v", d.SerialNumber, other.SerialNumber, err)
	}
	if len(d.Components) != 3 || d.Components[0].Name != "std" || d.Components[2].Licenses[0].Expression != "(MIT OR CC0-1.0)" || d.Metadata.Timestamp != "2017-07-14T02:40:00Z" {
		t.Errorf("%s", first)
	}
}
