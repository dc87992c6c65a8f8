-- +goose Up
-- Who may do a named thing alone among all instances. Also run before the first migration, see Migrate.
CREATE TABLE IF NOT EXISTS leases (
  name TEXT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL
);
