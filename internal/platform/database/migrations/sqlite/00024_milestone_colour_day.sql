-- +goose Up
-- The day whose colour an undecided claim keeps: derived at every write like clock_due, so that a list by colour is a comparison of columns.
ALTER TABLE milestones ADD COLUMN colour_day TEXT;
ALTER TABLE milestone_versions ADD COLUMN colour_day TEXT;
