-- +goose Up
-- How often a project or a task is reported (monthly, every ten days, weekly) and the day that began; milestones carry a copy. Of a
-- cycle shorter than the month: the last day of the latest period reported, of the one made good, of the one sent back. last_report_on is
-- the day of the latest report that was not withdrawn, for how long an item has been silent.
ALTER TABLE projects ADD COLUMN report_cycle TEXT NOT NULL DEFAULT 'monthly';
ALTER TABLE projects ADD COLUMN cycle_since TEXT;
ALTER TABLE project_versions ADD COLUMN report_cycle TEXT NOT NULL DEFAULT 'monthly';
ALTER TABLE project_versions ADD COLUMN cycle_since TEXT;
ALTER TABLE livelihood_tasks ADD COLUMN report_cycle TEXT NOT NULL DEFAULT 'monthly';
ALTER TABLE livelihood_tasks ADD COLUMN cycle_since TEXT;
ALTER TABLE livelihood_task_versions ADD COLUMN report_cycle TEXT NOT NULL DEFAULT 'monthly';
ALTER TABLE livelihood_task_versions ADD COLUMN cycle_since TEXT;
ALTER TABLE milestones ADD COLUMN report_cycle TEXT NOT NULL DEFAULT 'monthly';
ALTER TABLE milestones ADD COLUMN cycle_since TEXT;
ALTER TABLE milestones ADD COLUMN last_period_to TEXT;
ALTER TABLE milestones ADD COLUMN made_good_to TEXT;
ALTER TABLE milestones ADD COLUMN returned_to TEXT;
ALTER TABLE milestones ADD COLUMN last_report_on TEXT;
ALTER TABLE milestone_versions ADD COLUMN report_cycle TEXT NOT NULL DEFAULT 'monthly';
ALTER TABLE milestone_versions ADD COLUMN cycle_since TEXT;
ALTER TABLE milestone_versions ADD COLUMN last_period_to TEXT;
ALTER TABLE milestone_versions ADD COLUMN made_good_to TEXT;
ALTER TABLE milestone_versions ADD COLUMN returned_to TEXT;
ALTER TABLE milestone_versions ADD COLUMN last_report_on TEXT;
ALTER TABLE indicators ADD COLUMN last_period_to TEXT;
ALTER TABLE indicators ADD COLUMN made_good_to TEXT;
ALTER TABLE indicators ADD COLUMN returned_to TEXT;
ALTER TABLE indicators ADD COLUMN last_report_on TEXT;
ALTER TABLE indicator_versions ADD COLUMN last_period_to TEXT;
ALTER TABLE indicator_versions ADD COLUMN made_good_to TEXT;
ALTER TABLE indicator_versions ADD COLUMN returned_to TEXT;
ALTER TABLE indicator_versions ADD COLUMN last_report_on TEXT;
ALTER TABLE reports ADD COLUMN period_to TEXT;
UPDATE milestones SET last_report_on = (SELECT MAX(r.recorded_on) FROM reports r WHERE r.milestone_id = milestones.id AND r.state <> 'withdrawn')
  WHERE EXISTS (SELECT 1 FROM reports r WHERE r.milestone_id = milestones.id AND r.state <> 'withdrawn');
UPDATE milestone_versions SET last_report_on = (SELECT MAX(r.recorded_on) FROM reports r WHERE r.milestone_id = milestone_versions.id AND r.recorded_on <= milestone_versions.recorded_on
    AND (r.state <> 'withdrawn' OR r.decided_on > milestone_versions.recorded_on));
UPDATE indicators SET last_report_on = (SELECT MAX(r.recorded_on) FROM reports r WHERE r.indicator_id = indicators.id AND r.state <> 'withdrawn')
  WHERE EXISTS (SELECT 1 FROM reports r WHERE r.indicator_id = indicators.id AND r.state <> 'withdrawn');
UPDATE indicator_versions SET last_report_on = (SELECT MAX(r.recorded_on) FROM reports r WHERE r.indicator_id = indicator_versions.id AND r.recorded_on <= indicator_versions.recorded_on
    AND (r.state <> 'withdrawn' OR r.decided_on > indicator_versions.recorded_on));
