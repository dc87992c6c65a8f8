package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// Cost is the price of one password hash. The zero value is the product's: argon2id, 19 MiB, two passes, one lane.
type Cost struct {
	MemoryKiB uint32
	Passes    uint32
}

const (
	defaultMemoryKiB = 19 * 1024
	defaultPasses    = 2
	saltBytes        = 16
	keyBytes         = 32
	parallelHashes   = 2 // 19 MiB each; more would let a flood of logins take the machine

	minPassword = 10
	maxPassword = 128
)

// hasher makes and checks password hashes, two at a time.
type hasher struct {
	cost   Cost
	slots  chan struct{}
	dummy  string // a hash nobody has the password of: an unknown user costs the same
	common map[string]bool
}

func newHasher(cost Cost) (*hasher, error) {
	if cost.MemoryKiB == 0 {
		cost.MemoryKiB = defaultMemoryKiB
	}
	if cost.Passes == 0 {
		cost.Passes = defaultPasses
	}
	h := &hasher{cost: cost, slots: make(chan struct{}, parallelHashes), common: commonPasswords()}
	unknown, err := randomText(32)
	if err != nil {
		return nil, err
	}
	h.dummy, err = h.hash(context.Background(), unknown)
	return h, err
}

// hash returns the encoded argon2id hash of the password: $argon2id$v=19$m=…,t=…,p=1$salt$key.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("salt: %w", err)
	}
	key, err := h.derive(ctx, password, salt, h.cost)
	if err != nil {
		return "", err
	}
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, h.cost.MemoryKiB, h.cost.Passes,
		encode(salt), encode(key)), nil
}

// verify says whether the password belongs to the encoded hash; it takes as long for a wrong one.
func (h *hasher) verify(ctx context.Context, encoded, password string) (bool, error) {
	cost, salt, key, err := decodeHash(encoded)
	if err != nil {
		return false, err
	}
	if len(password) > 4*maxPassword { // nobody's password; do not let it cost more than another
		password = password[:4*maxPassword]
	}
	derived, err := h.derive(ctx, password, salt, cost)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(derived, key) == 1, nil
}

// waste costs as much as verify, for an account that does not exist or may not be tried.
func (h *hasher) waste(ctx context.Context, password string) error {
	_, err := h.verify(ctx, h.dummy, password)
	return err
}

func (h *hasher) derive(ctx context.Context, password string, salt []byte, cost Cost) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, cost.Passes, cost.MemoryKiB, 1, keyBytes), nil
}

func decodeHash(encoded string) (cost Cost, salt, key []byte, err error) {
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return Cost{}, nil, nil, fmt.Errorf("stored password hash has an unknown form")
	}
	if _, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &cost.MemoryKiB, &cost.Passes); err != nil {
		return Cost{}, nil, nil, fmt.Errorf("stored password hash: %w", err)
	}
	if cost.MemoryKiB > 256*1024 || cost.Passes == 0 || cost.Passes > 10 {
		return Cost{}, nil, nil, fmt.Errorf("stored password hash asks for an unreasonable cost")
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err == nil {
		key, err = base64.RawStdEncoding.DecodeString(parts[5])
	}
	if err != nil || len(key) != keyBytes {
		return Cost{}, nil, nil, fmt.Errorf("stored password hash is damaged")
	}
	return cost, salt, key, nil
}

// weakness says why a password is not accepted for the user name: "short", "long", "username", "common", "context"; "" when it is.
// Length counts characters and must be at least least, so that a sentence in Chinese is as good as it is long. context are
// words of the person and the place that a password must not be made of.
func (h *hasher) weakness(username, password string, least int, context ...string) string {
	length := utf8.RuneCountInString(password)
	lower := strings.ToLower(password)
	switch {
	case !utf8.ValidString(password) || length < least:
		return "short"
	case length > maxPassword:
		return "long"
	case len(username) >= 3 && strings.Contains(lower, strings.ToLower(username)):
		return "username"
	case h.isCommon(password):
		return "common"
	case isContext(password, context):
		return "context"
	}
	return ""
}

// repeats says whether the text is one to three characters over and over.
func repeats(text string) bool {
	runes := []rune(text)
	for period := 1; period <= 3; period++ {
		same := true
		for i := period; i < len(runes); i++ {
			same = same && runes[i] == runes[i-period]
		}
		if same {
			return true
		}
	}
	return false
}

// randomPassword makes a one-time password: 20 characters that nobody mistakes for one another.
func randomPassword() (string, error) {
	const alphabet = "23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ"
	out := make([]byte, 20)
	for i := range out {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet))))
		if err != nil {
			return "", fmt.Errorf("random password: %w", err)
		}
		out[i] = alphabet[n.Int64()]
	}
	return string(out), nil
}

// randomText returns n random bytes in the alphabet of URLs.
func randomText(n int) (string, error) {
	raw := make([]byte, n)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("random bytes: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}
