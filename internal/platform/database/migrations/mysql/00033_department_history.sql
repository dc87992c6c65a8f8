-- +goose Up
-- What a department was called and since when (from_on NULL: before there was this table), and where it went when it was merged.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE departments ADD COLUMN merged_into BIGINT REFERENCES departments (id)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'departments' AND column_name = 'merged_into');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE departments ADD COLUMN merged_on DATE', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'departments' AND column_name = 'merged_on');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE departments ADD COLUMN merged_by BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'departments' AND column_name = 'merged_by');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
CREATE TABLE IF NOT EXISTS department_names (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  department_id BIGINT NOT NULL REFERENCES departments (id),
  version BIGINT NOT NULL,
  name VARCHAR(120) NOT NULL,
  short_name VARCHAR(40) NOT NULL,
  from_on DATE,
  recorded_by BIGINT NOT NULL DEFAULT 0,
  recorded_at BIGINT NOT NULL DEFAULT 0,
  UNIQUE INDEX department_names_version (department_id, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT IGNORE INTO department_names (department_id, version, name, short_name) SELECT id, version, name, short_name FROM departments;
