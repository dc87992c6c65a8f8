-- +goose Up
-- The rate of completion a published table prints for a figure, in basis points, kept beside the one computed from it (NULL: none was printed).
-- MySQL has no ADD COLUMN IF NOT EXISTS and commits each ALTER by itself: what is there already is left alone.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN printed_bp INT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'printed_bp');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN printed_bp INT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'printed_bp');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN printed_bp INT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'printed_bp');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
