-- +goose Up
-- The set-up code of an installation nobody has an account on yet: one row. Instants are Unix milliseconds, 0 is never.
CREATE TABLE IF NOT EXISTS first_start (
  id INTEGER NOT NULL PRIMARY KEY,
  code_hash TEXT NOT NULL DEFAULT '',
  valid_until INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER NOT NULL DEFAULT 0,
  done_at INTEGER NOT NULL DEFAULT 0
);
INSERT OR IGNORE INTO first_start (id) VALUES (1);
