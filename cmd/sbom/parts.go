package main

import (
	"bytes"
	"cmp"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// part is one thing the program is made of, or made with.
type part struct {
	Name, Version string
	PURL          string
	Algorithm     string // of Sum, as CycloneDX names it; empty without a sum
	Sum           string // hex
	GoSum         string // as in go.sum: of the tree of files, not of one file
	Licences      []string
	Shipped       bool // in the binary or its pages
}

// goParts are the modules of the packages in this folder and their tests; shipped are those linked into the binary.
func goParts(binary string) (parts []part, goVersion string, err error) {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", binary, err)
	}
	shipped := map[string]string{}
	for _, module := range info.Deps {
		if module.Replace != nil {
			return nil, "", fmt.Errorf("%s is replaced by %s: a release has no replacements", module.Path, module.Replace.Path)
		}
		shipped[module.Path+"@"+module.Version] = module.Sum
	}
	folders, err := moduleFolders()
	if err != nil {
		return nil, "", err
	}
	for at := range shipped {
		if folders[at] == "" {
			return nil, "", fmt.Errorf("%s is in %s and not in the module: build it again", at, binary)
		}
	}
	for at, folder := range folders {
		name, version, _ := strings.Cut(at, "@")
		sum, isShipped := shipped[at]
		licences, err := licencesIn(folder)
		if err != nil {
			return nil, "", err
		}
		parts = append(parts, part{Name: name, Version: version, PURL: "pkg:golang/" + name + "@" + version, GoSum: sum, Licences: licences, Shipped: isShipped})
	}
	slices.SortFunc(parts, byName)
	return parts, info.GoVersion, nil
}

// moduleFolders maps "path@version" of every module that a package or a test uses to where its files are.
func moduleFolders() (map[string]string, error) {
	var complaint bytes.Buffer
	list := exec.Command("go", "list", "-deps", "-test", "-f", `{{with .Module}}{{if not .Main}}{{.Path}}@{{.Version}} {{.Dir}}{{end}}{{end}}`, "./...")
	list.Stderr = &complaint
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, complaint.String())
	}
	folders := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if at, folder, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			folders[at] = folder
		}
	}
	return folders, nil
}

// locked is an entry of package-lock.json.
type locked struct {
	Name, Version, Resolved, Integrity, License string
	Link                                        bool
	Dev, DevOptional, Optional, Peer            bool
}

// npmParts reads the lockfile. It refuses an entry that npm could not check by its SHA-512, or that would come from elsewhere
// than the registry.
func npmParts(lockfile string) ([]part, error) {
	text, err := os.ReadFile(lockfile)
	if err != nil {
		return nil, err
	}
	var lock struct {
		LockfileVersion int
		Packages        map[string]locked
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		return nil, fmt.Errorf("%s: %w", lockfile, err)
	}
	if lock.LockfileVersion < 3 || len(lock.Packages) < 2 {
		return nil, fmt.Errorf("%s: version %d with %d packages is no lockfile of npm 9 or later", lockfile, lock.LockfileVersion, len(lock.Packages))
	}
	var parts []part
	var faults []error
	for path, entry := range lock.Packages {
		if path == "" {
			continue // ourselves
		}
		made, err := npmPart(path, entry)
		faults = append(faults, err)
		parts = append(parts, made)
	}
	slices.SortFunc(parts, byName)
	parts = slices.CompactFunc(parts, func(a, b part) bool { return a.Name == b.Name && a.Version == b.Version && a.Shipped == b.Shipped })
	return parts, errors.Join(faults...)
}

func npmPart(path string, entry locked) (part, error) {
	name := path[strings.LastIndex(path, "node_modules/")+len("node_modules/"):]
	if entry.Name != "" {
		name = entry.Name // installed under another name
	}
	made := part{Name: name, Version: entry.Version, PURL: "pkg:npm/" + strings.Replace(name, "@", "%40", 1) + "@" + entry.Version, Algorithm: "SHA-512",
		Shipped: !entry.Dev && !entry.DevOptional && !entry.Optional && !entry.Peer}
	if entry.License != "" {
		made.Licences = []string{entry.License}
	}
	encoded, ok := strings.CutPrefix(entry.Integrity, "sha512-")
	sum, err := base64.StdEncoding.DecodeString(encoded)
	if !ok || err != nil || len(sum) != 64 {
		return made, fmt.Errorf("%s: integrity %q is no SHA-512", path, entry.Integrity)
	}
	made.Sum = hex.EncodeToString(sum)
	if entry.Link || entry.Resolved != "" && !strings.HasPrefix(entry.Resolved, "https://registry.npmjs.org/") {
		return made, fmt.Errorf("%s: comes from %q and not from the registry", path, entry.Resolved)
	}
	return made, nil
}

func byName(a, b part) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Sum, b.Sum))
}
