-- +goose Up
-- The set-up code of an installation nobody has an account on yet: one row. Instants are Unix milliseconds, 0 is never.
CREATE TABLE IF NOT EXISTS first_start (
  id INT NOT NULL PRIMARY KEY,
  code_hash VARCHAR(80) NOT NULL DEFAULT '',
  valid_until BIGINT NOT NULL DEFAULT 0,
  failures INT NOT NULL DEFAULT 0,
  locked_until BIGINT NOT NULL DEFAULT 0,
  done_at BIGINT NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT IGNORE INTO first_start (id) VALUES (1);
