-- +goose Up
-- How many logins an address has tried in its last minute and not succeeded with, counted by every instance together. minute is
-- Unix time in minutes; older rows mean nothing and are removed by housekeeping.
CREATE TABLE IF NOT EXISTS login_addresses (
  address TEXT NOT NULL PRIMARY KEY,
  minute INTEGER NOT NULL,
  tries INTEGER NOT NULL
);
