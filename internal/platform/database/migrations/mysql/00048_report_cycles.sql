-- +goose Up
-- How often a project or a task is reported (monthly, every ten days, weekly) and the day that began; milestones carry a copy. Of a
-- cycle shorter than the month: the last day of the latest period reported, of the one made good, of the one sent back. last_report_on is
-- the day of the latest report that was not withdrawn, for how long an item has been silent.
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE projects ADD COLUMN report_cycle VARCHAR(10) NOT NULL DEFAULT ''monthly''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'projects' AND column_name = 'report_cycle');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE projects ADD COLUMN cycle_since DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'projects' AND column_name = 'cycle_since');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE project_versions ADD COLUMN report_cycle VARCHAR(10) NOT NULL DEFAULT ''monthly''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'project_versions' AND column_name = 'report_cycle');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE project_versions ADD COLUMN cycle_since DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'project_versions' AND column_name = 'cycle_since');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE livelihood_tasks ADD COLUMN report_cycle VARCHAR(10) NOT NULL DEFAULT ''monthly''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'livelihood_tasks' AND column_name = 'report_cycle');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE livelihood_tasks ADD COLUMN cycle_since DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'livelihood_tasks' AND column_name = 'cycle_since');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE livelihood_task_versions ADD COLUMN report_cycle VARCHAR(10) NOT NULL DEFAULT ''monthly''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'livelihood_task_versions' AND column_name = 'report_cycle');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE livelihood_task_versions ADD COLUMN cycle_since DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'livelihood_task_versions' AND column_name = 'cycle_since');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestones ADD COLUMN report_cycle VARCHAR(10) NOT NULL DEFAULT ''monthly''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestones' AND column_name = 'report_cycle');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestones ADD COLUMN cycle_since DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestones' AND column_name = 'cycle_since');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestones ADD COLUMN last_period_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestones' AND column_name = 'last_period_to');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestones ADD COLUMN made_good_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestones' AND column_name = 'made_good_to');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestones ADD COLUMN returned_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestones' AND column_name = 'returned_to');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestones ADD COLUMN last_report_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestones' AND column_name = 'last_report_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestone_versions ADD COLUMN report_cycle VARCHAR(10) NOT NULL DEFAULT ''monthly''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestone_versions' AND column_name = 'report_cycle');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestone_versions ADD COLUMN cycle_since DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestone_versions' AND column_name = 'cycle_since');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestone_versions ADD COLUMN last_period_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestone_versions' AND column_name = 'last_period_to');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestone_versions ADD COLUMN made_good_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestone_versions' AND column_name = 'made_good_to');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestone_versions ADD COLUMN returned_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestone_versions' AND column_name = 'returned_to');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestone_versions ADD COLUMN last_report_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestone_versions' AND column_name = 'last_report_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN last_period_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'last_period_to');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN made_good_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'made_good_to');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN returned_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'returned_to');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN last_report_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'last_report_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN last_period_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'last_period_to');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN made_good_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'made_good_to');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN returned_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'returned_to');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN last_report_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'last_report_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN period_to DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'period_to');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
UPDATE milestones SET last_report_on = (SELECT MAX(r.recorded_on) FROM reports r WHERE r.milestone_id = milestones.id AND r.state <> 'withdrawn')
  WHERE EXISTS (SELECT 1 FROM reports r WHERE r.milestone_id = milestones.id AND r.state <> 'withdrawn');
UPDATE milestone_versions SET last_report_on = (SELECT MAX(r.recorded_on) FROM reports r WHERE r.milestone_id = milestone_versions.id AND r.recorded_on <= milestone_versions.recorded_on
    AND (r.state <> 'withdrawn' OR r.decided_on > milestone_versions.recorded_on));
UPDATE indicators SET last_report_on = (SELECT MAX(r.recorded_on) FROM reports r WHERE r.indicator_id = indicators.id AND r.state <> 'withdrawn')
  WHERE EXISTS (SELECT 1 FROM reports r WHERE r.indicator_id = indicators.id AND r.state <> 'withdrawn');
UPDATE indicator_versions SET last_report_on = (SELECT MAX(r.recorded_on) FROM reports r WHERE r.indicator_id = indicator_versions.id AND r.recorded_on <= indicator_versions.recorded_on
    AND (r.state <> 'withdrawn' OR r.decided_on > indicator_versions.recorded_on));
