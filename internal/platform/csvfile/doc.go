// Package csvfile writes the lists of the product as CSV that a spreadsheet opens as they are meant: UTF-8 with a byte order
// mark, a first line that says what this is and as of when, names of columns in the language of the reader, money as whole
// numbers, shares with two decimals, days as days, and no cell that a spreadsheet could take for a formula.
//
// A feature says which columns a list has ([Column]) and hands the rows over in pieces ([Table.Write]); nothing is held but
// one piece. The package knows no business word.
package csvfile
