-- +goose Up
-- base_monthly_plan is the monthly plan of before the first approved change of an indicator's target, beside base_target_milli: a plan of
-- figures is scaled with its target, and scaling back would not give it again. Both are read where target_changes > 0.
ALTER TABLE indicators ADD COLUMN base_monthly_plan TEXT;
ALTER TABLE indicator_versions ADD COLUMN base_monthly_plan TEXT;
