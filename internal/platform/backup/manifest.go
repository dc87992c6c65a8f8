package backup

import (
	"encoding/json"
	"time"
)

// Manifest says what is in a file and where it is from.
type Manifest struct {
	Product string    `json:"product"` // version of the program that wrote it
	Schema  int64     `json:"schema"`  // version of the schema of the database
	Dialect string    `json:"dialect"` // of the database it was taken from
	TakenAt time.Time `json:"takenAt"`
	Tables  []Table   `json:"tables"`
	// Shown is what the program itself makes of the rows; how it looks is the caller's matter.
	Shown json.RawMessage `json:"shown,omitempty"`
	// Missing names what should be here and was not found when the backup was taken.
	Missing []string `json:"missing,omitempty"`
	Parts   []Part   `json:"parts"`
}

// Table is the content of one table: SHA256 is the sum of the hashes of its rows, whatever their order.
type Table struct {
	Name     string `json:"name"`
	Rows     int64  `json:"rows"`
	SHA256   string `json:"sha256"`
	Sequence int64  `json:"sequence,omitempty"`
}

// Part is one file inside.
type Part struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`

	path string // where it is read from while a backup is written
}

// Rows are the rows of all tables.
func (m Manifest) Rows() (n int64) {
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}
