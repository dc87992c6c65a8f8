-- +goose Up
-- 附件. The bytes are in the files folder of the data directory under storage_key; a file belongs to nothing (owner_kind is NULL)
-- until the row it stands behind is written.
CREATE TABLE IF NOT EXISTS files (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  storage_key VARCHAR(100) NOT NULL,
  name VARCHAR(120) NOT NULL,
  size BIGINT NOT NULL,
  content_type VARCHAR(120) NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  uploader_id BIGINT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  recorded_on DATE NOT NULL,
  owner_kind VARCHAR(16),
  owner_id BIGINT,
  UNIQUE INDEX files_key (storage_key),
  INDEX files_owner (owner_kind, owner_id),
  INDEX files_uploader (uploader_id, owner_kind)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
