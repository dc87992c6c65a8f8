-- +goose Up
-- What somebody has begun to report and not sent: one for each author and item, seen by its author alone. body is JSON, item_version the
-- version of the item it was written for.
CREATE TABLE IF NOT EXISTS report_drafts (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  author_id BIGINT NOT NULL,
  milestone_id BIGINT,
  indicator_id BIGINT,
  item_version BIGINT NOT NULL,
  body TEXT NOT NULL,
  saved_at BIGINT NOT NULL,
  UNIQUE INDEX report_drafts_milestone (author_id, milestone_id),
  UNIQUE INDEX report_drafts_indicator (author_id, indicator_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
