-- +goose Up
-- The rate of completion a published table prints for a figure, in basis points, kept beside the one computed from it (NULL: none was printed).
ALTER TABLE indicators ADD COLUMN printed_bp INTEGER;
ALTER TABLE indicator_versions ADD COLUMN printed_bp INTEGER;
ALTER TABLE reports ADD COLUMN printed_bp INTEGER;
