-- +goose Up
-- Until when a one-time password opens the account, as Unix milliseconds; 0: the password is the person's own.
ALTER TABLE users ADD COLUMN one_time_until INTEGER NOT NULL DEFAULT 0;
