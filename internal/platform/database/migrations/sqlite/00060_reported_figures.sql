-- +goose Up
-- What the lead unit reports of a project for a month (a report of project_id): the investment of the year done and paid by its end in 元, the stage
-- of the works and the day of 入库. The project keeps which reports it has had: since which month (figures_since), up to which (figures_through), and
-- month, day and state of the newest (NULL and empty: none).
ALTER TABLE reports ADD COLUMN project_id INTEGER;
ALTER TABLE reports ADD COLUMN done_yuan INTEGER;
ALTER TABLE reports ADD COLUMN paid_yuan INTEGER;
ALTER TABLE reports ADD COLUMN works_stage TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN stat_entered_on TEXT;
ALTER TABLE projects ADD COLUMN figures_since TEXT;
ALTER TABLE projects ADD COLUMN figures_through TEXT;
ALTER TABLE projects ADD COLUMN figures_month TEXT;
ALTER TABLE projects ADD COLUMN figures_on TEXT;
ALTER TABLE projects ADD COLUMN figures_state TEXT NOT NULL DEFAULT '';
ALTER TABLE project_versions ADD COLUMN figures_since TEXT;
ALTER TABLE project_versions ADD COLUMN figures_through TEXT;
ALTER TABLE project_versions ADD COLUMN figures_month TEXT;
ALTER TABLE project_versions ADD COLUMN figures_on TEXT;
ALTER TABLE project_versions ADD COLUMN figures_state TEXT NOT NULL DEFAULT '';
CREATE INDEX IF NOT EXISTS reports_project ON reports (project_id, id);
