-- +goose Up
-- Signed records that went when an older backup was restored, as a check found them: no fault, but to be seen.
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE audit_verifications ADD COLUMN lost BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'audit_verifications' AND column_name = 'lost');
PREPARE step FROM @step;
EXECUTE step;
-- When the work of a lease was last done, by the clock of the database: work that has one effect in each period asks it.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE leases ADD COLUMN done_ms BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'leases' AND column_name = 'done_ms');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
-- Who asked for an archive of the audit, and who else confirmed it: nothing is written into a file or taken out of the database without.
CREATE TABLE IF NOT EXISTS audit_archive_requests (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  before_on DATE NOT NULL,
  words VARCHAR(500) NOT NULL,
  state VARCHAR(20) NOT NULL,
  asked_by BIGINT NOT NULL,
  asked_name VARCHAR(80) NOT NULL,
  asked_at BIGINT NOT NULL,
  decided_by BIGINT NOT NULL DEFAULT 0,
  decided_name VARCHAR(80) NOT NULL DEFAULT '',
  decided_at BIGINT NOT NULL DEFAULT 0,
  file VARCHAR(200) NOT NULL DEFAULT '',
  file_sum VARCHAR(64) NOT NULL DEFAULT '',
  rows_written BIGINT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL DEFAULT 1
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
