-- +goose Up
-- 按原计划: base_clock_due is clock_due on the plan as it was frozen, derived at every write, so that lists by colour and state compare
-- columns on either plan. Where claims were sent back it takes more than a comparison: those rows are filled when the program starts.
-- base_target_milli is the target of before the first approved change of an indicator (NULL: never changed).
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestones ADD COLUMN base_clock_due DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestones' AND column_name = 'base_clock_due');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestone_versions ADD COLUMN base_clock_due DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestone_versions' AND column_name = 'base_clock_due');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN base_target_milli BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'base_target_milli');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN base_target_milli BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'base_target_milli');
PREPARE step FROM @step;
EXECUTE step;
UPDATE milestones SET base_clock_due = COALESCE(baseline_on, approved_on) WHERE returned_claims IS NULL;
UPDATE milestone_versions SET base_clock_due = COALESCE(baseline_on, approved_on) WHERE returned_claims IS NULL;
SET @step = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX milestones_base_clock_due ON milestones (base_clock_due, id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'milestones' AND index_name = 'milestones_base_clock_due');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
