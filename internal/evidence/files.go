package evidence

import (
	"gorm.io/gorm"

	"guatu/internal/platform/httpapi"
)

// Files is what a room that takes evidence needs of the room files; internal/app hands it in.
type Files interface {
	// Look finds the files of the list that are the author's and belong to nothing yet, and returns the list with what is known
	// about them.
	Look(tx *gorm.DB, list List, author int64) (List, map[int64]EvidenceFile, error)
	// Bind makes the files of the list belong to the owner, in the transaction that wrote it.
	Bind(tx *gorm.DB, list List, owner Owner, author int64) error
}

// Gather checks the evidence of somebody in the transaction that will write it: what is wrong with the form, and files that are
// not theirs to use. The list comes back trimmed and with its files filled in. field is where it stands in the body.
func Gather(tx *gorm.DB, files Files, list List, author int64, field string) (List, error) {
	list = list.Trimmed()
	if faults := list.Faults(field); len(faults) > 0 {
		return nil, httpapi.Invalid(faults...)
	}
	list, known, err := files.Look(tx, list, author)
	if err != nil {
		return nil, err
	}
	if faults := list.FileUnknown(field, known); len(faults) > 0 {
		return nil, httpapi.Invalid(faults...)
	}
	return list, nil
}

// NoFiles knows no file: evidence is words then.
type NoFiles struct{}

// Look finds none.
func (NoFiles) Look(_ *gorm.DB, list List, _ int64) (List, map[int64]EvidenceFile, error) {
	return list, nil, nil
}

// Bind has nothing to do.
func (NoFiles) Bind(*gorm.DB, List, Owner, int64) error { return nil }
