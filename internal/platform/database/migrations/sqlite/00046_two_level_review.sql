-- +goose Up
-- The unit's own review, before that of the supervision office: who approved the report, when and with which words. What was decided
-- before there were two levels keeps its one decision (decided_by).
ALTER TABLE reports ADD COLUMN approved_by INTEGER;
ALTER TABLE reports ADD COLUMN approved_at INTEGER;
ALTER TABLE reports ADD COLUMN approved_on TEXT;
ALTER TABLE reports ADD COLUMN approval_note TEXT;
