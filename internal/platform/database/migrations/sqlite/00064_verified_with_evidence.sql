-- +goose Up
-- A confirmed 100 % that nobody claimed is verified with evidence, or an exception with who allowed it, as a claim is. It has no
-- report of its own, so both stand at the indicator.
ALTER TABLE indicators ADD COLUMN evidence TEXT;
ALTER TABLE indicators ADD COLUMN exception_words TEXT NOT NULL DEFAULT '';
ALTER TABLE indicators ADD COLUMN exception_post_id INTEGER;
ALTER TABLE indicator_versions ADD COLUMN evidence TEXT;
ALTER TABLE indicator_versions ADD COLUMN exception_words TEXT NOT NULL DEFAULT '';
ALTER TABLE indicator_versions ADD COLUMN exception_post_id INTEGER;
