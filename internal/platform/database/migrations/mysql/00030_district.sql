-- +goose Up
-- The district itself: one row. Empty texts and 0: not decided yet, what the configuration says counts.
CREATE TABLE IF NOT EXISTS district (
  id INT NOT NULL PRIMARY KEY,
  name VARCHAR(80) NOT NULL DEFAULT '',
  title VARCHAR(120) NOT NULL DEFAULT '',
  zone VARCHAR(60) NOT NULL DEFAULT '',
  plan_year INT NOT NULL DEFAULT 0,
  rule_set VARCHAR(60) NOT NULL DEFAULT '',
  rule_set_since DATE,
  version BIGINT NOT NULL DEFAULT 1
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- Every import of a year of the working-day calendar; the newest of a year counts, the others are its history.
CREATE TABLE IF NOT EXISTS calendar_imports (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  year INT NOT NULL,
  source VARCHAR(200) NOT NULL DEFAULT '',
  days MEDIUMTEXT NOT NULL,
  imported_by BIGINT,
  imported_at BIGINT NOT NULL,
  recorded_on DATE NOT NULL,
  INDEX calendar_imports_year (year, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT IGNORE INTO district (id) VALUES (1);
UPDATE district SET name = COALESCE((SELECT s.value FROM settings s WHERE s.name = 'district.name'), '') WHERE id = 1 AND name = '';
