-- +goose Up
-- When the password was chosen, as Unix milliseconds: one that is older than the password rules allow has to be changed. Those
-- that were there before the rules count from the day they come into force. password_history keeps the hashes of former ones.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE users ADD COLUMN password_at BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'password_at');
PREPARE step FROM @step;
EXECUTE step;
UPDATE users SET password_at = UNIX_TIMESTAMP() * 1000 WHERE password_at = 0;
CREATE TABLE IF NOT EXISTS password_history (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  password_hash VARCHAR(200) NOT NULL,
  ended_at BIGINT NOT NULL,
  INDEX password_history_user (user_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
