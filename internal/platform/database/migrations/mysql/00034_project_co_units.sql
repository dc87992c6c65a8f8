-- +goose Up
-- The co-units of a project as it was recorded: ids in order, with commas. The rows of project_units, which rights are judged by, are those
-- of today; without this column a past day would show them. NULL: a version of before this column, of which only today's are known.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE projects ADD COLUMN co_units TEXT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'projects' AND column_name = 'co_units');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE project_versions ADD COLUMN co_units TEXT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'project_versions' AND column_name = 'co_units');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
UPDATE projects SET co_units = COALESCE((SELECT GROUP_CONCAT(u.department_id ORDER BY u.department_id) FROM project_units u WHERE u.project_id = projects.id), '')
  WHERE co_units IS NULL;
UPDATE project_versions SET co_units = COALESCE((SELECT GROUP_CONCAT(u.department_id ORDER BY u.department_id) FROM project_units u WHERE u.project_id = project_versions.id), '')
  WHERE co_units IS NULL;
