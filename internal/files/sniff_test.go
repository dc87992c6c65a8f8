package files_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"testing"

	"guatu/internal/files"
)

const (
	contentTypes = "[Content_Types].xml"
	wordMain     = `<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>`
	sheetMain    = `<Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>`
	macroMain    = `<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>`
)

// zipped is a zip file of the entries, name by name with its text.
func zipped(t testing.TB, entries ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for i := 0; i < len(entries); i += 2 {
		w, err := archive.Create(entries[i])
		if err == nil {
			_, err = w.Write([]byte(entries[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func photo(t testing.TB, kind string) []byte {
	t.Helper()
	var out bytes.Buffer
	picture, err := image.NewGray(image.Rect(0, 0, 8, 8)), error(nil)
	if kind == "png" {
		err = png.Encode(&out, picture)
	} else {
		err = jpeg.Encode(&out, picture, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// wide is a picture of a few bytes that says it is width by height.
func wide(t testing.TB, width, height uint32) []byte {
	t.Helper()
	picture := photo(t, "png")
	binary.BigEndian.PutUint32(picture[16:], width)
	binary.BigEndian.PutUint32(picture[20:], height)
	binary.BigEndian.PutUint32(picture[29:], crc32.ChecksumIEEE(picture[12:29]))
	return picture
}

// TestSniff: what a file is, is found in its bytes; everything else does not come in.
func TestSniff(t *testing.T) {
	docx := zipped(t, contentTypes, wordMain, "word/document.xml", "<x/>")
	jpg, pdf := photo(t, "jpeg"), []byte("%PDF-1.7\n%âãÏÓ")
	many := []string{contentTypes, wordMain}
	for range 2001 {
		many = append(many, "word/x"+string(rune('一'+len(many))), "")
	}
	for _, c := range []struct {
		name    string
		content []byte
		want    string // "" does not come in
	}{
		{"结顶.jpg", jpg, "image/jpeg"}, {"结顶.JPEG", jpg, "image/jpeg"}, {"a.png", photo(t, "png"), "image/png"}, {"批复.pdf", pdf, "application/pdf"},
		{"a.docx", docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"a.xlsx", zipped(t, contentTypes, sheetMain), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"a.ofd", zipped(t, "OFD.xml", "<ofd/>"), "application/ofd"},

		{"empty.jpg", nil, ""},
		{"png called jpg.jpg", photo(t, "png"), ""}, {"docx called xlsx.xlsx", docx, ""}, {"no ending", jpg, ""}, {"a.jpg.exe", jpg, ""},
		{"page.html", []byte("<!doctype html><script>alert(1)</script>"), ""}, {"page.jpg", []byte("<html>"), ""}, {"page.pdf", []byte("<html>%PDF-"), ""},
		{"a.svg", []byte("<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>"), ""}, {"a.png", []byte("<svg/>"), ""}, {"a.xml", []byte("<?xml?>"), ""},
		{"a.exe", []byte("MZ\x90\x00"), ""}, {"a.pdf", []byte("MZ\x90\x00"), ""}, {"a.pdf", []byte("\x7fELF"), ""}, {"a.txt", []byte("#!/bin/sh"), ""},
		{"a.gif", []byte("GIF89a"), ""}, {"old.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ""}, {"locked.docx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ""},
		{"half.jpg", jpg[:20], ""}, {"half.docx", docx[:len(docx)-30], ""},
		{"macros.docx", zipped(t, contentTypes, wordMain, "word/vbaProject.bin", "x"), ""}, {"macros.docm", zipped(t, contentTypes, macroMain), ""},
		{"macros.docx", zipped(t, contentTypes, macroMain+wordMain), ""}, {"object.docx", zipped(t, contentTypes, wordMain, "word/embeddings/a.exe", "MZ"), ""},
		{"plain.zip", zipped(t, "a.txt", "x"), ""}, {"plain.docx", zipped(t, "a.txt", "x"), ""}, {"a.jar", zipped(t, "META-INF/MANIFEST.MF", "x"), ""},
		{"twice.docx", zipped(t, contentTypes, wordMain, "word/a.xml", "1", "word/A.xml", "2"), ""}, {"many.docx", zipped(t, many...), ""},
		{"40 MP.png", wide(t, 8000, 5000), "image/png"}, {"bomb.png", wide(t, 8000, 5001), ""}, {"bomb.png", wide(t, 1<<31-1, 1<<31-1), ""},
	} {
		kind, err := files.Sniff(c.name, bytes.NewReader(c.content), int64(len(c.content)))
		if kind != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %q, %v, want %q", c.name, kind, err, c.want)
		}
	}
}

func TestSafeName(t *testing.T) {
	for sent, want := range map[string]string{
		"结顶.jpg": "结顶.jpg", "../../etc/passwd": "passwd", `C:\Users\me\批复.pdf`: "批复.pdf", "a/b/c.png": "c.png", "": "", "..": "", "/": "",
		"a\r\nSet-Cookie: x.pdf": "aSet-Cookie x.pdf", "photo\u202Egpj.exe": "photogpj.exe", `x"y<z>.pdf`: "xyz.pdf", " .x.pdf. ": "x.pdf", "a\x00.pdf": "a.pdf",
		"bad\xff.pdf": "bad.pdf",
	} {
		if got := files.SafeName(sent); got != want {
			t.Errorf("SafeName(%q) = %q, want %q", sent, got, want)
		}
	}
	long := ""
	for range 300 {
		long += "长"
	}
	if got := []rune(files.SafeName(long + ".pdf")); len(got) != 120 || string(got[116:]) != ".pdf" {
		t.Errorf("a long name becomes %d characters ending in %q", len(got), string(got[max(0, len(got)-4):]))
	}
}

func FuzzSniff(f *testing.F) {
	f.Add("a.docx", zipped(f, contentTypes, wordMain))
	f.Add("a.png", photo(f, "png"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		kind, err := files.Sniff(name, bytes.NewReader(content), int64(len(content)))
		if (err == nil) != (kind != "") {
			t.Errorf("%q with %v", kind, err)
		}
	})
}
