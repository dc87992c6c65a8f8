-- +goose Up
-- One row for every change, written in the transaction of the change. Append only.
CREATE TABLE IF NOT EXISTS audit_events (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at BIGINT NOT NULL,
  recorded_on DATE NOT NULL,
  actor_id BIGINT NOT NULL DEFAULT 0,
  actor_name VARCHAR(80) NOT NULL DEFAULT '',
  action VARCHAR(80) NOT NULL,
  entity VARCHAR(40) NOT NULL,
  entity_id BIGINT NOT NULL DEFAULT 0,
  before_state TEXT,
  after_state TEXT,
  request_id VARCHAR(64) NOT NULL DEFAULT '',
  session_id VARCHAR(64) NOT NULL DEFAULT '',
  ip VARCHAR(64) NOT NULL DEFAULT '',
  INDEX audit_events_entity (entity, entity_id, id),
  INDEX audit_events_actor (actor_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
