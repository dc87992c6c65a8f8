package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
)

const (
	maxKey = 200
	keyTTL = 24 * time.Hour
)

// idempotencyKey is a row of idempotency_keys.
type idempotencyKey struct {
	UserID      int64
	IdemKey     string
	Operation   string
	RequestHash string
	Status      int
	Headers     string
	Body        []byte
	CreatedAt   int64
}

// TableName is GORM's.
func (idempotencyKey) TableName() string { return "idempotency_keys" }

func parseKey(header string) (string, *Error) {
	if header == "" {
		return "", BadRequest("idempotency_key_required", "缺少 Idempotency-Key 请求头", "The Idempotency-Key header is missing")
	}
	bad := BadRequest("bad_idempotency_key", "Idempotency-Key 应为 1–200 个可见 ASCII 字符", "Idempotency-Key must be 1-200 visible ASCII characters")
	if len(header) > maxKey {
		return "", bad
	}
	for i := range len(header) {
		if header[i] <= ' ' || header[i] > '~' {
			return "", bad
		}
	}
	return header, nil
}

// errReplay says that the key has been used: the stored answer is wanted.
var errReplay = errors.New("httpapi: idempotency key was used")

// once runs work inside a transaction that starts by claiming the key and ends
// by storing the answer, so that both commit together or not at all. Of a
// secret answer only the status and the headers are stored.
func (a *API) once(ctx context.Context, op Operation, work func(context.Context) (*answer, error)) error {
	current := callOf(ctx)
	row := idempotencyKey{UserID: current.userID, IdemKey: current.key, Operation: op.ID, RequestHash: requestHash(ctx, op)}
	running := fmt.Sprintf("%d %s", row.UserID, row.IdemKey)
	if _, busy := a.running.LoadOrStore(running, true); busy {
		return Conflict("idempotency_running", "同一请求正在处理，请稍候", "The same request is being processed, wait a moment")
	}
	defer a.running.Delete(running)
	for {
		var result *answer
		err := a.options.DB.Tx(ctx, func(ctx context.Context, tx *gorm.DB) (err error) {
			result, err = a.claimAndRun(ctx, tx, row, op.Secret, work)
			return err
		})
		if errors.Is(err, errReplay) {
			var expired bool
			if result, expired, err = a.replay(ctx, row); expired {
				continue
			}
			if err == nil && op.Secret {
				result, err = nil, secretShown()
			}
		}
		if err == nil {
			current.answer = result
		}
		return err
	}
}

// secretShown answers the replay of a secret: the effect stands, the words are gone.
func secretShown() *Error {
	return Conflict("secret_shown_once",
		"此操作此前已经完成；密码只在当时显示一次，系统没有保存。如没有记下，请重新重置密码",
		"This was done before. The password was shown only then and was not kept; reset it again if it was not noted down")
}

func (a *API) claimAndRun(ctx context.Context, tx *gorm.DB, row idempotencyKey, secret bool, work func(context.Context) (*answer, error)) (*answer, error) {
	row.CreatedAt = a.options.Now().UnixMilli()
	if err := tx.Create(&row).Error; err != nil {
		if errors.Is(database.Translate(err), database.ErrDuplicate) {
			return nil, errReplay
		}
		return nil, err
	}
	result, err := work(ctx)
	if err != nil {
		return nil, err
	}
	headers, err := json.Marshal(result.headers)
	if err != nil {
		return nil, fmt.Errorf("httpapi: headers of an answer: %w", err)
	}
	kept := result.body
	if secret {
		kept = nil
	}
	stored := tx.Model(&idempotencyKey{}).Where("user_id = ? AND idem_key = ?", row.UserID, row.IdemKey).
		Updates(map[string]any{"status": result.status, "headers": string(headers), "body": kept})
	return result, stored.Error
}

// replay returns the stored answer of a used key; expired when the key was too
// old and has been removed, so that it counts as new.
func (a *API) replay(ctx context.Context, wanted idempotencyKey) (result *answer, expired bool, err error) {
	var row idempotencyKey
	find := func(db *gorm.DB) *gorm.DB {
		return db.Where("user_id = ? AND idem_key = ?", wanted.UserID, wanted.IdemKey)
	}
	if err := find(a.options.DB.Read(ctx)).Take(&row).Error; err != nil {
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil, true, nil // removed meanwhile
		}
		return nil, false, err
	}
	if oldest := a.options.Now().Add(-keyTTL).UnixMilli(); row.CreatedAt < oldest {
		err := a.options.DB.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
			return find(tx).Where("created_at < ?", oldest).Delete(&idempotencyKey{}).Error
		})
		return nil, err == nil, err
	}
	if row.RequestHash != wanted.RequestHash || row.Operation != wanted.Operation {
		return nil, false, &Error{Code: "idempotency_mismatch", Status: http.StatusUnprocessableEntity,
			Zh: "此 Idempotency-Key 已用于另一个请求", En: "This Idempotency-Key was used for another request"}
	}
	result = &answer{status: row.Status, body: row.Body, replayed: true}
	if err := json.Unmarshal([]byte(row.Headers), &result.headers); err != nil {
		return nil, false, fmt.Errorf("httpapi: stored headers: %w", err)
	}
	return result, false, nil
}

// requestHash covers what the caller asks for: operation, address and body.
func requestHash(ctx context.Context, op Operation) string {
	current := callOf(ctx)
	sum := sha256.New()
	for _, part := range [][]byte{[]byte(op.ID), []byte(current.uri), current.body} {
		fmt.Fprintf(sum, "%d\n", len(part))
		sum.Write(part)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// RemoveExpiredKeys deletes idempotency keys older than a day, at most limit
// of them, and returns how many; a job calls it.
func RemoveExpiredKeys(ctx context.Context, db *database.DB, now time.Time, limit int) (removed int64, err error) {
	err = db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		var rows []idempotencyKey
		err := tx.Select("user_id", "idem_key").Where("created_at < ?", now.Add(-keyTTL).UnixMilli()).
			Order("created_at").Limit(limit).Find(&rows).Error
		for _, row := range rows {
			if err == nil {
				err = tx.Where("user_id = ? AND idem_key = ?", row.UserID, row.IdemKey).Delete(&idempotencyKey{}).Error
			}
		}
		removed = int64(len(rows))
		return err
	})
	return removed, err
}
