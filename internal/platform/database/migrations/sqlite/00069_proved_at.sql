-- +goose Up
-- When a session last proved who has it: password, and a code where the account has a second factor. 0: it has to prove it before
-- anything dangerous.
ALTER TABLE sessions ADD COLUMN proved_at INTEGER NOT NULL DEFAULT 0;
