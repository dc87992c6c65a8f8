-- +goose Up
-- The second factor 第二因子 of an account: its secret, sealed with a key that is not in the database, since when it is asked
-- for (0: not), the last time step that was accepted, and a secret that has been shown and not been confirmed yet.
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE users ADD COLUMN factor_secret VARCHAR(400) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'factor_secret');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE users ADD COLUMN factor_since BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'factor_since');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE users ADD COLUMN factor_step BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'factor_step');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE users ADD COLUMN factor_pending VARCHAR(400) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'factor_pending');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE users ADD COLUMN factor_pending_at BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'factor_pending_at');
PREPARE step FROM @step;
EXECUTE step;
-- When the second factor was shown in this session; 0: it opens nothing where one is needed.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE sessions ADD COLUMN factor_at BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'sessions' AND column_name = 'factor_at');
PREPARE step FROM @step;
EXECUTE step;
CREATE TABLE IF NOT EXISTS recovery_codes (
  user_id BIGINT NOT NULL REFERENCES users (id),
  code_hash VARCHAR(80) NOT NULL,
  used_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, code_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
