-- +goose Up
-- Where an item stands, for rule sets that are in force for a part of the district: the lists of a project as its row and its versions keep
-- them (each code between two line ends), and which milestone an indicator pointed at on a day.
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE projects ADD COLUMN list_codes TEXT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'projects' AND column_name = 'list_codes');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE project_versions ADD COLUMN list_codes TEXT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'project_versions' AND column_name = 'list_codes');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX indicator_versions_milestone ON indicator_versions (milestone_id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND index_name = 'indicator_versions_milestone');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
UPDATE projects SET list_codes = COALESCE((SELECT CONCAT('\n', GROUP_CONCAT(l.list_code ORDER BY l.list_code SEPARATOR '\n'), '\n') FROM project_lists l WHERE l.project_id = projects.id), '')
  WHERE list_codes IS NULL;
UPDATE project_versions SET list_codes = COALESCE((SELECT CONCAT('\n', GROUP_CONCAT(l.list_code ORDER BY l.list_code SEPARATOR '\n'), '\n') FROM project_lists l WHERE l.project_id = project_versions.id), '')
  WHERE list_codes IS NULL;
