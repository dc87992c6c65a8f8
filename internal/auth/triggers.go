package auth

import "strings"

// ExclusiveTriggers are the statements with which an administrator of MariaDB or MySQL lets the database itself keep the three
// administrators apart; SQLite has its own from the migrations. The delimiter of the client must not be the semicolon.
func ExclusiveTriggers() []string {
	var out []string
	for _, table := range []string{"post_holders", "grants"} {
		where, same := "a.id = NEW.id", ""
		if table == "grants" {
			where = "a.post_id = NEW.post_id AND x.id = NEW.id"
			same = " OR EXISTS (SELECT 1 FROM grants g WHERE g.post_id = NEW.post_id AND g.role <> NEW.role AND (g.role IN (@) OR NEW.role IN (@)))"
		}
		overlap := "EXISTS (SELECT 1 FROM post_holders a JOIN grants x ON x.post_id = a.post_id JOIN post_holders b ON b.user_id = a.user_id" +
			" JOIN grants y ON y.post_id = b.post_id WHERE " + where + " AND x.role <> y.role AND (x.role IN (@) OR y.role IN (@))" +
			" AND (a.to_on IS NULL OR a.to_on >= CURDATE()) AND (b.to_on IS NULL OR b.to_on >= CURDATE())" +
			" AND (a.to_on IS NULL OR b.from_on <= a.to_on) AND (b.to_on IS NULL OR a.from_on <= b.to_on))"
		for _, act := range []string{"INSERT", "UPDATE"} {
			text := "CREATE OR REPLACE TRIGGER " + table + "_exclusive_" + strings.ToLower(act) + " AFTER " + act + " ON " + table + " FOR EACH ROW" +
				" IF " + overlap + same + " THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'administrators exclude each other'; END IF"
			out = append(out, strings.ReplaceAll(text, "@", "'"+strings.Join([]string{RoleSysadmin, RoleSecadmin, RoleAuditadmin}, "', '")+"'"))
		}
	}
	return out
}
