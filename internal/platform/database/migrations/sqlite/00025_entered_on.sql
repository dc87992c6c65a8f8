-- +goose Up
-- The business day an item was entered: nobody owes a report for a month before it. NULL: entered before there was this column, no lower bound.
ALTER TABLE milestones ADD COLUMN entered_on TEXT;
ALTER TABLE milestone_versions ADD COLUMN entered_on TEXT;
ALTER TABLE indicators ADD COLUMN entered_on TEXT;
ALTER TABLE indicator_versions ADD COLUMN entered_on TEXT;
