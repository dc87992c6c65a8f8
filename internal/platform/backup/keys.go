package backup

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"filippo.io/age"
)

// shortestPassphrase keeps a file that lies about for years from being opened by trying words.
const shortestPassphrase = 12

// Lock is how a file is closed. The zero value leaves it open.
type Lock struct{ recipients []age.Recipient }

// Closed says whether the lock closes anything.
func (l Lock) Closed() bool { return len(l.recipients) > 0 }

// Key opens a file. The zero value opens those that were left open.
type Key struct{ identities []age.Identity }

// WithPassphrase returns the lock and the key of a passphrase of at least twelve characters; blanks around it do not count.
func WithPassphrase(text string) (Lock, Key, error) {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) < shortestPassphrase {
		return Lock{}, Key{}, fmt.Errorf("backup: a passphrase needs at least %d characters", shortestPassphrase)
	}
	recipient, err := age.NewScryptRecipient(text)
	if err != nil {
		return Lock{}, Key{}, fmt.Errorf("backup: %w", err)
	}
	identity, err := age.NewScryptIdentity(text)
	if err != nil {
		return Lock{}, Key{}, fmt.Errorf("backup: %w", err)
	}
	return Lock{[]age.Recipient{recipient}}, Key{[]age.Identity{identity}}, nil
}

// ForRecipients returns the lock of public keys (age1…), one a line; # begins a remark. Each of their secret keys opens it.
func ForRecipients(text string) (Lock, error) {
	recipients, err := age.ParseRecipients(strings.NewReader(text))
	if err != nil {
		return Lock{}, fmt.Errorf("backup: public keys: %w", err)
	}
	return Lock{recipients}, nil
}

// FromIdentities returns the key made of secret keys (AGE-SECRET-KEY-…), one a line; # begins a remark.
func FromIdentities(text string) (Key, error) {
	identities, err := age.ParseIdentities(strings.NewReader(text))
	if err != nil { // the error would not repeat the key, but says nothing more either
		return Key{}, errors.New("backup: this is no file of secret keys (AGE-SECRET-KEY-…)")
	}
	return Key{identities}, nil
}

// NewKey makes a pair of keys: the secret one opens what was closed for the public one.
func NewKey() (secret, public string, err error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", fmt.Errorf("backup: %w", err)
	}
	return identity.String(), identity.Recipient().String(), nil
}
