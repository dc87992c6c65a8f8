-- +goose Up
-- Until when a one-time password opens the account, as Unix milliseconds; 0: the password is the person's own.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE users ADD COLUMN one_time_until BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'one_time_until');
PREPARE step FROM @step;
EXECUTE step;
