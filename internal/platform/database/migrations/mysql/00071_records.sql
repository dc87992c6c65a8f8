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
