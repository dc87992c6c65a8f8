-- +goose Up
-- What the lead unit reports of a project for a month (a report of project_id): the investment of the year done and paid by its end in 元, the stage
-- of the works and the day of 入库. The project keeps which reports it has had: since which month (figures_since), up to which (figures_through), and
-- month, day and state of the newest (NULL and empty: none).
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN project_id BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'project_id');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN done_yuan BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'done_yuan');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN paid_yuan BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'paid_yuan');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN works_stage VARCHAR(40) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'works_stage');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN stat_entered_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'stat_entered_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE projects ADD COLUMN figures_since CHAR(7)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'projects' AND column_name = 'figures_since');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE projects ADD COLUMN figures_through CHAR(7)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'projects' AND column_name = 'figures_through');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE projects ADD COLUMN figures_month CHAR(7)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'projects' AND column_name = 'figures_month');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE projects ADD COLUMN figures_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'projects' AND column_name = 'figures_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE projects ADD COLUMN figures_state VARCHAR(16) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'projects' AND column_name = 'figures_state');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE project_versions ADD COLUMN figures_since CHAR(7)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'project_versions' AND column_name = 'figures_since');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE project_versions ADD COLUMN figures_through CHAR(7)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'project_versions' AND column_name = 'figures_through');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE project_versions ADD COLUMN figures_month CHAR(7)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'project_versions' AND column_name = 'figures_month');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE project_versions ADD COLUMN figures_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'project_versions' AND column_name = 'figures_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE project_versions ADD COLUMN figures_state VARCHAR(16) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'project_versions' AND column_name = 'figures_state');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX reports_project ON reports (project_id, id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'reports' AND index_name = 'reports_project');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
