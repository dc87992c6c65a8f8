package evidence_test

import (
	"reflect"
	"strings"
	"testing"

	"guatu/internal/evidence"
)

func TestFaultsOfTheForm(t *testing.T) {
	long := strings.Repeat("长", evidence.MaxWords)
	for _, c := range []struct {
		name string
		list evidence.List
		want string // field:code, joined by spaces
	}{
		{"none", nil, ""},
		{"a photo needs its file", evidence.List{{Kind: evidence.Photo, Words: "结顶"}}, "e[0].fileId:file_required"},
		{"a document needs its file", evidence.List{{Kind: evidence.Document}}, "e[0].fileId:file_required"},
		{"a photo with its file", evidence.List{{Kind: evidence.Photo, FileID: 7}}, ""},
		{"a meeting of words", evidence.List{{Kind: evidence.Meeting, Words: "6 月 3 日调度会"}}, ""},
		{"a meeting of a file", evidence.List{{Kind: evidence.Meeting, FileID: 7}}, ""},
		{"a meeting of nothing", evidence.List{{Kind: evidence.Meeting}}, "e[0].words:words_required"},
		{"a statement", evidence.List{{Kind: evidence.Statement, Words: "现场已查看"}}, ""},
		{"a statement of nothing", evidence.List{{Kind: evidence.Statement}}, "e[0].words:words_required"},
		{"a statement has no file", evidence.List{{Kind: evidence.Statement, Words: "见附件", FileID: 7}}, "e[0].fileId:file_unused"},
		{"a kind nobody knows", evidence.List{{Kind: "video", FileID: 7}}, "e[0].kind:enum"},
		{"the same file twice", evidence.List{{Kind: evidence.Photo, FileID: 7}, {Kind: evidence.Document, FileID: 7}}, "e[1].fileId:file_twice"},
		{"words at the limit", evidence.List{{Kind: evidence.Statement, Words: long}}, ""},
		{"words over the limit", evidence.List{{Kind: evidence.Statement, Words: long + "长"}}, "e[0].words:too_long"},
		{"twenty-one", manyStatements(21), "e:evidence_number"},
		{"twenty", manyStatements(20), ""},
	} {
		var got []string
		for _, fault := range c.list.Faults("e") {
			if fault.Zh == "" || fault.En == "" {
				t.Errorf("%s: %s says nothing in one language", c.name, fault.Code)
			}
			got = append(got, fault.Field+":"+fault.Code)
		}
		if found := strings.Join(got, " "); found != c.want {
			t.Errorf("%s: %q, want %q", c.name, found, c.want)
		}
	}
}

func manyStatements(n int) (l evidence.List) {
	for range n {
		l = append(l, evidence.Evidence{Kind: evidence.Statement, Words: "x"})
	}
	return l
}

func TestWhatTheServerFillsInIsNotTakenFromTheCaller(t *testing.T) {
	sent := evidence.List{{Kind: evidence.Photo, Words: " 结顶 ", FileID: 7, File: &evidence.EvidenceFile{ID: 7, Name: "forged.jpg"}}}
	if got, want := sent.Trimmed(), (evidence.List{{Kind: evidence.Photo, Words: "结顶", FileID: 7}}); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	file := evidence.EvidenceFile{ID: 7, Name: "real.jpg"}
	if got := sent.Trimmed().With(map[int64]evidence.EvidenceFile{7: file}); got[0].File == nil || *got[0].File != file {
		t.Errorf("%+v", got)
	}
}

func TestAColumnComesBackAsItWas(t *testing.T) {
	list := evidence.List{{Kind: evidence.Photo, FileID: 7, File: &evidence.EvidenceFile{ID: 7, Name: "结顶.jpg", Size: 3}}, {Kind: evidence.Statement, Words: "说明"}}
	stored, err := list.Value()
	if err != nil {
		t.Fatal(err)
	}
	var back evidence.List
	if err := back.Scan([]byte(stored.(string))); err != nil || !reflect.DeepEqual(back, list) {
		t.Errorf("%+v, %v", back, err)
	}
	if empty, err := (evidence.List{}).Value(); empty != nil || err != nil {
		t.Errorf("an empty list is stored as %v, %v", empty, err)
	}
	if err := back.Scan(nil); err != nil || back != nil {
		t.Errorf("NULL reads as %v, %v", back, err)
	}
	if err := back.Scan("{"); err == nil {
		t.Error("half a list reads as one")
	}
}
