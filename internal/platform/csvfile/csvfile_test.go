package csvfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"

	"guatu/internal/schedule"
)

type thing struct {
	name string
	n    int64
}

func columns() []Column[thing] {
	return []Column[thing]{
		{"name", "名称", "Name", func(t thing) Cell { return Text(t.name) }},
		{"n", "数", "Number", func(t thing) Cell { return Whole(t.n) }},
	}
}

func pieces(rows ...[]thing) iter.Seq2[[]thing, error] {
	return func(yield func([]thing, error) bool) {
		for _, piece := range rows {
			if !yield(piece, nil) {
				return
			}
		}
	}
}

// TestFile: byte order mark, first line, names, rows; what comes back is what went in.
func TestFile(t *testing.T) {
	note := Note{Title: Pair{Zh: "项目", En: "Projects"}, AsOf: "2017-09-30", RuleSet: "zhenan-default-1",
		Filters: Named(Pair{"单位", "Department", "教育局"}, Pair{"灯", "Lamp", ""}), Rows: 2, Who: "陈督", When: "2017-09-30 10:20"}
	for english, want := range map[bool]string{
		false: "\uFEFF项目,截至 2017-09-30,规则 zhenan-default-1,筛选：单位=教育局,共 2 行,导出人 陈督,导出时间 2017-09-30 10:20\r\n名称,数\r\n\"甲,\"\"乙\"\"\",-3\r\n'=1+1,4\r\n",
		true:  "\uFEFFProjects,As of 2017-09-30,Rules zhenan-default-1,Filter: Department=教育局,2 rows,Exported by 陈督,Exported at 2017-09-30 10:20\r\nName,Number\r\n\"甲,\"\"乙\"\"\",-3\r\n'=1+1,4\r\n",
	} {
		var out bytes.Buffer
		err := Table[thing]{Note: note, Columns: columns(), English: english}.Write(&out, pieces([]thing{{`甲,"乙"`, -3}}, nil, []thing{{"=1+1", 4}}))
		if err != nil || out.String() != want {
			t.Errorf("%v\n got %q\nwant %q", err, out.String(), want)
		}
	}
}

// TestNoFormula: whatever stands in a cell, a spreadsheet reads words.
func TestNoFormula(t *testing.T) {
	for _, evil := range []string{"=cmd|'/c calc'!A1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "\x00=1"} {
		if got := Text(evil).text; !strings.HasPrefix(got, "'") {
			t.Errorf("%q is written %q", evil, got)
		}
	}
	for _, good := range []string{"", "绣山中学", "A-1", "3+4", " =1 ", "'quoted"} {
		if got := Text(good).text; got != good {
			t.Errorf("%q became %q", good, got)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("=1+1")
	f.Add("\x00\x00-2")
	f.Fuzz(func(t *testing.T, s string) {
		var out bytes.Buffer
		err := Table[thing]{Columns: columns()[:1]}.Write(&out, pieces([]thing{{s, 0}}))
		if err != nil {
			t.Fatal(err)
		}
		reader := csv.NewReader(&out)
		reader.FieldsPerRecord = -1
		lines, err := reader.ReadAll()
		if err != nil {
			t.Fatalf("%q is no CSV any more: %v", s, err)
		}
		if len(lines) == 3 && lines[2][0] != "" && strings.IndexAny(lines[2][0], "=+-@\t\r\n＝＋－＠") == 0 {
			t.Fatalf("%q is written %q", s, lines[2][0])
		}
	})
}

func TestCells(t *testing.T) {
	bp, whole, milli, negative := 1250, int64(7), int64(12500), int64(-5)
	day, month := schedule.MustDate("2017-09-30"), schedule.MustMonth("2017-09")
	for _, c := range []struct {
		cell Cell
		want string
	}{
		{Percent(&bp), "12.50"}, {Percent(nil), ""}, {Whole(-3), "-3"}, {OrNone(&whole), "7"}, {OrNone[int64](nil), ""},
		{Thousandths(&milli), "12.5"}, {Thousandths(&negative), "-0.005"}, {Thousandths(nil), ""}, {Thousandths(new(int64)), "0"},
		{Day(&day), "2017-09-30"}, {Day(nil), ""}, {Month(&month), "2017-09"}, {Month(nil), ""},
	} {
		if c.cell.text != c.want {
			t.Errorf("%q, want %q", c.cell.text, c.want)
		}
	}
}

func TestChoose(t *testing.T) {
	for keys, want := range map[string][]string{"": {"name", "n"}, "n": {"n"}, "n, name,n": {"n", "name"}} {
		if got, err := Choose(columns(), keys); err != nil || !slices.Equal(Keys(got), want) {
			t.Errorf("%q: %v, %v", keys, Keys(got), err)
		}
	}
	if _, err := Choose(columns(), "n,secret"); !errors.As(err, &UnknownColumn{}) {
		t.Errorf("an unknown column: %v", err)
	}
}

// TestErrors: an error of the rows or of the reader ends the file.
func TestErrors(t *testing.T) {
	broken := errors.New("broken")
	table := Table[thing]{Columns: columns()}
	if err := table.Write(io.Discard, func(yield func([]thing, error) bool) { yield(nil, broken) }); !errors.Is(err, broken) {
		t.Errorf("rows: %v", err)
	}
	large := make([]thing, 10_000)
	if err := table.Write(failing{broken}, pieces(large)); !errors.Is(err, broken) {
		t.Errorf("reader: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
