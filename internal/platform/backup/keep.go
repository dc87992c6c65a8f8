package backup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// FileName is the name of the backup of an instant, to the millisecond. The names sort as the instants do.
func FileName(at time.Time) string { return at.UTC().Format("guatu-20060102-150405.000Z") + ".backup" }

var ownName = regexp.MustCompile(`^guatu-\d{8}-\d{6}\.\d{3}Z\.backup$`)

// Prune removes the oldest backups of a folder until keep of them are left, and returns the names. Only names as FileName
// gives them count; anything else in the folder is left alone, but for what a backup that was cut off before the instant left.
func Prune(folder string, keep int, before time.Time) (removed []string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	var names []string
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case !entry.Type().IsRegular():
		case ownName.MatchString(name):
			names = append(names, name)
		case strings.HasPrefix(name, ".guatu-") && strings.HasSuffix(name, unfinished):
			if info, err := entry.Info(); err == nil && info.ModTime().Before(before) {
				if err := os.Remove(filepath.Join(folder, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
					return nil, fmt.Errorf("backup: %w", err)
				}
			}
		}
	}
	slices.Sort(names)
	for ; len(names) > keep; names = names[1:] {
		if err := os.Remove(filepath.Join(folder, names[0])); err != nil {
			return removed, fmt.Errorf("backup: %w", err)
		}
		removed = append(removed, names[0])
	}
	return removed, nil
}
