package auth

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"guatu/internal/platform/searchtext"
)

// publishedCommon is a published list of what people choose most; common_passwords.SOURCE.md says whose.
//
//go:embed common_passwords.txt
var publishedCommon string

// localCommon is what people here type first, at the length that would pass otherwise, and the stems they put digits on.
const localCommon = `password passw0rd p@ssw0rd p@ssword password1 qwerty qwertyuiop qwerty123 qwertyasdfg asdfghjkl asdfghjkl;
zxcvbnm zxcvbnm,./ 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 qazwsxedc q1w2e3r4t5 1q2w3e4r5t 1q2w3e4r5t6y zaq12wsx !qaz2wsx !qaz@wsx
1234567890 0123456789 0987654321 12345678910 123456789a a123456789 123456789q abc123456789 123123123123 1233211234567
1234567890- 147258369 1472583690 11223344556677889900 1122334455 5201314520 52013145201314 woaini woaini1314 woaini520
woaini5201314 iloveyou iloveyou1314 letmein letmeinnow welcome welcome1 welcometo changeme changemenow admin administrator
adminadmin admin@ admin123456 root rootroot toor test testtest test123456 guest guestguest default system manager secret
master superman sunshine princess dragon football baseball monkey shadow trustno1 computer internet abcdefghij
abcdefghijk abcd1234 abcde12345 abc abcd qwer asdf qwerasdf qwerasdfzxcv asdfqwer aaaa1111 aa123456 guatuguatu
zhejiang ningbo wenzhou zhenan gov.cn woshiadmin wodemima mimamima 我的密码 我的口令 密码密码 中华人民共和国`

// localContext are words of this service and of every office it is used in: whoever guesses tries them first.
const localContext = `guatu guatuzuozhan zuozhan guatubang duchashi ducha zhengfu quzhengfu quwei quweiban fagaiju xiangmu
xitong guanliyuan anquan shenji mima kouling admin administrator sysadmin secadmin auditadmin password passwd pwd
挂图 挂图作战 作战 督查室 督查 政府 区政府 区委 发改局 系统 管理员 密码 口令`

// contextLeft is how many characters a password must have beside the words of its context, digits and signs left out.
const contextLeft = 4

// commonPasswords is everything that is too common, in small letters.
func commonPasswords() map[string]bool {
	common := make(map[string]bool, 11_000)
	for _, word := range append(strings.Fields(publishedCommon), strings.Fields(localCommon)...) {
		common[strings.ToLower(word)] = true
	}
	return common
}

// isCommon says whether the password, or what is left of it without digits and signs around it and with letters for the signs
// that are written for them, is one of the common ones or two of them in a row.
func (h *hasher) isCommon(password string) bool {
	plain := halfWidth(strings.ToLower(password))
	if repeats(plain) {
		return true
	}
	stem := strings.TrimFunc(plain, notLetter)
	for _, form := range []string{plain, strings.TrimRight(plain, "0123456789!@#."), stem, unleet(plain), unleet(strings.TrimRightFunc(plain, notLetter)), unleet(stem)} {
		if h.common[form] || h.twoCommon(form) {
			return true
		}
	}
	return false
}

func (h *hasher) twoCommon(form string) bool {
	for at := 4; at <= len(form)-4; at++ {
		if h.common[form[:at]] && h.common[form[at:]] {
			return true
		}
	}
	return false
}

// isContext says whether little is left of the password without the words everybody here would try: those of the service, of
// the district and of the person.
func isContext(password string, words []string) bool {
	words = contextWords(words)
	plain := halfWidth(strings.ToLower(password))
	for _, form := range []string{plain, unleet(plain)} {
		left := lettersOf(form)
		before := left
		for _, word := range words {
			left = strings.ReplaceAll(left, word, "")
		}
		if left != before && utf8.RuneCountInString(left) < contextLeft {
			return true
		}
	}
	return false
}

// contextWords are the words with their pinyin, the longest first, so that no shorter one tears a longer one apart.
func contextWords(given []string) []string {
	words := strings.Fields(localContext)
	for _, text := range given {
		lower := halfWidth(strings.ToLower(text))
		words = append(words, lettersOf(lower), lettersOf(searchtext.Place(lower)))
		words = append(words, strings.FieldsFunc(lower, notLetter)...)
		for _, kind := range []string{"市", "区", "县"} { // people leave the kind of place out
			words = append(words, lettersOf(strings.TrimSuffix(lower, kind)), lettersOf(searchtext.Place(strings.TrimSuffix(lower, kind))))
		}
	}
	words = slices.DeleteFunc(words, func(word string) bool { return utf8.RuneCountInString(word) < 2 })
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if notLetter(r) {
			return -1
		}
		return r
	}, text)
}

// halfWidth writes the full-width letters, digits and signs of a Chinese keyboard as everybody else's.
func halfWidth(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return unicode.ToLower(r - '！' + '!')
		}
		return r
	}, text)
}

// unleet writes letters for the digits and signs that people put in their place.
func unleet(text string) string {
	return strings.NewReplacer("0", "o", "1", "i", "!", "i", "3", "e", "4", "a", "@", "a", "5", "s", "$", "s", "7", "t", "8", "b").Replace(text)
}
