-- +goose Up
-- A draft may also be of the figures of a project. Of milestone, indicator and project exactly one is set.
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE report_drafts ADD COLUMN project_id BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'report_drafts' AND column_name = 'project_id');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'CREATE UNIQUE INDEX report_drafts_project ON report_drafts (author_id, project_id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'report_drafts' AND index_name = 'report_drafts_project');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
