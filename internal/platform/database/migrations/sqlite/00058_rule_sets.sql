-- +goose Up
-- A rule set as somebody uploaded it. Name and version are given once; a row is never changed.
CREATE TABLE IF NOT EXISTS rule_sets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  uploaded_by INTEGER,
  uploaded_at INTEGER NOT NULL,
  recorded_on TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS rule_sets_name ON rule_sets (name, version);
-- A rule set put in force for some days and a part of the district: proposed by one, adopted by another. What was adopted stays.
CREATE TABLE IF NOT EXISTS rule_set_adoptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rule_set_id INTEGER NOT NULL REFERENCES rule_sets (id),
  state TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT,
  scope_kind TEXT NOT NULL,
  scope_class TEXT NOT NULL DEFAULT '',
  scope_list TEXT NOT NULL DEFAULT '',
  scope_task INTEGER NOT NULL DEFAULT 0,
  words TEXT NOT NULL,
  proposed_by INTEGER NOT NULL REFERENCES users (id),
  proposed_on TEXT NOT NULL,
  proposed_at INTEGER NOT NULL,
  decided_by INTEGER REFERENCES users (id),
  decided_on TEXT,
  decided_at INTEGER,
  -- place of the decision among all decisions: of two for the same scope and day the later counts
  decided_no INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1
);
