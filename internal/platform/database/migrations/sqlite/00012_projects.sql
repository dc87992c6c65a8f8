-- +goose Up
-- 重点项目. A *_versions table has the columns of its twin plus who recorded the version and when: append only, read by recording day.
CREATE TABLE IF NOT EXISTS projects (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  sector TEXT NOT NULL DEFAULT '',
  build_nature TEXT NOT NULL DEFAULT '',
  stage TEXT NOT NULL DEFAULT '',
  annual_class TEXT NOT NULL DEFAULT '',
  lead_department_id INTEGER NOT NULL REFERENCES departments (id),
  leader_post_id INTEGER REFERENCES posts (id),
  contact_name TEXT NOT NULL DEFAULT '',
  contact_phone TEXT NOT NULL DEFAULT '',
  parent_id INTEGER REFERENCES projects (id),
  plan_year INTEGER NOT NULL,
  total_yuan INTEGER,
  cumulative_yuan INTEGER,
  year_plan_yuan INTEGER,
  year_done_yuan INTEGER,
  year_done_month TEXT,
  monthly_plan TEXT,
  planned_start TEXT,
  started_on TEXT,
  planned_end TEXT,
  source_ref TEXT NOT NULL DEFAULT '',
  source_section TEXT NOT NULL DEFAULT '',
  source_quote TEXT,
  source_target TEXT,
  source_note TEXT,
  sample INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX IF NOT EXISTS projects_code ON projects (code);
CREATE INDEX IF NOT EXISTS projects_lead ON projects (lead_department_id, id);
CREATE INDEX IF NOT EXISTS projects_leader ON projects (leader_post_id, id);
CREATE INDEX IF NOT EXISTS projects_parent ON projects (parent_id);
CREATE TABLE IF NOT EXISTS project_versions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  sector TEXT NOT NULL DEFAULT '',
  build_nature TEXT NOT NULL DEFAULT '',
  stage TEXT NOT NULL DEFAULT '',
  annual_class TEXT NOT NULL DEFAULT '',
  lead_department_id INTEGER NOT NULL,
  leader_post_id INTEGER,
  contact_name TEXT NOT NULL DEFAULT '',
  contact_phone TEXT NOT NULL DEFAULT '',
  parent_id INTEGER,
  plan_year INTEGER NOT NULL,
  total_yuan INTEGER,
  cumulative_yuan INTEGER,
  year_plan_yuan INTEGER,
  year_done_yuan INTEGER,
  year_done_month TEXT,
  monthly_plan TEXT,
  planned_start TEXT,
  started_on TEXT,
  planned_end TEXT,
  source_ref TEXT NOT NULL DEFAULT '',
  source_section TEXT NOT NULL DEFAULT '',
  source_quote TEXT,
  source_target TEXT,
  source_note TEXT,
  sample INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  recorded_on TEXT NOT NULL,
  recorded_by INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS project_versions_id ON project_versions (id, version);
CREATE INDEX IF NOT EXISTS project_versions_day ON project_versions (id, recorded_on);
CREATE TABLE IF NOT EXISTS project_units (
  project_id INTEGER NOT NULL REFERENCES projects (id),
  department_id INTEGER NOT NULL REFERENCES departments (id),
  PRIMARY KEY (project_id, department_id)
);
CREATE INDEX IF NOT EXISTS project_units_department ON project_units (department_id, project_id);
CREATE TABLE IF NOT EXISTS project_lists (
  project_id INTEGER NOT NULL REFERENCES projects (id),
  list_code TEXT NOT NULL,
  PRIMARY KEY (project_id, list_code)
);
CREATE INDEX IF NOT EXISTS project_lists_code ON project_lists (list_code, project_id);
CREATE TABLE IF NOT EXISTS lists (
  code TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  sort INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS source_items (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_year INTEGER NOT NULL,
  ref TEXT NOT NULL,
  kind TEXT NOT NULL,
  section TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL,
  words TEXT NOT NULL,
  detail TEXT,
  note TEXT,
  sort INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS source_items_ref ON source_items (plan_year, kind, ref);
