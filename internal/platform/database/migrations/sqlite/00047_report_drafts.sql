-- +goose Up
-- What somebody has begun to report and not sent: one for each author and item, seen by its author alone. body is JSON, item_version the
-- version of the item it was written for.
CREATE TABLE IF NOT EXISTS report_drafts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  author_id INTEGER NOT NULL,
  milestone_id INTEGER,
  indicator_id INTEGER,
  item_version INTEGER NOT NULL,
  body TEXT NOT NULL,
  saved_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS report_drafts_milestone ON report_drafts (author_id, milestone_id);
CREATE UNIQUE INDEX IF NOT EXISTS report_drafts_indicator ON report_drafts (author_id, indicator_id);
