-- +goose Up
-- One row for every change, written in the transaction of the change. Append only.
CREATE TABLE IF NOT EXISTS audit_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  recorded_on TEXT NOT NULL,
  actor_id INTEGER NOT NULL DEFAULT 0,
  actor_name TEXT NOT NULL DEFAULT '',
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  entity_id INTEGER NOT NULL DEFAULT 0,
  before_state TEXT,
  after_state TEXT,
  request_id TEXT NOT NULL DEFAULT '',
  session_id TEXT NOT NULL DEFAULT '',
  ip TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS audit_events_entity ON audit_events (entity, entity_id, id);
CREATE INDEX IF NOT EXISTS audit_events_actor ON audit_events (actor_id, id);
