-- +goose Up
-- The second factor 第二因子 of an account: its secret, sealed with a key that is not in the database, since when it is asked
-- for (0: not), the last time step that was accepted, and a secret that has been shown and not been confirmed yet.
ALTER TABLE users ADD COLUMN factor_secret TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN factor_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN factor_step INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN factor_pending TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN factor_pending_at INTEGER NOT NULL DEFAULT 0;
-- When the second factor was shown in this session; 0: it opens nothing where one is needed.
ALTER TABLE sessions ADD COLUMN factor_at INTEGER NOT NULL DEFAULT 0;
CREATE TABLE IF NOT EXISTS recovery_codes (
  user_id INTEGER NOT NULL REFERENCES users (id),
  code_hash TEXT NOT NULL,
  used_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, code_hash)
);
