-- +goose Up
-- Signed records that went when an older backup was restored, as a check found them: no fault, but to be seen.
ALTER TABLE audit_verifications ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
-- When the work of a lease was last done, by the clock of the database: work that has one effect in each period asks it.
ALTER TABLE leases ADD COLUMN done_ms INTEGER NOT NULL DEFAULT 0;
-- Who asked for an archive of the audit, and who else confirmed it: nothing is written into a file or taken out of the database without.
CREATE TABLE audit_archive_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  before_on TEXT NOT NULL,
  words TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_by INTEGER NOT NULL,
  asked_name TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  decided_by INTEGER NOT NULL DEFAULT 0,
  decided_name TEXT NOT NULL DEFAULT '',
  decided_at INTEGER NOT NULL DEFAULT 0,
  file TEXT NOT NULL DEFAULT '',
  file_sum TEXT NOT NULL DEFAULT '',
  rows_written INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1
);
