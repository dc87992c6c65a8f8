-- +goose Up
-- A draft may also be of the figures of a project. Of milestone, indicator and project exactly one is set.
ALTER TABLE report_drafts ADD COLUMN project_id INTEGER;
CREATE UNIQUE INDEX IF NOT EXISTS report_drafts_project ON report_drafts (author_id, project_id);
