-- +goose Up
-- The business day an item was entered: nobody owes a report for a month before it. NULL: entered before there was this column, no lower bound.
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestones ADD COLUMN entered_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestones' AND column_name = 'entered_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestone_versions ADD COLUMN entered_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestone_versions' AND column_name = 'entered_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN entered_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'entered_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN entered_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'entered_on');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
