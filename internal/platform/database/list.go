package database

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// ListValue is what a column of JSON stores for a list; an empty one is NULL. The type of the column calls it from Value.
func ListValue[T any](list []T) (driver.Value, error) {
	if len(list) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// ScanList reads what ListValue stored; NULL is no list. The type of the column calls it from Scan.
func ScanList[T any](src any) ([]T, error) {
	var text []byte
	switch v := src.(type) {
	case nil:
		return nil, nil
	case []byte:
		text = v
	case string:
		text = []byte(v)
	default:
		return nil, fmt.Errorf("a list can not be read from %T", src)
	}
	var list []T
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("a list of a column: %w", err)
	}
	return list, nil
}
