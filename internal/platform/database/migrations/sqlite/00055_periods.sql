-- +goose Up
-- 关账. A closed month with everything it froze, under one hash that names the hash of the month before. Rows are only ever added.
CREATE TABLE IF NOT EXISTS periods (
  month TEXT NOT NULL PRIMARY KEY,
  closed_on TEXT NOT NULL,
  closed_at INTEGER NOT NULL,
  closed_by INTEGER NOT NULL REFERENCES users (id),
  rule_set TEXT NOT NULL,
  rule_set_version INTEGER NOT NULL,
  items INTEGER NOT NULL,
  left_open TEXT NOT NULL,
  previous_hash TEXT NOT NULL DEFAULT '',
  hash TEXT NOT NULL
);
-- What was frozen; written first, then the period with the hash over it. kind is milestone, project, indicator, task, board or overview;
-- body is the answer of that moment, english its sentences in the other language.
CREATE TABLE IF NOT EXISTS period_items (
  month TEXT NOT NULL,
  kind TEXT NOT NULL,
  item_id INTEGER NOT NULL,
  parent_id INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL DEFAULT '',
  row_version INTEGER NOT NULL DEFAULT 0,
  colour TEXT NOT NULL DEFAULT '',
  rule TEXT NOT NULL DEFAULT '',
  rule_set TEXT NOT NULL DEFAULT '',
  badges TEXT NOT NULL DEFAULT '',
  reason_zh TEXT,
  reason_en TEXT,
  facts TEXT,
  report_id INTEGER,
  body TEXT,
  english TEXT,
  PRIMARY KEY (month, kind, item_id)
);
CREATE INDEX IF NOT EXISTS period_items_item ON period_items (kind, item_id, month);
-- A correction of a frozen figure: the figure stays, the correction stands beside it and names it.
CREATE TABLE IF NOT EXISTS period_corrections (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  month TEXT NOT NULL,
  kind TEXT NOT NULL,
  item_id INTEGER NOT NULL,
  field TEXT NOT NULL,
  was TEXT NOT NULL,
  value TEXT NOT NULL,
  words TEXT NOT NULL,
  replaces_id INTEGER,
  made_on TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  made_by INTEGER NOT NULL REFERENCES users (id),
  hash TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS period_corrections_item ON period_corrections (month, kind, item_id, id);
