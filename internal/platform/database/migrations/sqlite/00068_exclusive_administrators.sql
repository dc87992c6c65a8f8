-- +goose Up
-- The three administrators exclude each other, and every other role: the second belt behind the checks of the program, against a row that
-- came in past them. What was over yesterday excludes nothing.
-- +goose StatementBegin
CREATE TRIGGER post_holders_exclusive_insert AFTER INSERT ON post_holders WHEN EXISTS (SELECT 1 FROM post_holders a JOIN grants x ON x.post_id = a.post_id JOIN post_holders b ON b.user_id = a.user_id JOIN grants y ON y.post_id = b.post_id
  WHERE a.id = NEW.id AND x.role <> y.role AND (x.role IN ('sysadmin', 'secadmin', 'auditadmin') OR y.role IN ('sysadmin', 'secadmin', 'auditadmin'))
  AND (a.to_on IS NULL OR a.to_on >= date('now')) AND (b.to_on IS NULL OR b.to_on >= date('now'))
  AND (a.to_on IS NULL OR b.from_on <= a.to_on) AND (b.to_on IS NULL OR a.from_on <= b.to_on))
BEGIN SELECT RAISE(ABORT, 'administrators exclude each other'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER post_holders_exclusive_update AFTER UPDATE ON post_holders WHEN EXISTS (SELECT 1 FROM post_holders a JOIN grants x ON x.post_id = a.post_id JOIN post_holders b ON b.user_id = a.user_id JOIN grants y ON y.post_id = b.post_id
  WHERE a.id = NEW.id AND x.role <> y.role AND (x.role IN ('sysadmin', 'secadmin', 'auditadmin') OR y.role IN ('sysadmin', 'secadmin', 'auditadmin'))
  AND (a.to_on IS NULL OR a.to_on >= date('now')) AND (b.to_on IS NULL OR b.to_on >= date('now'))
  AND (a.to_on IS NULL OR b.from_on <= a.to_on) AND (b.to_on IS NULL OR a.from_on <= b.to_on))
BEGIN SELECT RAISE(ABORT, 'administrators exclude each other'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER grants_exclusive_insert AFTER INSERT ON grants WHEN EXISTS (SELECT 1 FROM post_holders a JOIN grants x ON x.post_id = a.post_id JOIN post_holders b ON b.user_id = a.user_id JOIN grants y ON y.post_id = b.post_id
  WHERE a.post_id = NEW.post_id AND x.id = NEW.id AND x.role <> y.role AND (x.role IN ('sysadmin', 'secadmin', 'auditadmin') OR y.role IN ('sysadmin', 'secadmin', 'auditadmin'))
  AND (a.to_on IS NULL OR a.to_on >= date('now')) AND (b.to_on IS NULL OR b.to_on >= date('now'))
  AND (a.to_on IS NULL OR b.from_on <= a.to_on) AND (b.to_on IS NULL OR a.from_on <= b.to_on))
  OR EXISTS (SELECT 1 FROM grants g WHERE g.post_id = NEW.post_id AND g.role <> NEW.role AND (g.role IN ('sysadmin', 'secadmin', 'auditadmin') OR NEW.role IN ('sysadmin', 'secadmin', 'auditadmin')))
BEGIN SELECT RAISE(ABORT, 'administrators exclude each other'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER grants_exclusive_update AFTER UPDATE ON grants WHEN EXISTS (SELECT 1 FROM post_holders a JOIN grants x ON x.post_id = a.post_id JOIN post_holders b ON b.user_id = a.user_id JOIN grants y ON y.post_id = b.post_id
  WHERE a.post_id = NEW.post_id AND x.id = NEW.id AND x.role <> y.role AND (x.role IN ('sysadmin', 'secadmin', 'auditadmin') OR y.role IN ('sysadmin', 'secadmin', 'auditadmin'))
  AND (a.to_on IS NULL OR a.to_on >= date('now')) AND (b.to_on IS NULL OR b.to_on >= date('now'))
  AND (a.to_on IS NULL OR b.from_on <= a.to_on) AND (b.to_on IS NULL OR a.from_on <= b.to_on))
  OR EXISTS (SELECT 1 FROM grants g WHERE g.post_id = NEW.post_id AND g.role <> NEW.role AND (g.role IN ('sysadmin', 'secadmin', 'auditadmin') OR NEW.role IN ('sysadmin', 'secadmin', 'auditadmin')))
BEGIN SELECT RAISE(ABORT, 'administrators exclude each other'); END;
-- +goose StatementEnd
