package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// allowed are the licences a part may be under. All let a district use and pass on the program without opening what is its own;
// MPL-2.0 asks that changes to its own files stay open, and we change none.
var allowed = []string{
	"0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MPL-2.0", "Python-2.0", "Unlicense", "Zlib",
}

// certain is how much of a licence file must be the text of a known licence; the rest is names and years.
const certain = 75.0

// licencesIn finds the licences of a Go module by the text of the files in its folder.
func licencesIn(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("module cache: %w", err)
	}
	var found []string
	for _, entry := range entries {
		if name := strings.ToUpper(entry.Name()); entry.IsDir() || !strings.HasPrefix(name, "LICEN") && !strings.HasPrefix(name, "COPYING") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("module cache: %w", err)
		}
		scan := licensecheck.Scan(text)
		if scan.Percent < certain {
			continue
		}
		for _, match := range scan.Match {
			if !slices.Contains(found, match.ID) {
				found = append(found, match.ID)
			}
		}
	}
	slices.Sort(found)
	return found, nil
}

// refused returns one fault for each part that is under no licence of the list. A choice, as in "(MIT OR CC0-1.0)", needs one
// of its sides to be on the list; a part with several licence files needs all of them.
func refused(parts []part) error {
	var faults []error
	for _, p := range parts {
		if len(p.Licences) == 0 {
			faults = append(faults, fmt.Errorf("%s %s: no licence was found", p.Name, p.Version))
		}
		for _, licence := range p.Licences {
			if !slices.ContainsFunc(strings.Split(strings.Trim(licence, "()"), " OR "), func(l string) bool { return slices.Contains(allowed, l) }) {
				faults = append(faults, fmt.Errorf("%s %s: licence %q is not on the list", p.Name, p.Version, licence))
			}
		}
	}
	return errors.Join(faults...)
}
