-- +goose Up
-- The plan of a year and its state: draft, proposed by one person, frozen by another. Whoever changes the plan holds this row until the
-- transaction ends, so that no change slips in behind a freeze. Years that have rows already begin as drafts: freezing is an act of two people.
CREATE TABLE IF NOT EXISTS plan_years (
  year INTEGER NOT NULL PRIMARY KEY,
  state TEXT NOT NULL DEFAULT 'draft',
  proposed_by INTEGER,
  proposed_on TEXT,
  proposed_at INTEGER,
  frozen_by INTEGER,
  frozen_on TEXT,
  frozen_at INTEGER,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);
INSERT OR IGNORE INTO plan_years (year, state, created_at, version) SELECT y.year, 'draft', 0, 1 FROM (SELECT plan_year AS year FROM projects UNION SELECT year FROM livelihood_tasks) y;
