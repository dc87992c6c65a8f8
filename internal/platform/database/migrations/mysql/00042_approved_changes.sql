-- +goose Up
-- What an approved change leaves on the item. exited_on and exit_document: 退出 with the number of the document that decided it. An indicator
-- counts the approved changes of its target and of its own date; base_due_on is the date of before the first of those (NULL: never changed),
-- suspended_on the day its suspension was approved or last reviewed.
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestones ADD COLUMN exited_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestones' AND column_name = 'exited_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestones ADD COLUMN exit_document VARCHAR(80) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestones' AND column_name = 'exit_document');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestone_versions ADD COLUMN exited_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestone_versions' AND column_name = 'exited_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestone_versions ADD COLUMN exit_document VARCHAR(80) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestone_versions' AND column_name = 'exit_document');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN target_changes INT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'target_changes');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN due_changes INT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'due_changes');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN base_due_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'base_due_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN suspended_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'suspended_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN exited_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'exited_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN exit_document VARCHAR(80) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'exit_document');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN target_changes INT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'target_changes');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN due_changes INT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'due_changes');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN base_due_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'base_due_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN suspended_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'suspended_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN exited_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'exited_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN exit_document VARCHAR(80) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'exit_document');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
