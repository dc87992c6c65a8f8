-- +goose Up
-- 按原计划: base_clock_due is clock_due on the plan as it was frozen, derived at every write, so that lists by colour and state compare
-- columns on either plan. Where claims were sent back it takes more than a comparison: those rows are filled when the program starts.
-- base_target_milli is the target of before the first approved change of an indicator (NULL: never changed).
ALTER TABLE milestones ADD COLUMN base_clock_due TEXT;
ALTER TABLE milestone_versions ADD COLUMN base_clock_due TEXT;
ALTER TABLE indicators ADD COLUMN base_target_milli INTEGER;
ALTER TABLE indicator_versions ADD COLUMN base_target_milli INTEGER;
UPDATE milestones SET base_clock_due = COALESCE(baseline_on, approved_on) WHERE returned_claims IS NULL;
UPDATE milestone_versions SET base_clock_due = COALESCE(baseline_on, approved_on) WHERE returned_claims IS NULL;
CREATE INDEX IF NOT EXISTS milestones_base_clock_due ON milestones (base_clock_due, id);
