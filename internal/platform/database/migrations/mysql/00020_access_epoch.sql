-- +goose Up
-- The one row whose number grows with every change of rights or names; its lock puts those changes in one order.
INSERT IGNORE INTO access_epoch (id, epoch) VALUES (1, 1);
