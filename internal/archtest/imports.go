package archtest

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// module is the name in go.mod; every import of ours starts with it.
const module = "guatu"

// room says which of our packages a folder may import. A folder belongs to the room with the longest matching prefix.
type room struct {
	prefix string
	may    []string // prefixes of folders; its own room is always allowed
	std    bool     // nothing outside the standard library either
	why    string
}

// features may import the same things and never each other.
func features() []string {
	return []string{"internal/projects", "internal/milestones", "internal/livelihood", "internal/plans", "internal/changes", "internal/files", "internal/periods", "internal/supervision", "internal/meetings",
		"internal/reports", "internal/imports", "internal/district"}
}

// rooms is the map of architecture.md, "which way the arrows point".
func rooms() []room {
	list := []room{
		{prefix: "internal/schedule", std: true, why: "the rules are pure: facts in, lamp out; hand values in as arguments"},
		{prefix: "internal/nodefacts", may: []string{"internal/schedule"}, std: true,
			why: "what a milestone row means to the rules, shared by the rooms that read one: no query and no feature in it"},
		{prefix: "internal/frozen", may: []string{"internal/auth", "internal/schedule"}, std: true,
			why: "what an answer of a closed month is, shared by the rooms that give one: no query and no feature in it"},
		{prefix: "internal/evidence", may: []string{"internal/platform"},
			why: "what evidence is, shared by the rooms that take it: no query and no feature in it"},
		{prefix: "internal/platform", may: []string{"internal/schedule"}, why: "the platform knows no business word; pass what it needs through its constructor"},
		{prefix: "internal/audit", may: []string{"internal/platform"}, why: "audit stands below every feature"},
		{prefix: "internal/auth", may: []string{"internal/platform", "internal/audit", "internal/schedule"}, why: "auth stands below every feature"},
		{prefix: "internal/demo", may: append([]string{"internal/platform", "internal/audit", "internal/auth", "internal/schedule", "internal/evidence", "configs"}, features()...),
			why: "the loader acts through the services of the features, as people do, and stands below app alone"},
		{prefix: "internal/app", may: []string{"internal", "configs", "web"}, why: "the composition root is imported by main alone"},
		{prefix: "internal/soak", std: true, why: "the proofs speak to the built program alone, as its users do"},
		{prefix: "internal/archtest", std: true, why: "the checker must not depend on what it checks"},
		{prefix: "configs", may: []string{"internal/schedule", "internal/platform/config"}, why: "configs turns files into rules, nothing more"},
		{prefix: "web", std: true, why: "the Go part of web is the embed alone"},
		{prefix: "cmd", may: []string{"internal/app", "internal/schedule", "internal/platform/config", "configs"},
			why: "main parses flags and starts app; put the work into internal/app"},
	}
	for _, name := range features() {
		list = append(list, room{
			prefix: name,
			may:    []string{"internal/platform", "internal/audit", "internal/auth", "internal/schedule", "internal/nodefacts", "internal/frozen", "internal/evidence"},
			why:    "no feature imports another: declare the one-to-three-method interface you need and let internal/app hand it in",
		})
	}
	return list
}

// testHelpers may be imported by tests of every room, and by nothing else.
func testHelper(dir string) bool {
	return strings.HasSuffix(dir, "test") && strings.HasPrefix(dir, "internal/")
}

func within(dir, prefix string) bool { return dir == prefix || strings.HasPrefix(dir, prefix+"/") }

func roomOf(dir string, list []room) *room {
	var best *room
	for i := range list {
		if within(dir, list[i].prefix) && (best == nil || len(list[i].prefix) > len(best.prefix)) {
			best = &list[i]
		}
	}
	return best
}

// Imports reports every import that points the wrong way.
func Imports(root fs.FS) ([]Fault, error) {
	files, err := goFiles(root)
	if err != nil {
		return nil, err
	}
	list := rooms()
	var faults []Fault
	for _, f := range files {
		own := roomOf(f.dir, list)
		if own == nil {
			faults = append(faults, Fault{Pos: f.path, Rule: "folder " + f.dir + " is on no floor plan",
				Help: "give it a room in internal/archtest/imports.go and in the architecture page"})
			continue
		}
		for _, spec := range f.tree.Imports {
			target, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return nil, err
			}
			if rule := wrongImport(f, own, target); rule != "" {
				faults = append(faults, Fault{Pos: f.at(spec.Pos()), Rule: rule, Help: own.why})
			}
		}
	}
	return faults, nil
}

// wrongImport says what is wrong with one import, or nothing.
func wrongImport(f file, own *room, target string) string {
	dir, ours := strings.CutPrefix(target, module+"/")
	if !ours {
		first, _, _ := strings.Cut(target, "/")
		if own.std && !f.test && strings.Contains(first, ".") {
			return own.prefix + " imports " + target + " from outside the standard library"
		}
		return ""
	}
	if testHelper(dir) {
		if f.test || testHelper(f.dir) {
			return ""
		}
		return f.dir + " imports the test helper " + dir + " outside a test"
	}
	if within(dir, own.prefix) {
		return ""
	}
	// Tests may start from the shipped rule sets; they still may not reach into another feature.
	if f.test && within(dir, "configs") {
		return ""
	}
	if testHelper(f.dir) && within(dir, "configs") {
		return ""
	}
	if slices.ContainsFunc(own.may, func(prefix string) bool { return within(dir, prefix) }) {
		return ""
	}
	return own.prefix + " imports " + dir
}
