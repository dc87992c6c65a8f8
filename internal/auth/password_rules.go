package auth

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
)

// PasswordRules are what a new password has to be, in figures for the form that asks for one.
type PasswordRules struct {
	Profile    string `json:"profile" enum:"djbh3,asvs"`
	MinLength  int    `json:"minLength" doc:"Characters."`
	Classes    int    `json:"classes" doc:"How many of: capital letters, small letters, digits, signs, Han; 0: any."`
	MaxAgeDays int    `json:"maxAgeDays" doc:"After how many days it has to be changed; 0: never."`
	History    int    `json:"history" doc:"How many former ones it must not be; 0: only not the current one."`
}

// passwordRules are the rules of one profile. The two contradict each other on purpose, because what they follow does: the
// decision is written down in docs/adr.
type passwordRules struct{ PasswordRules }

// rulesOf returns the rules of a profile the configuration has checked.
func rulesOf(profile string) passwordRules {
	if profile == "asvs" {
		return passwordRules{PasswordRules{Profile: "asvs", MinLength: 12}}
	}
	return passwordRules{PasswordRules{Profile: "djbh3", MinLength: minPassword, Classes: 3, MaxAgeDays: 90, History: 5}}
}

// expired says whether a password was too old when the session was opened with it: work that is under way is not cut off.
func (r passwordRules) expired(chosen, opened int64) bool {
	age := time.Duration(r.MaxAgeDays) * 24 * time.Hour
	return r.MaxAgeDays > 0 && opened-chosen > age.Milliseconds()
}

// classesOf counts the kinds of characters. Han is a kind of its own, so that a sentence with a year and a blank is enough.
func classesOf(password string) int {
	var upper, lower, digit, han, sign int
	for _, r := range password {
		switch {
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsDigit(r):
			digit = 1
		case unicode.IsLetter(r):
			han = 1
		default:
			sign = 1
		}
	}
	return upper + lower + digit + han + sign
}

// checkPassword refuses a weak password, naming the field it came in.
func (s *Service) checkPassword(field, username, password string) error {
	least := s.rules.MinLength
	switch s.hasher.weakness(username, password, least, append(s.contextWords(), username)...) {
	case "short":
		return errInvalid(field, "short", "口令至少 "+strconv.Itoa(least)+" 个字", "must have at least "+strconv.Itoa(least)+" characters")
	case "long":
		return errInvalid(field, "long", "口令最多 128 个字", "must have at most 128 characters")
	case "username":
		return errInvalid(field, "username", "口令不能包含用户名", "must not contain the user name")
	case "context":
		return errInvalid(field, "context", "口令不能只由本区、本系统的名称或您的用户名（包括拼音）加数字组成，请换一个",
			"must not be made of the names of the district, this service or your account alone, choose another")
	case "common":
		return errInvalid(field, "common", "口令过于常见，请换一个", "is too common, choose another")
	}
	if need := s.rules.Classes; classesOf(password) < need {
		return errInvalid(field, "classes", "口令须含大写字母、小写字母、数字、符号、汉字中的"+strconv.Itoa(need)+"类",
			"needs "+strconv.Itoa(need)+" of: capital letters, small letters, digits, signs, Han")
	}
	return nil
}

// usedBefore says whether the password is one of the former ones that count. It is as dear as that many logins, and is asked
// only after the current password was proved.
func (s *Service) usedBefore(ctx context.Context, userID int64, password string) (bool, error) {
	if s.rules.History <= 1 {
		return false, nil // that it is not the current one is checked anyhow
	}
	var hashes []string
	err := s.db.Read(ctx).Table("password_history").Where("user_id = ?", userID).Order("id DESC").Limit(s.rules.History-1).
		Pluck("password_hash", &hashes).Error
	if err != nil {
		return false, database.Translate(err)
	}
	for _, hash := range hashes {
		if same, err := s.hasher.verify(ctx, hash, password); err != nil || same {
			return same, err
		}
	}
	return false, nil
}

// keepFormer keeps the password an account has now as a former one, before another is stored.
func (s *Service) keepFormer(tx *gorm.DB, userID int64) error {
	var hash string
	if err := tx.Table("users").Where("id = ?", userID).Pluck("password_hash", &hash).Error; err != nil {
		return database.Translate(err)
	}
	if hash == noPassword || strings.TrimSpace(hash) == "" {
		return nil
	}
	return database.Translate(tx.Create(&formerRow{UserID: userID, PasswordHash: hash, EndedAt: s.clock.Now().UnixMilli()}).Error)
}
