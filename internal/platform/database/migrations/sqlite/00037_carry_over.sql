-- +goose Up
-- 结转: an unfinished promise goes on as a new row of the next plan. carried_from names the row before, carried_to and carried_on on that
-- one say where it went and when. One row is carried once, whoever asks how often: carried_from is unique.
ALTER TABLE milestones ADD COLUMN carried_from INTEGER;
ALTER TABLE milestones ADD COLUMN carried_to INTEGER;
ALTER TABLE milestones ADD COLUMN carried_on TEXT;
ALTER TABLE milestone_versions ADD COLUMN carried_from INTEGER;
ALTER TABLE milestone_versions ADD COLUMN carried_to INTEGER;
ALTER TABLE milestone_versions ADD COLUMN carried_on TEXT;
ALTER TABLE indicators ADD COLUMN carried_from INTEGER;
ALTER TABLE indicators ADD COLUMN carried_to INTEGER;
ALTER TABLE indicators ADD COLUMN carried_on TEXT;
ALTER TABLE indicator_versions ADD COLUMN carried_from INTEGER;
ALTER TABLE indicator_versions ADD COLUMN carried_to INTEGER;
ALTER TABLE indicator_versions ADD COLUMN carried_on TEXT;
ALTER TABLE livelihood_tasks ADD COLUMN carried_from INTEGER;
ALTER TABLE livelihood_task_versions ADD COLUMN carried_from INTEGER;
CREATE UNIQUE INDEX IF NOT EXISTS milestones_carried_from ON milestones (carried_from);
CREATE UNIQUE INDEX IF NOT EXISTS indicators_carried_from ON indicators (carried_from);
CREATE UNIQUE INDEX IF NOT EXISTS livelihood_tasks_carried_from ON livelihood_tasks (carried_from);
