-- +goose Up
-- 报完成 has evidence, or an exception with who allowed it; its verification has a conclusion 验收结论, kept with the report and shown at
-- the item it closed.
ALTER TABLE reports ADD COLUMN evidence TEXT;
ALTER TABLE reports ADD COLUMN exception_words TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN exception_post_id INTEGER;
ALTER TABLE reports ADD COLUMN conclusion TEXT NOT NULL DEFAULT '';
ALTER TABLE milestones ADD COLUMN conclusion TEXT NOT NULL DEFAULT '';
ALTER TABLE milestone_versions ADD COLUMN conclusion TEXT NOT NULL DEFAULT '';
ALTER TABLE indicators ADD COLUMN conclusion TEXT NOT NULL DEFAULT '';
ALTER TABLE indicator_versions ADD COLUMN conclusion TEXT NOT NULL DEFAULT '';
