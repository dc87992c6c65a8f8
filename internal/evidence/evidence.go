package evidence

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"unicode/utf8"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// Kind is what an item of evidence is.
type Kind string

// The kinds of evidence. A photo and a document are files; a meeting is named by its title and day, or by a file; a statement
// is words.
const (
	Photo     Kind = "photo"     // 现场照片
	Document  Kind = "document"  // 文件
	Meeting   Kind = "meeting"   // 会议
	Statement Kind = "statement" // 其他说明
)

// Kinds returns every kind in the order people choose from.
func Kinds() []Kind { return []Kind{Photo, Document, Meeting, Statement} }

const (
	// MaxItems is how many items stand behind one thing.
	MaxItems = 20
	// MaxWords is how long the words of an item are, in characters.
	MaxWords = 2000
)

// EvidenceFile is what is known about a stored file.
type EvidenceFile struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	Size        int64  `json:"size" doc:"Bytes"`
	ContentType string `json:"contentType" doc:"As found in the bytes, not as sent"`
	SHA256      string `json:"sha256" doc:"Hexadecimal; checked again on every download"`
}

// Evidence is one piece of evidence.
type Evidence struct {
	Kind   Kind          `json:"kind" enum:"photo,document,meeting,statement" doc:"现场照片, 文件, 会议, 其他说明"`
	Words  string        `json:"words,omitempty" maxLength:"2000" doc:"Of a meeting its title and day; required for a statement, and for a meeting without a file"`
	FileID int64         `json:"fileId,omitempty" minimum:"0" doc:"An uploaded file of the author that belongs to nothing yet; required for a photo and a document"`
	File   *EvidenceFile `json:"file,omitempty" readOnly:"true" doc:"Filled in by the server"`
}

// List is the evidence of one thing; as a column it is JSON, NULL when empty.
type List []Evidence

// OwnerKind is what a file belongs to.
type OwnerKind string

// What evidence stands behind.
const (
	OfReport    OwnerKind = "report"
	OfChange    OwnerKind = "change"
	OfIndicator OwnerKind = "indicator" // verified although nobody claimed it
)

// Owner is the row a file belongs to.
type Owner struct {
	Kind OwnerKind
	ID   int64
}

// Trimmed returns the list without spaces around its words and without what only the server fills in.
func (l List) Trimmed() List {
	out := make(List, 0, len(l))
	for _, item := range l {
		out = append(out, Evidence{Kind: item.Kind, Words: strings.TrimSpace(item.Words), FileID: item.FileID})
	}
	return out
}

// FileIDs returns the files the list names.
func (l List) FileIDs() (ids []int64) {
	for _, item := range l {
		if item.FileID != 0 {
			ids = append(ids, item.FileID)
		}
	}
	return ids
}

// With returns the list with what is known about its files.
func (l List) With(files map[int64]EvidenceFile) List {
	out := make(List, 0, len(l))
	for _, item := range l {
		if file, known := files[item.FileID]; known {
			item.File = &file
		}
		out = append(out, item)
	}
	return out
}

// Faults lists what is wrong with the list as it was filled in; field is where it stands in the body.
func (l List) Faults(field string) (out []httpapi.FieldError) {
	if len(l) > MaxItems {
		out = append(out, httpapi.Fault(field, "evidence_number", "佐证最多 20 项", "has at most 20 items"))
	}
	files := map[int64]bool{}
	for n, item := range l {
		at := fmt.Sprintf("%s[%d]", field, n)
		switch {
		case item.Kind != Photo && item.Kind != Document && item.Kind != Meeting && item.Kind != Statement:
			out = append(out, httpapi.Fault(at+".kind", "enum", "只能是现场照片、文件、会议或其他说明", "must be a photo, a document, a meeting or a statement"))
		case (item.Kind == Photo || item.Kind == Document) && item.FileID == 0:
			out = append(out, httpapi.Fault(at+".fileId", "file_required", "现场照片和文件须上传附件；没有附件请改用“其他说明”",
				"A photo or a document needs its file; without one use a statement"))
		case item.Kind == Statement && item.FileID != 0:
			out = append(out, httpapi.Fault(at+".fileId", "file_unused", "其他说明不带附件，请改用“文件”", "A statement has no file; use a document"))
		case item.Words == "" && (item.Kind == Statement || item.Kind == Meeting && item.FileID == 0):
			out = append(out, httpapi.Fault(at+".words", "words_required", "请写明：会议写名称和日期，其他说明写清情况",
				"Say what it is: title and day of a meeting, or the facts of a statement"))
		case item.FileID != 0 && files[item.FileID]:
			out = append(out, httpapi.Fault(at+".fileId", "file_twice", "同一附件列了两次", "The same file stands here twice"))
		}
		if utf8.RuneCountInString(item.Words) > MaxWords {
			out = append(out, httpapi.Fault(at+".words", "too_long", "文字太长", "is too long"))
		}
		files[item.FileID] = true
	}
	return out
}

// FileUnknown is the fault of an item whose file is not there, is somebody else's, or belongs to something already.
func (l List) FileUnknown(field string, known map[int64]EvidenceFile) (out []httpapi.FieldError) {
	for n, item := range l {
		if _, ok := known[item.FileID]; item.FileID != 0 && !ok {
			out = append(out, httpapi.Fault(fmt.Sprintf("%s[%d].fileId", field, n), "file_unknown",
				"附件不存在、已过期或已用于别处，请重新上传", "The file is not there, has expired or belongs to something else; upload it again"))
		}
	}
	return out
}

// Value stores the list as JSON.
func (l List) Value() (driver.Value, error) { return database.ListValue(l) }

// Scan reads the JSON.
func (l *List) Scan(src any) error {
	list, err := database.ScanList[Evidence](src)
	if err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	*l = list
	return nil
}

// GormDataType names the column type for GORM.
func (List) GormDataType() string { return "string" }
