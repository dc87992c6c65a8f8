package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"gorm.io/gorm"

	"guatu/internal/platform/database"
)

const (
	tokenIssuer   = "guatu"
	tokenAudience = "guatu-api"
	tokenType     = "access"
	maxToken      = 4096            // longer ones are refused before anything looks into them
	clockSlack    = 5 * time.Second // instances may disagree about the time by this much
	minSecret     = 32
)

// errToken says that an access token is not one of ours that is valid now. Why is for the log alone.
var errToken = errors.New("access token refused")

// claims is the whole content of an access token. It names a session; rights are never in it.
type claims struct {
	Type      string `json:"typ"`
	SessionID string `json:"sid"`
	jwt.RegisteredClaims
}

// identity is what a valid token says.
type identity struct {
	userID    int64
	sessionID string
	kid       string
}

// keyring signs and checks access tokens with the keys of signing_keys. Each instance keeps the keys it has seen; that
// a key is still in use is checked with the session, in the same statement.
type keyring struct {
	db    *database.DB
	clock Clock
	ttl   time.Duration

	mu      sync.Mutex
	keys    map[string][]byte
	current string
	asked   time.Time // when an unknown kid last caused a look into the table
}

// openKeys reads the keys and makes the first one where there is none.
func openKeys(ctx context.Context, db *database.DB, clock Clock, ttl time.Duration) (*keyring, error) {
	ring := &keyring{db: db, clock: clock, ttl: ttl}
	if err := ring.reload(ctx); err != nil {
		return nil, err
	}
	if ring.current != "" {
		return ring, nil
	}
	row, err := newKey(clock.Now().UnixMilli())
	if err != nil {
		return nil, err
	}
	// Two instances starting at once make two keys; both are good.
	err = db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
		return tx.Create(&row).Error
	})
	if err != nil {
		return nil, fmt.Errorf("first signing key: %w", err)
	}
	return ring, ring.reload(ctx)
}

// reload reads the keys in use; the newest one signs.
func (k *keyring) reload(ctx context.Context) error {
	var rows []keyRow
	if err := k.db.Read(ctx).Where("retired_at = 0").Order("created_at, kid").Find(&rows).Error; err != nil {
		return fmt.Errorf("signing keys: %w", database.Translate(err))
	}
	keys := make(map[string][]byte, len(rows))
	current := ""
	for _, row := range rows {
		secret, err := base64.RawURLEncoding.DecodeString(row.Secret)
		if err != nil || len(secret) < minSecret {
			return fmt.Errorf("signing key %q is shorter than %d random bytes; retire it", row.Kid, minSecret)
		}
		keys[row.Kid], current = secret, row.Kid
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys, k.current = keys, current
	return nil
}

// secret finds the key with this id. An unknown id may have been made by another instance: the table is asked, at most
// once a second, so that forged ids cost nothing.
func (k *keyring) secret(ctx context.Context, kid string) ([]byte, bool) {
	k.mu.Lock()
	secret, ok := k.keys[kid]
	now := k.clock.Now()
	ask := !ok && now.Sub(k.asked) >= time.Second
	if ask {
		k.asked = now
	}
	k.mu.Unlock()
	if !ask || k.reload(ctx) != nil {
		return secret, ok
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	secret, ok = k.keys[kid]
	return secret, ok
}

// sign makes an access token for the session, with the newest key there is: the table is asked each time, so that a key made
// on another instance signs at once and a retired one no more.
func (k *keyring) sign(ctx context.Context, userID int64, sessionID string) (string, error) {
	if err := k.reload(ctx); err != nil {
		return "", err
	}
	id, err := randomText(12)
	if err != nil {
		return "", err
	}
	now := k.clock.Now()
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		Type: tokenType, SessionID: sessionID,
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: tokenIssuer, Audience: jwt.ClaimStrings{tokenAudience}, Subject: userPrefix + strconv.FormatInt(userID, 10), ID: id,
			IssuedAt: jwt.NewNumericDate(now), NotBefore: jwt.NewNumericDate(now.Add(-clockSlack)), ExpiresAt: jwt.NewNumericDate(now.Add(k.ttl)),
		},
	})
	k.mu.Lock()
	kid := k.current
	secret := k.keys[kid]
	k.mu.Unlock()
	token.Header["kid"] = kid
	signed, err := token.SignedString(secret)
	if err != nil {
		return "", fmt.Errorf("sign access token: %w", err)
	}
	return signed, nil
}

// userPrefix keeps user ids apart from anything else a subject could name.
const userPrefix = "u:"

// parse returns what a token of ours says, or errToken.
func (k *keyring) parse(ctx context.Context, raw string) (identity, error) {
	if len(raw) > maxToken || strings.Count(raw, ".") != 2 {
		return identity{}, fmt.Errorf("%w: size or form", errToken)
	}
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithStrictDecoding(), jwt.WithExpirationRequired(),
		jwt.WithIssuer(tokenIssuer), jwt.WithAudience(tokenAudience), jwt.WithTimeFunc(k.clock.Now),
	)
	var kid string
	var found claims
	_, err := parser.ParseWithClaims(raw, &found, func(token *jwt.Token) (any, error) {
		var ok bool
		if kid, ok = token.Header["kid"].(string); !ok || len(token.Header) != 3 || token.Header["typ"] != "JWT" {
			return nil, errors.New("header is not one of ours")
		}
		secret, ok := k.secret(ctx, kid)
		if !ok {
			return nil, errors.New("unknown key")
		}
		return secret, nil
	})
	if err != nil {
		return identity{}, fmt.Errorf("%w: %w", errToken, err)
	}
	return found.identity(kid, k.ttl)
}

// identity checks what the library leaves open: every claim is there, and only in the form we write. A token that says
// it lives longer than ours do is not ours, whoever signed it.
func (c claims) identity(kid string, ttl time.Duration) (identity, error) {
	number, prefixed := strings.CutPrefix(c.Subject, userPrefix)
	userID, err := strconv.ParseInt(number, 10, 64)
	switch {
	case c.Type != tokenType, c.SessionID == "", c.ID == "", c.IssuedAt == nil, c.NotBefore == nil, len(c.Audience) != 1:
		return identity{}, fmt.Errorf("%w: claims", errToken)
	case c.ExpiresAt.Sub(c.IssuedAt.Time) > ttl+time.Second:
		return identity{}, fmt.Errorf("%w: lifetime", errToken)
	case !prefixed, err != nil, userID <= 0, strconv.FormatInt(userID, 10) != number:
		return identity{}, fmt.Errorf("%w: subject", errToken)
	}
	return identity{userID: userID, sessionID: c.SessionID, kid: kid}, nil
}
