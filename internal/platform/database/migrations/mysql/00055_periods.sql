-- +goose Up
-- 关账. A closed month with everything it froze, under one hash that names the hash of the month before. Rows are only ever added.
CREATE TABLE IF NOT EXISTS periods (
  month VARCHAR(7) NOT NULL PRIMARY KEY,
  closed_on DATE NOT NULL,
  closed_at BIGINT NOT NULL,
  closed_by BIGINT NOT NULL REFERENCES users (id),
  rule_set VARCHAR(80) NOT NULL,
  rule_set_version INT NOT NULL,
  items INT NOT NULL,
  left_open TEXT NOT NULL,
  previous_hash VARCHAR(64) NOT NULL DEFAULT '',
  hash VARCHAR(64) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- What was frozen; written first, then the period with the hash over it. kind is milestone, project, indicator, task, board or overview;
-- body is the answer of that moment, english its sentences in the other language.
CREATE TABLE IF NOT EXISTS period_items (
  month VARCHAR(7) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  item_id BIGINT NOT NULL,
  parent_id BIGINT NOT NULL DEFAULT 0,
  name VARCHAR(300) NOT NULL DEFAULT '',
  row_version BIGINT NOT NULL DEFAULT 0,
  colour VARCHAR(16) NOT NULL DEFAULT '',
  rule VARCHAR(16) NOT NULL DEFAULT '',
  rule_set VARCHAR(120) NOT NULL DEFAULT '',
  badges VARCHAR(200) NOT NULL DEFAULT '',
  reason_zh TEXT,
  reason_en TEXT,
  facts TEXT,
  report_id BIGINT,
  body LONGTEXT,
  english MEDIUMTEXT,
  PRIMARY KEY (month, kind, item_id),
  INDEX period_items_item (kind, item_id, month)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- A correction of a frozen figure: the figure stays, the correction stands beside it and names it.
CREATE TABLE IF NOT EXISTS period_corrections (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  month VARCHAR(7) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  item_id BIGINT NOT NULL,
  field VARCHAR(40) NOT NULL,
  was VARCHAR(200) NOT NULL,
  value VARCHAR(200) NOT NULL,
  words TEXT NOT NULL,
  replaces_id BIGINT,
  made_on DATE NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BIGINT NOT NULL REFERENCES users (id),
  hash VARCHAR(64) NOT NULL,
  INDEX period_corrections_item (month, kind, item_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
