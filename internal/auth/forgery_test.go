package auth_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

// TestForgedTokens: none of these is accepted. Half of them are signed with the deployment's own key, so that it is the
// content alone that is refused.
func TestForgedTokens(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	good, _ := w.signIn(t, "sysadmin")
	foreign := newWorld(t, dbtest.New(t, database.SQLite))
	theirs, _ := foreign.signIn(t, "sysadmin")
	forged := forgedTexts(t, w, good)
	maps.Copy(forged, forgedClaims(t, w, good))
	maps.Copy(forged, forgedSignatures(t, w, good))
	forged["another deployment's token"] = theirs
	for _, name := range slices.Sorted(maps.Keys(forged)) {
		began := time.Now()
		response := w.Do(t, apitest.Scenario{URL: meURL, Headers: map[string]string{"Authorization": "Bearer " + forged[name]}})
		if response.Status != 401 {
			t.Errorf("%s: %d %s", name, response.Status, response.Body)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("%s: refused only after %v", name, took)
		}
	}
	if response := w.Do(t, apitest.Scenario{URL: meURL, Token: good}); response.Status != 200 {
		t.Fatalf("the good token is refused: %s", response.Body)
	}
	t.Logf("%d forged tokens, 0 accepted", len(forged))
	if len(forged) < 60 {
		t.Errorf("only %d forged tokens in the catalogue", len(forged))
	}
}

// forgedTexts are altered at the level of characters.
func forgedTexts(t *testing.T, w *world, good string) map[string]string {
	t.Helper()
	parts := strings.Split(good, ".")
	last := good[len(good)-1:]
	alphabet := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	forged := map[string]string{
		"empty parts":         "..",
		"no signature":        parts[0] + "." + parts[1] + ".",
		"no dots":             strings.ReplaceAll(good, ".", ""),
		"two parts":           parts[0] + "." + parts[1],
		"four parts":          good + ".x",
		"five parts (JWE)":    good + ".x.y",
		"a megabyte of dots":  strings.Repeat(".", 1<<20),
		"a megabyte of text":  strings.Repeat("a", 1<<20) + ".b.c",
		"padded":              good + "=",
		"blank inside":        parts[0] + ". " + parts[1] + "." + parts[2],
		"line break":          parts[0] + ".\n" + parts[1] + "." + parts[2],
		"not base64":          parts[0] + ".%%%." + parts[2],
		"not JSON":            parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte("{")) + "." + parts[2],
		"claims of another":   parts[0] + "." + parts[2] + "." + parts[1],
		"case of the claims":  parts[0] + "." + strings.ToLower(parts[1]) + "." + parts[2],
		"standard alphabet":   strings.NewReplacer("-", "+", "_", "/").Replace(good) + "+",
		"the session id":      strings.Split(mustClaims(t, good)["sid"].(string), ".")[0],
		"quotes":              `"` + good + `"`,
		"refresh as access":   refreshOf(t, w),
		"unicode look-alikes": strings.Replace(good, "e", "е", 1),
	}
	n := strings.Index(alphabet, last)
	for i := 1; i <= 3; i++ { // the other spellings of the same last byte
		other := alphabet[n&^3|(n+i)&3 : n&^3|(n+i)&3+1]
		forged["last character "+other] = good[:len(good)-1] + other
	}
	return forged
}

// forgedClaims are signed with the right key; only what they say is wrong.
func forgedClaims(t *testing.T, w *world, good string) map[string]string {
	t.Helper()
	now := w.clock.Now().Unix()
	forged := map[string]string{}
	for _, name := range []string{"exp", "nbf", "iat", "iss", "aud", "sub", "sid", "jti", "typ"} {
		forged["without "+name] = authtest.Forge(t, w.db, good, func(_ *jwt.Token, c jwt.MapClaims) { delete(c, name) })
	}
	for name, values := range map[string][]any{
		"exp": {now - 1, -1, 0, "2099-01-01", "9999999999", nil, []int{1}},
		"nbf": {now + 60, "soon"},
		"iss": {"other", "", 1},
		"aud": {"other", "", []string{"guatu-api", "other"}, []string{}},
		"typ": {"refresh", "", "ACCESS"},
		"sub": {"u:0", "u:-1", "1", "u:01", "u:+1", "r:sysadmin", "u:1 ", "u:999999999999999999999", "", "u:" + id(w.Users["secadmin"])},
		"sid": {"", "unknown", "' OR 1=1 --", 7},
	} {
		for _, value := range values {
			text, _ := json.Marshal(value) // plain values
			forged[name+" "+string(text)] = authtest.Forge(t, w.db, good, func(_ *jwt.Token, c jwt.MapClaims) { c[name] = value })
		}
	}
	for name, change := range map[string]func(h map[string]any){
		"without kid":    func(h map[string]any) { delete(h, "kid") },
		"kid unknown":    func(h map[string]any) { h["kid"] = "unknown" },
		"kid path":       func(h map[string]any) { h["kid"] = "../../dev/null" },
		"kid SQL":        func(h map[string]any) { h["kid"] = "' UNION SELECT 'x" },
		"kid number":     func(h map[string]any) { h["kid"] = 1 },
		"typ other":      func(h map[string]any) { h["typ"] = "JWE" },
		"jku":            func(h map[string]any) { h["jku"] = "https://evil.example/keys" },
		"x5u":            func(h map[string]any) { h["x5u"] = "https://evil.example/cert" },
		"jwk":            func(h map[string]any) { h["jwk"] = map[string]string{"kty": "oct", "k": "AA"} },
		"crit":           func(h map[string]any) { h["crit"] = []string{"exp"} },
		"b64 false":      func(h map[string]any) { h["b64"] = false },
		"alg lower case": func(h map[string]any) { h["alg"] = "hs256" },
	} {
		forged["header "+name] = authtest.Forge(t, w.db, good, func(token *jwt.Token, _ jwt.MapClaims) { change(token.Header) })
	}
	return forged
}

// forgedSignatures use another algorithm or key.
func forgedSignatures(t *testing.T, w *world, good string) map[string]string {
	t.Helper()
	claims := mustClaims(t, good)
	header, _, err := jwt.NewParser().ParseUnverified(good, jwt.MapClaims{})
	if err != nil {
		t.Fatal(err)
	}
	kid := header.Header["kid"].(string)
	secret := authtest.Secret(t, w.db, kid)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sign := func(method jwt.SigningMethod, key any, alg string) string {
		token := jwt.NewWithClaims(method, claims)
		token.Header["kid"] = kid
		if alg != "" {
			token.Header["alg"] = alg
		}
		text, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	none := jwt.UnsafeAllowNoneSignatureType
	return map[string]string{
		"alg none":             sign(jwt.SigningMethodNone, none, ""),
		"alg None":             sign(jwt.SigningMethodNone, none, "None"),
		"alg NONE":             sign(jwt.SigningMethodNone, none, "NONE"),
		"alg empty":            sign(jwt.SigningMethodNone, none, " "),
		"HS384, right key":     sign(jwt.SigningMethodHS384, secret, ""),
		"HS512, right key":     sign(jwt.SigningMethodHS512, secret, ""),
		"HS512 called HS256":   sign(jwt.SigningMethodHS512, secret, "HS256"),
		"ES256":                sign(jwt.SigningMethodES256, key, ""),
		"ES256 called HS256":   sign(jwt.SigningMethodES256, key, "HS256"),
		"empty key":            sign(jwt.SigningMethodHS256, []byte{}, ""),
		"key is the kid":       sign(jwt.SigningMethodHS256, []byte(kid), ""),
		"key is the text":      sign(jwt.SigningMethodHS256, []byte(base64.RawURLEncoding.EncodeToString(secret)), ""),
		"key off by one":       sign(jwt.SigningMethodHS256, secret[1:], ""),
		"key secret":           sign(jwt.SigningMethodHS256, []byte("secret"), ""),
		"RS256 called by name": sign(jwt.SigningMethodHS256, secret, "RS256"),
	}
}

func mustClaims(t *testing.T, token string) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(token, claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

func refreshOf(t *testing.T, w *world) string {
	t.Helper()
	_, cookie := w.signIn(t, "auditor")
	return strings.TrimPrefix(cookie, "guatu_refresh=")
}

// TestRetiredKey: a key taken out of use is refused with the next request, on every instance, and a new one is found.
func TestRetiredKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		token, _ := w.signIn(t, "auditor")
		if err := db.Tx(context.Background(), txFunc("UPDATE signing_keys SET retired_at = 1")); err != nil {
			t.Fatal(err)
		}
		w.Run(t, apitest.Scenario{Name: "retired", URL: meURL, Token: token, Status: 401})
		second := instance(t, db, w.clock) // makes a new key
		fresh, _ := second.signIn(t, "auditor")
		w.clock.advance(2 * time.Second)
		w.Run(t, apitest.Scenario{Name: "the new key is found", URL: meURL, Token: fresh})
	})
}

func TestWeakKeyStopsTheStart(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	if err := w.db.Tx(context.Background(), txFunc("INSERT INTO signing_keys (kid, secret, created_at) VALUES ('weak', 'c2VjcmV0', 9999999999999)")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.again(); err == nil || !strings.Contains(err.Error(), "weak") {
		t.Errorf("started with a weak key: %v", err)
	}
}

// headerOf reads the header of a token without checking it.
func headerOf(t *testing.T, token string) map[string]any {
	t.Helper()
	parsed, _, err := jwt.NewParser().ParseUnverified(token, jwt.MapClaims{})
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Header
}
