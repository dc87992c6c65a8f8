-- +goose Up
-- 报完成 has evidence, or an exception with who allowed it; its verification has a conclusion 验收结论, kept with the report and shown at
-- the item it closed.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN evidence MEDIUMTEXT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'evidence');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN exception_words VARCHAR(2000) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'exception_words');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN exception_post_id BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'exception_post_id');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE reports ADD COLUMN conclusion VARCHAR(2000) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'reports' AND column_name = 'conclusion');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestones ADD COLUMN conclusion VARCHAR(2000) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestones' AND column_name = 'conclusion');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE milestone_versions ADD COLUMN conclusion VARCHAR(2000) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'milestone_versions' AND column_name = 'conclusion');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicators ADD COLUMN conclusion VARCHAR(2000) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicators' AND column_name = 'conclusion');
PREPARE step FROM @step;
EXECUTE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE indicator_versions ADD COLUMN conclusion VARCHAR(2000) NOT NULL DEFAULT ''''', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'indicator_versions' AND column_name = 'conclusion');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
