-- +goose Up
-- Where an item stands, for rule sets that are in force for a part of the district: the lists of a project as its row and its versions keep
-- them (each code between two line ends), and which milestone an indicator pointed at on a day.
ALTER TABLE projects ADD COLUMN list_codes TEXT;
ALTER TABLE project_versions ADD COLUMN list_codes TEXT;
UPDATE projects SET list_codes = COALESCE((SELECT char(10) || GROUP_CONCAT(l.list_code, char(10)) || char(10) FROM project_lists l WHERE l.project_id = projects.id), '')
  WHERE list_codes IS NULL;
UPDATE project_versions SET list_codes = COALESCE((SELECT char(10) || GROUP_CONCAT(l.list_code, char(10)) || char(10) FROM project_lists l WHERE l.project_id = project_versions.id), '')
  WHERE list_codes IS NULL;
CREATE INDEX IF NOT EXISTS indicator_versions_milestone ON indicator_versions (milestone_id);
