package csvfile

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strings"
)

// Column is a column of a list of T.
type Column[T any] struct {
	Key    string // in the API
	Zh, En string
	Cell   func(T) Cell
}

// UnknownColumn is a key that is no column of the list.
type UnknownColumn struct{ Key string }

// Error names the key.
func (e UnknownColumn) Error() string { return "csvfile: no column " + e.Key }

// Choose returns the columns with these keys, separated by commas, in their order and each once; none: all of them.
func Choose[T any](all []Column[T], keys string) ([]Column[T], error) {
	if strings.TrimSpace(keys) == "" {
		return all, nil
	}
	byKey := map[string]Column[T]{}
	for _, column := range all {
		byKey[column.Key] = column
	}
	var out []Column[T]
	for key := range strings.SplitSeq(keys, ",") {
		key = strings.TrimSpace(key)
		column, ok := byKey[key]
		if !ok {
			return nil, UnknownColumn{key}
		}
		if column.Cell != nil {
			out = append(out, column)
			byKey[key] = Column[T]{Key: key} // once
		}
	}
	return out, nil
}

// Keys are the keys of columns.
func Keys[T any](columns []Column[T]) []string {
	out := make([]string, 0, len(columns))
	for _, column := range columns {
		out = append(out, column.Key)
	}
	return out
}

// Pair is something a list was narrowed by.
type Pair struct {
	Zh, En string
	Value  string
}

// Note says what a file is: the day it stands on, the rules, what the list was narrowed by, how many rows, who and when.
type Note struct {
	Title   Pair // Zh and En
	AsOf    string
	RuleSet string
	Filters []Pair
	Rows    int
	Who     string
	When    string
}

// Filter is what the list was narrowed by as the audit keeps it: by the English word.
func (n Note) Filter() map[string]string {
	filter := make(map[string]string, len(n.Filters))
	for _, pair := range n.Filters {
		filter[pair.En] = pair.Value
	}
	return filter
}

// OnPlan says that the figures of a file are measured against the original plan; nothing for the current one.
func OnPlan(original bool) []Pair {
	if !original {
		return nil
	}
	return []Pair{{Zh: "口径", En: "basis", Value: "按原计划 (original plan)"}}
}

// Named leaves out what the list was not narrowed by.
func Named(pairs ...Pair) []Pair {
	var out []Pair
	for _, pair := range pairs {
		if pair.Value != "" {
			out = append(out, pair)
		}
	}
	return out
}

func (n Note) cells(english bool) []string {
	word := func(zh, en string) string {
		if english {
			return en
		}
		return zh
	}
	filters := word("筛选：无", "Filter: none")
	if len(n.Filters) > 0 {
		var parts []string
		for _, f := range n.Filters {
			parts = append(parts, word(f.Zh, f.En)+"="+f.Value)
		}
		filters = word("筛选：", "Filter: ") + strings.Join(parts, word("；", "; "))
	}
	cells := []string{
		word(n.Title.Zh, n.Title.En), word("截至 ", "As of ") + n.AsOf, word("规则 ", "Rules ") + n.RuleSet, filters,
		fmt.Sprintf(word("共 %d 行", "%d rows"), n.Rows), word("导出人 ", "Exported by ") + n.Who, word("导出时间 ", "Exported at ") + n.When,
	}
	for i := range cells {
		cells[i] = Text(cells[i]).text
	}
	return cells
}

// Table is a list to be written.
type Table[T any] struct {
	Note    Note
	Columns []Column[T]
	English bool
}

// Write writes the whole file. Rows come in pieces; the first error ends it, and what was written then is not the list.
func (t Table[T]) Write(w io.Writer, pieces iter.Seq2[[]T, error]) error {
	buffer := bufio.NewWriterSize(w, 32<<10)
	if _, err := buffer.WriteString("\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(buffer)
	out.UseCRLF = true
	head := make([]string, 0, len(t.Columns))
	for _, column := range t.Columns {
		name := column.Zh
		if t.English {
			name = column.En
		}
		head = append(head, Text(name).text)
	}
	for _, line := range [][]string{t.Note.cells(t.English), head} {
		if err := out.Write(line); err != nil {
			return err
		}
	}
	cells := make([]string, len(t.Columns))
	for rows, err := range pieces {
		if err != nil {
			return err
		}
		for _, row := range rows {
			for i, column := range t.Columns {
				cells[i] = column.Cell(row).text
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffer.Flush()
}
