-- +goose Up
-- The plan of a year and its state: draft, proposed by one person, frozen by another. Whoever changes the plan holds this row until the
-- transaction ends, so that no change slips in behind a freeze. Years that have rows already begin as drafts: freezing is an act of two people.
CREATE TABLE IF NOT EXISTS plan_years (
  year INT NOT NULL PRIMARY KEY,
  state VARCHAR(16) NOT NULL DEFAULT 'draft',
  proposed_by BIGINT,
  proposed_on DATE,
  proposed_at BIGINT,
  frozen_by BIGINT,
  frozen_on DATE,
  frozen_at BIGINT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT IGNORE INTO plan_years (year, state, created_at, version) SELECT y.year, 'draft', 0, 1 FROM (SELECT plan_year AS year FROM projects UNION SELECT year FROM livelihood_tasks) y;
