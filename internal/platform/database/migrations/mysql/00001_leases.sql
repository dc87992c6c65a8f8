-- +goose Up
-- Who may do a named thing alone among all instances. Also run before the first migration, see Migrate.
CREATE TABLE IF NOT EXISTS leases (
  name VARCHAR(80) NOT NULL PRIMARY KEY,
  holder VARCHAR(40) NOT NULL,
  epoch BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
