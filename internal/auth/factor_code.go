package auth

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"image/png"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"gorm.io/gorm"

	"guatu/internal/platform/database"
)

// What a code is: six digits, a new one each half minute (RFC 6238 with the values every authenticator app knows).
const (
	codeStep   = 30 * time.Second
	codeDigits = otp.DigitsSix
	codeSkew   = 1 // steps a clock may be behind or ahead
	secretSize = 20
	qrSize     = 240
)

// vault keeps the secrets of second factors readable for the program alone. Its key comes from the server, not from the
// database: who has a copy of the database can not make codes.
type vault struct {
	seal cipher.AEAD
	mac  []byte
}

// newVault derives its keys from the secret of the server.
func newVault(secret []byte) (*vault, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "guatu second factor", 32)
	if err != nil {
		return nil, fmt.Errorf("second factor: %w", err)
	}
	mac, err := hkdf.Key(sha256.New, secret, nil, "guatu recovery codes", 32)
	if err != nil {
		return nil, fmt.Errorf("second factor: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("second factor: %w", err)
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("second factor: %w", err)
	}
	return &vault{seal: seal, mac: mac}, nil
}

// close seals the secret for one account: in the row of another it can not be opened.
func (v *vault) close(userID int64, secret string) (string, error) {
	nonce := make([]byte, v.seal.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return "", fmt.Errorf("second factor: %w", err)
	}
	return base64.RawStdEncoding.EncodeToString(v.seal.Seal(nonce, nonce, []byte(secret), owner(userID))), nil
}

var errSealed = errors.New("the secret of a second factor can not be opened: the secret key of this server is not the one it was sealed with")

func (v *vault) open(userID int64, sealed string) (string, error) {
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < v.seal.NonceSize() {
		return "", errSealed
	}
	secret, err := v.seal.Open(nil, raw[:v.seal.NonceSize()], raw[v.seal.NonceSize():], owner(userID))
	if err != nil {
		return "", errSealed
	}
	return string(secret), nil
}

// digest is what the table keeps of a recovery code.
func (v *vault) digest(userID int64, code string) string {
	mac := hmac.New(sha256.New, v.mac)
	mac.Write(owner(userID))
	mac.Write([]byte(":" + code))
	return hex.EncodeToString(mac.Sum(nil))
}

func owner(userID int64) []byte { return []byte("user " + strconv.FormatInt(userID, 10)) }

// stepOf returns the time step a code belongs to, 0 when it belongs to none that counts now. All are compared, so that a
// wrong code takes as long as a right one.
func stepOf(secret, code string, now time.Time) (int64, error) {
	found := int64(0)
	current := now.Unix() / int64(codeStep/time.Second)
	for step := current - codeSkew; step <= current+codeSkew; step++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: codeDigits, Algorithm: otp.AlgorithmSHA1}) // #nosec G115 -- a step of the clock, never negative
		if err != nil {
			return 0, fmt.Errorf("second factor: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = step
		}
	}
	return found, nil
}

// pictureOf draws the address an authenticator app scans, as a data URI: nothing is asked of any other server.
func pictureOf(key *otp.Key) (string, error) {
	image, err := key.Image(qrSize, qrSize)
	if err != nil {
		return "", fmt.Errorf("second factor: %w", err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, image); err != nil {
		return "", fmt.Errorf("second factor: %w", err)
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(out.Bytes()), nil
}

// RecoveryCodes open an account once each, when the phone is lost.
type RecoveryCodes struct {
	Codes []string `json:"codes" nullable:"false" doc:"Shown once and kept nowhere."`
}

// newRecoveryCodes makes codes of fifty random bits, in letters and digits nobody mistakes for one another.
func newRecoveryCodes() ([]string, error) {
	const letters = "23456789abcdefghjkmnpqrstuvwxyz0" // 32; neither 1, i, l nor o
	codes := make([]string, recoveryCodes)
	for i := range codes {
		code := make([]byte, 0, 11)
		for len(code) < 11 {
			if len(code) == 5 {
				code = append(code, '-')
				continue
			}
			n, err := rand.Int(rand.Reader, big.NewInt(int64(len(letters))))
			if err != nil {
				return nil, fmt.Errorf("recovery code: %w", err)
			}
			code = append(code, letters[n.Int64()])
		}
		codes[i] = string(code)
	}
	return codes, nil
}

// plainCode is a code as it is compared: without the blanks and dashes people type.
func plainCode(code string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "", "　", "").Replace(code))
}

// storeRecoveryCodes replaces the recovery codes of an account.
func (s *Service) storeRecoveryCodes(tx *gorm.DB, userID int64, codes []string) error {
	if err := tx.Exec("DELETE FROM recovery_codes WHERE user_id = ?", userID).Error; err != nil {
		return database.Translate(err)
	}
	rows := make([]recoveryRow, len(codes))
	for i, code := range codes {
		rows[i] = recoveryRow{UserID: userID, CodeHash: s.vault.digest(userID, plainCode(code))}
	}
	return database.Translate(tx.Create(&rows).Error)
}
