-- +goose Up
-- base_monthly_plan is the monthly plan of before the first approved change of an indicator's target, beside base_target_milli: a plan of
-- figures is scaled with its target, and scaling back would not give it again. Both are read where target_changes > 0.
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN base_monthly_plan TEXT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'base_monthly_plan');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN base_monthly_plan TEXT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'base_monthly_plan');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
