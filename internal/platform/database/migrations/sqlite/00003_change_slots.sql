-- +goose Up
-- Each committed transaction moves one slot on; the sum marks the state of the whole database.
CREATE TABLE IF NOT EXISTS change_slots (
  slot INTEGER NOT NULL PRIMARY KEY,
  n INTEGER NOT NULL
);
INSERT OR IGNORE INTO change_slots (slot, n) VALUES (0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 0), (11, 0), (12, 0), (13, 0), (14, 0), (15, 0);
