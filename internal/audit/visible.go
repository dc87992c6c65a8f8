package audit

import (
	"fmt"
	"strings"
	"unicode"
)

// visible shows what would otherwise act on whoever reads it: line breaks, terminal sequences, letters that turn the direction
// of writing or take no room become their code. Ordinary text stays as it is.
func visible(text string) string {
	if strings.IndexFunc(text, acts) < 0 {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if acts(r) {
			fmt.Fprintf(&out, `\u{%04X}`, r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// acts: controls, formats (bidirectional marks, zero width), line and paragraph separators, and bytes that are no text.
func acts(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar
}
