// Package searchtext makes names of things findable by what people type: a piece of the name, a code, or the initials of the
// pinyin (xszx for 绣山中学).
//
// A table that is searched has a derived column search, filled at every write with [Of] and compared with [Condition] and
// [Argument]. Rows from before there was the column are filled by [Fill]. The package knows no business word; whoever owns a
// table says which of its columns are searched ([Table]).
package searchtext
