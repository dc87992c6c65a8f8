-- +goose Up
-- Signed records that went when an older backup was restored, as a check found them: no fault, but to be seen.
ALTER TABLE audit_verifications ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
