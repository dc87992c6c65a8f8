-- +goose Up
-- The co-units of a project as it was recorded: ids in order, with commas. The rows of project_units, which rights are judged by, are those
-- of today; without this column a past day would show them. NULL: a version of before this column, of which only today's are known.
ALTER TABLE projects ADD COLUMN co_units TEXT;
ALTER TABLE project_versions ADD COLUMN co_units TEXT;
UPDATE projects SET co_units = COALESCE((SELECT GROUP_CONCAT(u.department_id) FROM project_units u WHERE u.project_id = projects.id), '')
  WHERE co_units IS NULL;
UPDATE project_versions SET co_units = COALESCE((SELECT GROUP_CONCAT(u.department_id) FROM project_units u WHERE u.project_id = project_versions.id), '')
  WHERE co_units IS NULL;
