package database

import (
	"reflect"
	"testing"
)

// A column holds text on SQLite and bytes on MariaDB; NULL is no list.
func TestScanList(t *testing.T) {
	for _, c := range []struct {
		name string
		src  any
		want []int
		bad  bool
	}{
		{name: "null", src: nil},
		{name: "text", src: "[1,2]", want: []int{1, 2}},
		{name: "bytes", src: []byte("[1,2]"), want: []int{1, 2}},
		{name: "not JSON", src: "1,2", bad: true},
		{name: "another type", src: 12, bad: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ScanList[int](c.src)
			if (err != nil) != c.bad || !reflect.DeepEqual(got, c.want) {
				t.Errorf("%v, %v; want %v", got, err, c.want)
			}
		})
	}
}

func TestListValueIsRead(t *testing.T) {
	for _, list := range [][]string{nil, {"一"}, {"a", "\"", ""}} {
		stored, err := ListValue(list)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ScanList[string](stored); err != nil || !reflect.DeepEqual(got, list) {
			t.Errorf("%q came back as %q, %v", list, got, err)
		}
	}
}
