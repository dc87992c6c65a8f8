-- +goose Up
-- Lists are edited on the screen: like every row that people change they carry a version.
ALTER TABLE lists ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
