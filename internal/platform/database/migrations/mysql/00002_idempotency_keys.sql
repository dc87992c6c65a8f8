-- +goose Up
-- The answer to a request with an Idempotency-Key, committed together with its effect.
CREATE TABLE IF NOT EXISTS idempotency_keys (
  user_id BIGINT NOT NULL,
  idem_key VARCHAR(200) NOT NULL,
  operation VARCHAR(120) NOT NULL,
  request_hash CHAR(64) NOT NULL,
  status INT NOT NULL DEFAULT 0,
  headers TEXT,
  body MEDIUMBLOB,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, idem_key),
  INDEX idempotency_keys_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
