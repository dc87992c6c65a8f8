package auth

import "guatu/internal/schedule"

// The rows of the tables this package owns. Instants are Unix milliseconds of the real clock.

type departmentRow struct {
	ID        int64
	Code      string
	Name      string
	ShortName string
	ParentID  *int64
	Sort      int
	Disabled  bool
	Version   int64
	// Where it went when it was merged; it is disabled then for ever.
	MergedInto *int64
	MergedOn   schedule.Date
	MergedBy   *int64
}

func (departmentRow) TableName() string { return "departments" }

type postRow struct {
	ID           int64
	Code         string
	Name         string
	DepartmentID *int64
	Disabled     bool
	Version      int64
}

func (postRow) TableName() string { return "posts" }

type holderRow struct {
	ID      int64
	PostID  int64
	UserID  int64
	FromOn  schedule.Date
	ToOn    schedule.Date // inclusive; absent = open
	Version int64
}

func (holderRow) TableName() string { return "post_holders" }

// on says whether the post is held on the day.
func (h holderRow) on(day schedule.Date) bool {
	return !day.Before(h.FromOn) && (h.ToOn.IsZero() || !day.After(h.ToOn))
}

type userRow struct {
	ID           int64
	Username     string
	DisplayName  string
	Phone        string
	PasswordHash string
	Disabled     bool
	FailedLogins int
	LockedUntil  int64
	CreatedAt    int64
	Version      int64
	OneTimeUntil int64 // of a password somebody else made; 0: the person's own

	FactorSecret    string // sealed
	FactorSince     int64  // 0: no second factor
	FactorStep      int64  // the last time step that was accepted
	FactorPending   string // sealed; shown and not confirmed yet
	FactorPendingAt int64

	PasswordAt int64 // when the password was chosen
}

func (userRow) TableName() string { return "users" }

type grantRow struct {
	ID        int64
	PostID    int64
	Role      string
	GrantedBy *int64
	GrantedAt int64
}

func (grantRow) TableName() string { return "grants" }

type sessionRow struct {
	ID           string
	UserID       int64
	CreatedAt    int64
	LastSeenAt   int64
	ExpiresAt    int64
	RefreshHash  string
	PreviousHash string
	RevokedAt    int64
	UserAgent    string
	IP           string `gorm:"column:ip"`
	FactorAt     int64  // when the second factor was shown; 0: it was not
	ProvedAt     int64  // when its owner last proved who they are
}

func (sessionRow) TableName() string { return "sessions" }

type recoveryRow struct {
	UserID   int64
	CodeHash string
	UsedAt   int64
}

func (recoveryRow) TableName() string { return "recovery_codes" }

type formerRow struct {
	ID           int64
	UserID       int64
	PasswordHash string
	EndedAt      int64
}

func (formerRow) TableName() string { return "password_history" }

type keyRow struct {
	Kid       string
	Secret    string
	CreatedAt int64
	RetiredAt int64
}

func (keyRow) TableName() string { return "signing_keys" }

// ptr turns 0 into NULL.
func ptr(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

// val turns NULL into 0.
func val(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}
