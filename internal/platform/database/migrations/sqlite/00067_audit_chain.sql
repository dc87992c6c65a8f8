-- +goose Up
-- Each start of an instance keeps its records in a chain: hash = H(hash of the one before, record). Rows from before there were
-- chains have none; the first chain begins with a digest over them.
ALTER TABLE audit_events ADD COLUMN chain_id TEXT;
ALTER TABLE audit_events ADD COLUMN chain_seq INTEGER;
ALTER TABLE audit_events ADD COLUMN hash TEXT;
CREATE UNIQUE INDEX audit_events_chain ON audit_events (chain_id, chain_seq);
CREATE TABLE audit_chains (
  id TEXT NOT NULL PRIMARY KEY,
  started_at INTEGER NOT NULL,
  host TEXT NOT NULL DEFAULT '',
  unchained_rows INTEGER NOT NULL DEFAULT 0,
  unchained_last INTEGER NOT NULL DEFAULT 0,
  unchained_digest TEXT NOT NULL DEFAULT ''
);
-- The beginning of a chain that was written into a signed file; what it covers may leave the table. Chain '' is the rows without one.
CREATE TABLE audit_archives (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chain_id TEXT NOT NULL,
  through_seq INTEGER NOT NULL,
  head TEXT NOT NULL,
  file TEXT NOT NULL,
  file_sum TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  signature TEXT NOT NULL
);
CREATE UNIQUE INDEX audit_archives_chain ON audit_archives (chain_id, through_seq);
-- What the checks of the chains found.
CREATE TABLE audit_verifications (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  records INTEGER NOT NULL,
  chains INTEGER NOT NULL,
  checkpoints INTEGER NOT NULL,
  faults INTEGER NOT NULL,
  first_fault TEXT NOT NULL DEFAULT ''
);
-- +goose StatementBegin
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
WHEN NOT EXISTS (SELECT 1 FROM audit_archives a WHERE a.chain_id = COALESCE(OLD.chain_id, '') AND a.through_seq >= COALESCE(OLD.chain_seq, OLD.id))
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_chains_no_update BEFORE UPDATE ON audit_chains
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_chains_no_delete BEFORE DELETE ON audit_chains
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_archives_no_update BEFORE UPDATE ON audit_archives
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_archives_no_delete BEFORE DELETE ON audit_archives
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
-- +goose StatementEnd
