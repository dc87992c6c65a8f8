-- +goose Up
-- What a search looks through: name, code and the initials of their pinyin in small letters. Derived at every write; rows from before
-- this column are filled by the program when it starts.
ALTER TABLE projects ADD COLUMN search TEXT NOT NULL DEFAULT '';
ALTER TABLE project_versions ADD COLUMN search TEXT NOT NULL DEFAULT '';
ALTER TABLE milestones ADD COLUMN search TEXT NOT NULL DEFAULT '';
ALTER TABLE milestone_versions ADD COLUMN search TEXT NOT NULL DEFAULT '';
ALTER TABLE livelihood_tasks ADD COLUMN search TEXT NOT NULL DEFAULT '';
ALTER TABLE livelihood_task_versions ADD COLUMN search TEXT NOT NULL DEFAULT '';
ALTER TABLE indicators ADD COLUMN search TEXT NOT NULL DEFAULT '';
ALTER TABLE indicator_versions ADD COLUMN search TEXT NOT NULL DEFAULT '';
