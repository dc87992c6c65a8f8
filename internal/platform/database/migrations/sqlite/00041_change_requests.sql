-- +goose Up
-- 延期、变更、停缓建、复工、退出: what a unit asks for, who decides and with which words. A request has one or more items, each of one
-- milestone or one indicator. Whose it is follows its project or indicator, so no unit is copied here. What an item was when it was asked for
-- (from_…, base_on) stands for ever; what it is now is read where it is kept. The history of a request is the audit.
CREATE TABLE IF NOT EXISTS change_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL,
  project_id INTEGER,
  task_id INTEGER,
  plan_year INTEGER NOT NULL,
  reason TEXT NOT NULL,
  words TEXT NOT NULL,
  effect TEXT NOT NULL,
  evidence TEXT,
  timing TEXT NOT NULL,
  route TEXT NOT NULL,
  route_zh TEXT NOT NULL,
  route_en TEXT NOT NULL,
  by_head INTEGER NOT NULL DEFAULT 0,
  author_id INTEGER NOT NULL,
  submitted_at INTEGER NOT NULL,
  recorded_on TEXT NOT NULL,
  decided_by INTEGER,
  decided_post_id INTEGER,
  decided_at INTEGER,
  decided_on TEXT,
  decision_words TEXT NOT NULL DEFAULT '',
  document_title TEXT NOT NULL DEFAULT '',
  document_number TEXT NOT NULL DEFAULT '',
  document_on TEXT,
  filed_by INTEGER,
  filed_at INTEGER,
  filed_on TEXT,
  filed_words TEXT NOT NULL DEFAULT '',
  sample INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IF NOT EXISTS change_requests_state ON change_requests (state, route);
CREATE INDEX IF NOT EXISTS change_requests_project ON change_requests (project_id, id);
CREATE INDEX IF NOT EXISTS change_requests_task ON change_requests (task_id, id);
CREATE INDEX IF NOT EXISTS change_requests_year ON change_requests (plan_year, state);
CREATE TABLE IF NOT EXISTS change_items (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id INTEGER NOT NULL REFERENCES change_requests (id),
  ordinal INTEGER NOT NULL,
  kind TEXT NOT NULL,
  milestone_id INTEGER,
  indicator_id INTEGER,
  item_version INTEGER NOT NULL,
  timing TEXT NOT NULL,
  slip_days INTEGER NOT NULL DEFAULT 0,
  moved_days INTEGER NOT NULL DEFAULT 0,
  nth INTEGER NOT NULL DEFAULT 0,
  base_on TEXT,
  from_on TEXT,
  to_on TEXT,
  deadline_words TEXT NOT NULL DEFAULT '',
  from_target_milli INTEGER,
  to_target_milli INTEGER,
  from_suspended_on TEXT
);
CREATE INDEX IF NOT EXISTS change_items_request ON change_items (request_id, ordinal);
CREATE INDEX IF NOT EXISTS change_items_milestone ON change_items (milestone_id, request_id);
CREATE INDEX IF NOT EXISTS change_items_indicator ON change_items (indicator_id, request_id);
