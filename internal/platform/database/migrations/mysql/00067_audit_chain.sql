-- +goose Up
-- Each start of an instance keeps its records in a chain: hash = H(hash of the one before, record). Rows from before there were
-- chains have none; the first chain begins with a digest over them. That nobody changes or removes a row is a matter of grants here
-- (deploy/mariadb.sql): a trigger would need rights that many servers with a binary log do not give.
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE audit_events ADD COLUMN chain_id VARCHAR(32)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'audit_events' AND column_name = 'chain_id');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE audit_events ADD COLUMN chain_seq BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'audit_events' AND column_name = 'chain_seq');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE audit_events ADD COLUMN hash VARCHAR(64)', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'audit_events' AND column_name = 'hash');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'CREATE UNIQUE INDEX audit_events_chain ON audit_events (chain_id, chain_seq)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'audit_events' AND index_name = 'audit_events_chain');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
CREATE TABLE IF NOT EXISTS audit_chains (
  id VARCHAR(32) NOT NULL PRIMARY KEY,
  started_at BIGINT NOT NULL,
  host VARCHAR(80) NOT NULL DEFAULT '',
  unchained_rows BIGINT NOT NULL DEFAULT 0,
  unchained_last BIGINT NOT NULL DEFAULT 0,
  unchained_digest VARCHAR(64) NOT NULL DEFAULT ''
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- The beginning of a chain that was written into a signed file; what it covers may leave the table. Chain '' is the rows without one.
CREATE TABLE IF NOT EXISTS audit_archives (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  chain_id VARCHAR(32) NOT NULL,
  through_seq BIGINT NOT NULL,
  head VARCHAR(64) NOT NULL,
  file VARCHAR(200) NOT NULL,
  file_sum VARCHAR(64) NOT NULL,
  made_at BIGINT NOT NULL,
  key_id VARCHAR(32) NOT NULL,
  signature VARCHAR(128) NOT NULL,
  UNIQUE INDEX audit_archives_chain (chain_id, through_seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- What the checks of the chains found.
CREATE TABLE IF NOT EXISTS audit_verifications (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at BIGINT NOT NULL,
  records BIGINT NOT NULL,
  chains BIGINT NOT NULL,
  checkpoints BIGINT NOT NULL,
  faults BIGINT NOT NULL,
  first_fault TEXT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
