-- +goose Up
-- Lists are edited on the screen: like every row that people change they carry a version.
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE lists ADD COLUMN version BIGINT NOT NULL DEFAULT 1', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'lists' AND column_name = 'version');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
