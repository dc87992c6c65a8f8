-- +goose Up
-- The unit's own review, before that of the supervision office: who approved the report, when and with which words. What was decided
-- before there were two levels keeps its one decision (decided_by).
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN approved_by BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'approved_by');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN approved_at BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'approved_at');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN approved_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'approved_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN approval_note TEXT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'approval_note');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
