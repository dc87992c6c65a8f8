-- +goose Up
-- A rule set as somebody uploaded it. Name and version are given once; a row is never changed.
CREATE TABLE IF NOT EXISTS rule_sets (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  version INT NOT NULL,
  body MEDIUMTEXT NOT NULL,
  uploaded_by BIGINT,
  uploaded_at BIGINT NOT NULL,
  recorded_on DATE NOT NULL,
  UNIQUE INDEX rule_sets_name (name, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- A rule set put in force for some days and a part of the district: proposed by one, adopted by another. What was adopted stays.
CREATE TABLE IF NOT EXISTS rule_set_adoptions (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  rule_set_id BIGINT NOT NULL,
  state VARCHAR(16) NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE,
  scope_kind VARCHAR(16) NOT NULL,
  scope_class VARCHAR(40) NOT NULL DEFAULT '',
  scope_list VARCHAR(40) NOT NULL DEFAULT '',
  scope_task BIGINT NOT NULL DEFAULT 0,
  words TEXT NOT NULL,
  proposed_by BIGINT NOT NULL,
  proposed_on DATE NOT NULL,
  proposed_at BIGINT NOT NULL,
  decided_by BIGINT,
  decided_on DATE,
  decided_at BIGINT,
  -- place of the decision among all decisions: of two for the same scope and day the later counts
  decided_no BIGINT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL DEFAULT 1,
  FOREIGN KEY (rule_set_id) REFERENCES rule_sets (id),
  FOREIGN KEY (proposed_by) REFERENCES users (id),
  FOREIGN KEY (decided_by) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
