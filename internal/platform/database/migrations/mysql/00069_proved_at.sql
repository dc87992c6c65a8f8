-- +goose Up
-- When a session last proved who has it: password, and a code where the account has a second factor. 0: it has to prove it before
-- anything dangerous.
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE sessions ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'sessions' AND column_name = 'proved_at');
PREPARE step FROM @step;
EXECUTE step;
