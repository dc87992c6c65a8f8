-- +goose Up
-- When the password was chosen, as Unix milliseconds: one that is older than the password rules allow has to be changed. Those
-- that were there before the rules count from the day they come into force. password_history keeps the hashes of former ones.
ALTER TABLE users ADD COLUMN password_at INTEGER NOT NULL DEFAULT 0;
UPDATE users SET password_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE password_at = 0;
CREATE TABLE IF NOT EXISTS password_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users (id),
  password_hash TEXT NOT NULL,
  ended_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS password_history_user ON password_history (user_id, id);
