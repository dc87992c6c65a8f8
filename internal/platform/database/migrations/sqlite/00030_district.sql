-- +goose Up
-- The district itself: one row. Empty texts and 0: not decided yet, what the configuration says counts.
CREATE TABLE IF NOT EXISTS district (
  id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  zone TEXT NOT NULL DEFAULT '',
  plan_year INTEGER NOT NULL DEFAULT 0,
  rule_set TEXT NOT NULL DEFAULT '',
  rule_set_since TEXT,
  version INTEGER NOT NULL DEFAULT 1
);
-- Every import of a year of the working-day calendar; the newest of a year counts, the others are its history.
CREATE TABLE IF NOT EXISTS calendar_imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  year INTEGER NOT NULL,
  source TEXT NOT NULL DEFAULT '',
  days TEXT NOT NULL,
  imported_by INTEGER,
  imported_at INTEGER NOT NULL,
  recorded_on TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS calendar_imports_year ON calendar_imports (year, id);
INSERT OR IGNORE INTO district (id) VALUES (1);
UPDATE district SET name = COALESCE((SELECT s.value FROM settings s WHERE s.name = 'district.name'), '') WHERE id = 1 AND name = '';
