-- +goose Up
-- The plan a milestone was promised in: it counts in that year's plan of its project and in no other. What is there already belongs to
-- the year of its project.
ALTER TABLE milestones ADD COLUMN plan_year INTEGER NOT NULL DEFAULT 0;
ALTER TABLE milestone_versions ADD COLUMN plan_year INTEGER NOT NULL DEFAULT 0;
CREATE INDEX IF NOT EXISTS milestones_plan_year ON milestones (plan_year, project_id);
UPDATE milestones SET plan_year = (SELECT p.plan_year FROM projects p WHERE p.id = milestones.project_id) WHERE plan_year = 0;
UPDATE milestone_versions SET plan_year = COALESCE((SELECT p.plan_year FROM projects p WHERE p.id = milestone_versions.project_id), 0) WHERE plan_year = 0;
