-- +goose Up
-- Signed records that went when an older backup was restored, as a check found them: no fault, but to be seen.
ALTER TABLE audit_verifications ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
-- When the work of a lease was last done, by the clock of the database: work that has one effect in each period asks it.
ALTER TABLE leases ADD COLUMN done_ms INTEGER NOT NULL DEFAULT 0;
