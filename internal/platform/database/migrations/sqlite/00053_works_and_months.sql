-- +goose Up
-- What a month said (month_figures: JSON of month, done and paid of the year in 元 and the day it was entered, only ever added to), where the works
-- stand on their standard ladder, and whether and when the project was entered in the investment statistics (入库).
ALTER TABLE projects ADD COLUMN year_paid_yuan INTEGER;
ALTER TABLE projects ADD COLUMN month_figures TEXT;
ALTER TABLE projects ADD COLUMN works_ladder TEXT NOT NULL DEFAULT '';
ALTER TABLE projects ADD COLUMN works_stage TEXT NOT NULL DEFAULT '';
ALTER TABLE projects ADD COLUMN works_on TEXT;
ALTER TABLE projects ADD COLUMN stat_entry_asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE projects ADD COLUMN stat_entered_on TEXT;
ALTER TABLE project_versions ADD COLUMN year_paid_yuan INTEGER;
ALTER TABLE project_versions ADD COLUMN month_figures TEXT;
ALTER TABLE project_versions ADD COLUMN works_ladder TEXT NOT NULL DEFAULT '';
ALTER TABLE project_versions ADD COLUMN works_stage TEXT NOT NULL DEFAULT '';
ALTER TABLE project_versions ADD COLUMN works_on TEXT;
ALTER TABLE project_versions ADD COLUMN stat_entry_asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE project_versions ADD COLUMN stat_entered_on TEXT;
