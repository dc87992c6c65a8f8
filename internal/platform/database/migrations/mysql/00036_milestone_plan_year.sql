-- +goose Up
-- The plan a milestone was promised in: it counts in that year's plan of its project and in no other. What is there already belongs to
-- the year of its project.
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestones ADD COLUMN plan_year INT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestones' AND column_name = 'plan_year');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestone_versions ADD COLUMN plan_year INT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestone_versions' AND column_name = 'plan_year');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX milestones_plan_year ON milestones (plan_year, project_id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'milestones' AND index_name = 'milestones_plan_year');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
UPDATE milestones SET plan_year = (SELECT p.plan_year FROM projects p WHERE p.id = milestones.project_id) WHERE plan_year = 0;
UPDATE milestone_versions SET plan_year = COALESCE((SELECT p.plan_year FROM projects p WHERE p.id = milestone_versions.project_id), 0) WHERE plan_year = 0;
