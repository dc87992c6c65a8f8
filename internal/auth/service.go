package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// Options are what the service stands on. All but Log and Cost are needed.
type Options struct {
	DB     *database.DB
	Clock  Clock
	Audit  *audit.Recorder
	Config config.Config
	Policy *Policy
	Log    *slog.Logger // nil: silent
	Cost   Cost         // of a password hash; zero is the product's, tests may be cheaper
	// Refresh is called with the access epoch of each request before anything is decided for it: what else of the
	// district changes under that epoch is read again when it has moved. May be nil.
	Refresh func(ctx context.Context, epoch int64) error
	// Secret of the server, the same on every instance and not in the database: second factors are sealed with it. Nil makes
	// one that lives as long as the service.
	Secret []byte
	// ContextWords are the names of the place, which no password may be made of alone. May be nil.
	ContextWords func() []string
	// Rows are the rooms that keep rows for departments: all of them, or a merge leaves rows behind.
	Rows []DepartmentRows
}

// Service is everything that knows people: signing in, sessions, rights, and the changes of accounts.
type Service struct {
	db           *database.DB
	clock        Clock
	audit        *audit.Recorder
	policy       *Policy
	log          *slog.Logger
	hasher       *hasher
	keys         *keyring
	actors       *actors
	directory    *Directory
	limiter      *addressLimiter
	running      *tries
	refusals     refusals
	contextWords func() []string
	allow        allowList
	rows         []DepartmentRows

	maxFailures    int
	lockFor        time.Duration
	idle, absolute time.Duration
	oneTimeFor     time.Duration
	proofFor       time.Duration
	rules          passwordRules
	vault          *vault
	factorRequired bool
	maxSessions    int
	refresh        func(ctx context.Context, epoch int64) error
	cookieSecure   string
}

// New opens the service. It reads the signing keys, and makes the first one in a new database, so the schema must be
// there.
func New(ctx context.Context, o Options) (*Service, error) {
	if o.DB == nil || o.Clock == nil || o.Audit == nil || o.Policy == nil {
		return nil, errors.New("auth: database, clock, audit and policy are needed")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	hasher, err := newHasher(o.Cost)
	if err != nil {
		return nil, err
	}
	keys, err := openKeys(ctx, o.DB, o.Clock, o.Config.AccessTokenTTL)
	if err != nil {
		return nil, err
	}
	if o.Secret == nil {
		o.Secret = make([]byte, minSecret)
		if _, err := rand.Read(o.Secret); err != nil {
			return nil, fmt.Errorf("auth: secret: %w", err)
		}
	}
	vault, err := newVault(o.Secret)
	if err != nil {
		return nil, err
	}
	if o.Refresh == nil {
		o.Refresh = func(context.Context, int64) error { return nil }
	}
	if o.ContextWords == nil {
		o.ContextWords = func() []string { return nil }
	}
	allow, err := newAllowList(o.Config)
	if err != nil {
		return nil, err
	}
	return &Service{
		allow: allow, contextWords: o.ContextWords,
		db: o.DB, clock: o.Clock, audit: o.Audit, policy: o.Policy, log: o.Log,
		hasher: hasher, keys: keys, actors: newActors(o.DB, o.Log), directory: NewDirectory(o.DB, o.Clock), rows: o.Rows,
		limiter: &addressLimiter{db: o.DB, log: o.Log, limit: o.Config.LoginPerMinute}, running: newTries(),
		maxFailures: max(1, o.Config.LoginMaxFailures), lockFor: o.Config.LoginLock,
		idle: o.Config.SessionIdle, absolute: o.Config.SessionAbsolute, cookieSecure: o.Config.CookieSecure,
		oneTimeFor: o.Config.OneTimePasswordTTL, proofFor: o.Config.ProofTTL, refresh: o.Refresh,
		rules: rulesOf(o.Config.PasswordProfile), vault: vault, factorRequired: o.Config.SecondFactor == "required",
		maxSessions: o.Config.SessionsPerUser,
	}, nil
}

// Policy returns the policy the service decides with.
func (s *Service) Policy() *Policy { return s.policy }

// Directory returns the names of departments, posts and people.
func (s *Service) Directory() *Directory { return s.directory }

type systemKey struct{}

// AsSystem returns a context in which the service's methods act for the program itself: the first start, loaders and
// the command line. A request never carries it.
func AsSystem(ctx context.Context) context.Context {
	return context.WithValue(ctx, systemKey{}, true)
}

func isSystem(ctx context.Context) bool {
	system, _ := ctx.Value(systemKey{}).(bool)
	return system
}

// allowed says whether the caller has the permission. Neither an actor nor the system: no.
func (s *Service) allowed(ctx context.Context, permission string) bool {
	if isSystem(ctx) {
		return true
	}
	actor, ok := ActorFrom(ctx)
	return ok && s.policy.May(actor, permission)
}

// demand refuses who may not see (404, as if it did not exist), or may see but not do (403).
func (s *Service) demand(ctx context.Context, read, act string) error {
	switch {
	case !s.allowed(ctx, read):
		return httpapi.NotFound()
	case !s.allowed(ctx, act):
		return httpapi.Forbidden()
	}
	return nil
}

// actorID is the user behind the change, 0 for the system.
func actorID(ctx context.Context) int64 {
	if actor, ok := ActorFrom(ctx); ok && !isSystem(ctx) {
		return actor.UserID
	}
	return 0
}

// change runs fn in a transaction that changes rights or names; see bumpEpoch.
func (s *Service) change(ctx context.Context, fn func(ctx context.Context, tx *gorm.DB) error) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if err := bumpEpoch(tx); err != nil {
			return err
		}
		return fn(context.WithValue(ctx, changing{}, true), tx)
	})
}

// changing marks the context inside change: names read there may be half changed.
type changing struct{}

// find reads one row by id; a missing one is 404.
func find[T any](tx *gorm.DB, id int64) (T, error) {
	var row T
	err := tx.Where("id = ?", id).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return row, httpapi.NotFound()
	}
	return row, database.Translate(err)
}

// duplicate turns a broken unique index into a refusal that names the field.
func duplicate(err error, field string) error {
	if errors.Is(database.Translate(err), database.ErrDuplicate) {
		return errDuplicate(field)
	}
	return err
}

// addressKey is what logins are counted by: an IPv4 address, or the network of an IPv6 address, because one subscriber
// has all of it.
func addressKey(ip string) string {
	address, err := netip.ParseAddr(ip)
	if err != nil || address.Is4() || address.Is4In6() {
		return ip
	}
	prefix, err := address.Prefix(64)
	if err != nil {
		return ip
	}
	return prefix.String()
}

// cut shortens text to what a column holds, never inside a character; bytes that are none are left out.
func cut(text string, limit int) string {
	text = strings.ToValidUTF8(text, "")
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	return string(runes[:limit])
}
