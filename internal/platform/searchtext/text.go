package searchtext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"guatu/internal/platform/database"
)

const (
	// column is how many characters the column search holds.
	column = 1000
	// variants bounds how many readings of a name with polyphonic characters are kept.
	variants = 8
)

// Of is the content of the column search for these texts: each in small letters, then the initials of each. A search never
// runs over the border of two of them. A polyphonic character (银行, 长江) adds the name read the other way.
func Of(texts ...string) string {
	var lines []string
	add := func(line string) {
		for _, known := range lines {
			if strings.Contains(known, line) {
				return
			}
		}
		lines = append(lines, line)
	}
	for _, text := range texts {
		add(strings.ToLower(strings.TrimSpace(text)))
	}
	for _, text := range texts {
		for _, reading := range readings(text) {
			add(reading)
		}
	}
	return cut(strings.TrimSpace(strings.Join(lines, "\n")))
}

// cut keeps what the column holds, whole lines as far as possible.
func cut(text string) string {
	for utf8.RuneCountInString(text) > column {
		last := strings.LastIndexByte(text, '\n')
		if last < 0 {
			return string([]rune(text)[:column])
		}
		text = text[:last]
	}
	return text
}

// readings are the initials of a text: first as each character is read most often, then with one polyphonic character read
// the other way. Letters and digits stand for themselves, everything else is left out.
func readings(text string) []string {
	arguments := pinyin.NewArgs()
	arguments.Heteronym = true
	var common []rune
	others := map[int][]rune{} // by place
	hanzi := false
	for _, r := range strings.ToLower(text) {
		if r < utf8.RuneSelf {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				common = append(common, r)
			}
			continue
		}
		for n, sound := range pinyin.SinglePinyin(r, arguments) {
			initial := rune(sound[0])
			if n == 0 {
				common, hanzi = append(common, initial), true
			} else if at := len(common) - 1; initial != common[at] {
				others[at] = append(others[at], initial)
			}
		}
	}
	if !hanzi {
		return nil // the text itself says it all
	}
	out := []string{string(common)}
	for at := range common {
		for _, initial := range others[at] {
			if len(out) < variants {
				other := append([]rune{}, common...)
				other[at] = initial
				out = append(out, string(other))
			}
		}
	}
	return out
}

// Condition is an SQL condition with one parameter that finds rows by the column search; give the parameter as
// [Argument]. Both sides are in small letters, so that both databases compare the same characters.
func Condition(search string) string { return search + " LIKE ? ESCAPE '!'" }

// Argument is the parameter of [Condition] for what somebody typed.
func Argument(typed string) string {
	return database.LikeArgument(strings.ToLower(strings.TrimSpace(typed)))
}

// Place puts a Chinese name where people look for it: by the pinyin of its characters.
func Place(name string) string {
	arguments := pinyin.NewArgs()
	var out strings.Builder
	for _, r := range strings.ToLower(name) {
		sounds := pinyin.SinglePinyin(r, arguments)
		if r < utf8.RuneSelf || len(sounds) == 0 {
			out.WriteRune(r)
			continue
		}
		out.WriteString(sounds[0] + " ")
	}
	return out.String()
}
