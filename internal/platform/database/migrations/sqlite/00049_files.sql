-- +goose Up
-- 附件. The bytes are in the files folder of the data directory under storage_key; a file belongs to nothing (owner_kind is NULL)
-- until the row it stands behind is written.
CREATE TABLE IF NOT EXISTS files (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  storage_key TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  uploader_id INTEGER NOT NULL,
  uploaded_at INTEGER NOT NULL,
  recorded_on TEXT NOT NULL,
  owner_kind TEXT,
  owner_id INTEGER
);
CREATE UNIQUE INDEX IF NOT EXISTS files_key ON files (storage_key);
CREATE INDEX IF NOT EXISTS files_owner ON files (owner_kind, owner_id);
CREATE INDEX IF NOT EXISTS files_uploader ON files (uploader_id, owner_kind);
