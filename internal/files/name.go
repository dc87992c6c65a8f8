package files

import (
	"path"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxName = 120 // characters

// SafeName is the name a file is kept and given back under: the last part of what was sent, without what would fool a reader
// or a file system. "" when nothing is left.
func SafeName(sent string) string {
	name := path.Base(strings.ReplaceAll(strings.ToValidUTF8(sent, ""), `\`, "/"))
	name = strings.Map(func(c rune) rune {
		// unicode.Cf holds the marks that turn the direction of writing: "photo\u202Egpj.exe" reads as a picture.
		if unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || strings.ContainsRune(`<>:"/|?*`, c) {
			return -1
		}
		return c
	}, name)
	name = strings.Trim(name, " .")
	if utf8.RuneCountInString(name) <= maxName {
		return name
	}
	ending := filepath.Ext(name)
	stem := []rune(strings.TrimSuffix(name, ending))
	return string(stem[:max(0, min(len(stem), maxName-utf8.RuneCountInString(ending)))]) + ending
}
