package searchtext

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// finds is what the database does with Condition and Argument, for words without % and _.
func finds(typed string, texts ...string) bool {
	return strings.Contains(Of(texts...), strings.Trim(Argument(typed), "%"))
}

func TestFinds(t *testing.T) {
	for _, c := range []struct {
		typed string
		texts []string
		want  bool
	}{
		{"中学", []string{"绣山中学", "A-01"}, true},
		{"xszx", []string{"绣山中学", "A-01"}, true},
		{"ZX", []string{"绣山中学", "A-01"}, true},
		{"a-01", []string{"绣山中学", "A-01"}, true},
		{" 绣山 ", []string{"绣山中学"}, true},
		{"学a", []string{"绣山中学", "A-01"}, false}, // not over the border of two texts
		{"zxa", []string{"绣山中学", "A-01"}, false},
		{"5gjz", []string{"5G基站"}, true},
		{"qglx", []string{"七·高路-线"}, true},
		{"wzyh", []string{"温州银行"}, true}, // háng
		{"wzyx", []string{"温州银行"}, true}, // xíng, as the single character is read
		{"cj", []string{"长江路"}, true},
		{"zj", []string{"长江路"}, true},
		{"zx", []string{"滨海大道"}, false},
		{"école", []string{"ÉCOLE"}, true},
		{"", nil, true},
	} {
		if got := finds(c.typed, c.texts...); got != c.want {
			t.Errorf("%q in %q: %v, the column is %q", c.typed, c.texts, got, Of(c.texts...))
		}
	}
}

func TestOfFitsTheColumn(t *testing.T) {
	for _, text := range []string{strings.Repeat("长", 200), strings.Repeat("行长", 700), strings.Repeat("😀", 1200), ""} {
		if got := Of(text, "A-1"); utf8.RuneCountInString(got) > column || !utf8.ValidString(got) {
			t.Errorf("%d characters, valid %v", utf8.RuneCountInString(got), utf8.ValidString(got))
		}
	}
	if got := Of("绣山中学", "绣山"); strings.Count(got, "\n") != 1 {
		t.Errorf("what is in another line is not kept twice: %q", got)
	}
}

func FuzzOf(f *testing.F) {
	f.Add("绣山中学", "A-01")
	f.Fuzz(func(t *testing.T, a, b string) {
		if got := Of(a, b); utf8.RuneCountInString(got) > column || utf8.ValidString(a) && utf8.ValidString(b) && !utf8.ValidString(got) {
			t.Errorf("%q", got)
		}
	})
}
