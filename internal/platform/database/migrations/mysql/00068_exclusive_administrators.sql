-- +goose Up
-- In SQLite triggers keep the three administrators apart. Here an administrator of the server makes them (guatu audit grants): the account
-- that migrates may not be able to.
SELECT 1;
