-- +goose Up
-- How many logins an address has tried in its last minute and not succeeded with, counted by every instance together. minute is
-- Unix time in minutes; older rows mean nothing and are removed by housekeeping.
CREATE TABLE IF NOT EXISTS login_addresses (
  address VARCHAR(64) NOT NULL PRIMARY KEY,
  minute BIGINT NOT NULL,
  tries BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
