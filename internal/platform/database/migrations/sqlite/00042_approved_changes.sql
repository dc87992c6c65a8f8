-- +goose Up
-- What an approved change leaves on the item. exited_on and exit_document: 退出 with the number of the document that decided it. An indicator
-- counts the approved changes of its target and of its own date; base_due_on is the date of before the first of those (NULL: never changed),
-- suspended_on the day its suspension was approved or last reviewed.
ALTER TABLE milestones ADD COLUMN exited_on TEXT;
ALTER TABLE milestones ADD COLUMN exit_document TEXT NOT NULL DEFAULT '';
ALTER TABLE milestone_versions ADD COLUMN exited_on TEXT;
ALTER TABLE milestone_versions ADD COLUMN exit_document TEXT NOT NULL DEFAULT '';
ALTER TABLE indicators ADD COLUMN target_changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE indicators ADD COLUMN due_changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE indicators ADD COLUMN base_due_on TEXT;
ALTER TABLE indicators ADD COLUMN suspended_on TEXT;
ALTER TABLE indicators ADD COLUMN exited_on TEXT;
ALTER TABLE indicators ADD COLUMN exit_document TEXT NOT NULL DEFAULT '';
ALTER TABLE indicator_versions ADD COLUMN target_changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE indicator_versions ADD COLUMN due_changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE indicator_versions ADD COLUMN base_due_on TEXT;
ALTER TABLE indicator_versions ADD COLUMN suspended_on TEXT;
ALTER TABLE indicator_versions ADD COLUMN exited_on TEXT;
ALTER TABLE indicator_versions ADD COLUMN exit_document TEXT NOT NULL DEFAULT '';
