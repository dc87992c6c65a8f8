-- +goose Up
-- What a department was called and since when (from_on NULL: before there was this table), and where it went when it was merged.
ALTER TABLE departments ADD COLUMN merged_into INTEGER REFERENCES departments (id);
ALTER TABLE departments ADD COLUMN merged_on TEXT;
ALTER TABLE departments ADD COLUMN merged_by INTEGER;
CREATE TABLE IF NOT EXISTS department_names (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  department_id INTEGER NOT NULL REFERENCES departments (id),
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  from_on TEXT,
  recorded_by INTEGER NOT NULL DEFAULT 0,
  recorded_at INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS department_names_version ON department_names (department_id, version);
INSERT OR IGNORE INTO department_names (department_id, version, name, short_name) SELECT id, version, name, short_name FROM departments;
