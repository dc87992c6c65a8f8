package files

import (
	"archive/zip"
	"bytes"
	"errors"
	"image"
	_ "image/jpeg" // the size of a picture is read from its head
	_ "image/png"  // as above
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// Kinds of files that come in.
const (
	typeJPEG = "image/jpeg"
	typePNG  = "image/png"
	typePDF  = "application/pdf"
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typeOFD  = "application/ofd"
)

// Extensions are the endings a name may have, by what the bytes are.
func Extensions() map[string][]string {
	return map[string][]string{
		typeJPEG: {".jpg", ".jpeg"}, typePNG: {".png"}, typePDF: {".pdf"}, typeDOCX: {".docx"}, typeXLSX: {".xlsx"}, typeOFD: {".ofd"},
	}
}

const (
	maxPixels  = 40_000_000 // of a picture; more would fill the memory of whoever opens it
	maxEntries = 2_000      // of an office file
	maxPart    = 1 << 20    // bytes of the list of contents of an office file
	maxUnpack  = 512 << 20  // bytes an office file says it becomes
)

// Reasons why a file does not come in.
var (
	errKind   = errors.New("files: not a kind that comes in")
	errName   = errors.New("files: name and bytes do not fit")
	errPixels = errors.New("files: too many pixels")
	errMacros = errors.New("files: has macros or embedded programs")
	errBroken = errors.New("files: can not be read")
	errEmpty  = errors.New("files: empty")
)

// Sniff says what the bytes are, whatever the name says, and refuses what does not come in: other kinds, a name that does not
// fit, pictures of too many pixels, office files with macros or that unpack into too much.
func Sniff(name string, file io.ReaderAt, size int64) (kind string, err error) {
	if size == 0 {
		return "", errEmpty
	}
	head := make([]byte, min(size, 16))
	if _, err := file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xd8, 0xff}):
		kind, err = typeJPEG, picture(file, size)
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		kind, err = typePNG, picture(file, size)
	case bytes.HasPrefix(head, []byte("%PDF-")):
		kind = typePDF
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		kind, err = office(file, size)
	default:
		return "", errKind
	}
	if err != nil {
		return "", err
	}
	if !slices.Contains(Extensions()[kind], strings.ToLower(filepath.Ext(name))) {
		return "", errName
	}
	return kind, nil
}

func picture(file io.ReaderAt, size int64) error {
	head, _, err := image.DecodeConfig(io.NewSectionReader(file, 0, size))
	if err != nil {
		return errBroken
	}
	if int64(head.Width)*int64(head.Height) > maxPixels {
		return errPixels
	}
	return nil
}

// office tells the three kinds of zip files that come in apart; nothing is unpacked but the list of contents.
func office(file io.ReaderAt, size int64) (kind string, err error) {
	archive, err := zip.NewReader(file, size)
	if err != nil || len(archive.File) > maxEntries {
		return "", errBroken
	}
	var unpacked uint64
	var contents *zip.File
	seen := map[string]bool{}
	for _, entry := range archive.File {
		name := strings.ToLower(entry.Name)
		if unpacked += entry.UncompressedSize64; unpacked > maxUnpack || entry.UncompressedSize64 > maxUnpack || seen[name] {
			return "", errBroken
		}
		seen[name] = true
		if strings.Contains(name, "vbaproject") || strings.Contains(name, "/activex/") || strings.Contains(name, "/embeddings/") {
			return "", errMacros
		}
		if name == "[content_types].xml" {
			contents = entry
		}
		if name == "ofd.xml" {
			kind = typeOFD
		}
	}
	switch {
	case contents == nil && kind == "":
		return "", errKind
	case contents == nil:
		return kind, nil
	}
	return officeKind(contents)
}

func officeKind(contents *zip.File) (kind string, err error) {
	part, err := contents.Open()
	if err != nil {
		return "", errBroken
	}
	text, err := io.ReadAll(io.LimitReader(part, maxPart))
	if err != nil || part.Close() != nil {
		return "", errBroken
	}
	switch {
	case bytes.Contains(bytes.ToLower(text), []byte("macroenabled")):
		return "", errMacros
	case bytes.Contains(text, []byte("wordprocessingml.document.main+xml")):
		return typeDOCX, nil
	case bytes.Contains(text, []byte("spreadsheetml.sheet.main+xml")):
		return typeXLSX, nil
	}
	return "", errKind
}
