package app

import (
	"context"
	"fmt"

	"guatu/internal/auth"
)

// RotateKey adds a signing key for access tokens, and says so in a sentence. Nobody has to sign in again.
func (a *App) RotateKey(ctx context.Context) (string, error) {
	kid, err := a.rooms.auth.RotateKey(auth.AsSystem(ctx))
	return fmt.Sprintf("新的签名密钥 %s 已启用；过了 %v 可以运行 guatu signing-key retire 作废旧的", kid, a.config.AccessTokenTTL), err
}

// RetireKeys takes every signing key but the newest out of use, and says so in a sentence.
func (a *App) RetireKeys(ctx context.Context) (string, error) {
	retired, err := a.rooms.auth.RetireKeys(auth.AsSystem(ctx))
	return fmt.Sprintf("已作废 %d 把旧的签名密钥", retired), err
}
