package migrations

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func names(t *testing.T, dialect string) []string {
	t.Helper()
	entries, err := fs.ReadDir(Files, dialect)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	return found
}

func TestBothDialectsHaveTheSameFiles(t *testing.T) {
	lite, my := names(t, "sqlite"), names(t, "mysql")
	if diff := cmp.Diff(lite, my); diff != "" {
		t.Errorf("sqlite and mysql differ:\n%s", diff)
	}
	numbers, form := map[string]bool{}, regexp.MustCompile(`^\d{5}_[a-z][a-z0-9_]*\.sql$`)
	for _, name := range lite {
		if !form.MatchString(name) {
			t.Errorf("%s: want 00042_what_it_does.sql", name)
		}
		if number := name[:min(5, len(name))]; numbers[number] {
			t.Errorf("%s: version %s is used twice", name, number)
		} else {
			numbers[number] = true
		}
	}
}

// MySQL keeps the first half of a file that fails in its second statement, and a change whose note in the table of versions
// was never written.
func TestMySQLFilesAreRepeatable(t *testing.T) {
	comment := regexp.MustCompile(`(?m)--.*$`)
	for _, name := range names(t, "mysql") {
		content, err := Files.ReadFile("mysql/" + name)
		if err != nil {
			t.Fatal(err)
		}
		var statements []string
		for statement := range strings.SplitSeq(comment.ReplaceAllString(string(content), ""), ";") {
			if statement = strings.Join(strings.Fields(statement), " "); statement != "" {
				statements = append(statements, statement)
			}
		}
		for _, statement := range statements {
			upper := strings.ToUpper(statement)
			switch {
			case strings.HasPrefix(upper, "CREATE TABLE IF NOT EXISTS"):
				if !strings.HasSuffix(upper, "ENGINE=INNODB DEFAULT CHARSET=UTF8MB4 COLLATE=UTF8MB4_BIN") {
					t.Errorf("%s: a table must be InnoDB, utf8mb4_bin: %.60s", name, statement)
				}
				if !strings.Contains(upper, "PRIMARY KEY") {
					t.Errorf("%s: a table needs a primary key (Galera): %.60s", name, statement)
				}
			case strings.HasPrefix(upper, "INSERT IGNORE"), strings.HasPrefix(upper, "UPDATE"), strings.HasPrefix(upper, "SELECT"), strings.Contains(upper, "IF EXISTS"):
			case strings.HasPrefix(upper, "SET @") && strings.Contains(upper, "INFORMATION_SCHEMA"), // asks first
				strings.HasPrefix(upper, "PREPARE"), strings.HasPrefix(upper, "EXECUTE"), strings.HasPrefix(upper, "DEALLOCATE"):
			default:
				t.Errorf("%s: not repeatable: %.60s", name, statement)
			}
		}
	}
}
