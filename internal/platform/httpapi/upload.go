package httpapi

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
)

// uploadField is the name of the one part of an upload.
const uploadField = "file"

// FilePart is a file as it comes in. It is read while it arrives; nothing of it is in memory or on the disk yet.
type FilePart struct {
	Name    string // as sent: not to be trusted
	Content io.Reader
}

// UploadOf returns the file of an operation with Upload. Errors: 400, 413, 415.
func UploadOf(ctx context.Context) (*FilePart, error) {
	r := callOf(ctx).upload
	if r == nil {
		return nil, Internal(errors.New("httpapi: UploadOf outside an operation with Upload"))
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, (&Error{Code: "unsupported_media_type", Status: http.StatusUnsupportedMediaType,
			Zh: "上传须用 multipart/form-data", En: "An upload must be multipart/form-data"}).WithCause(err)
	}
	part, err := parts.NextPart()
	if errors.Is(err, io.EOF) {
		return nil, noFile()
	}
	if err != nil {
		return nil, bodyError(err)
	}
	name := fileName(part)
	if part.FormName() != uploadField || name == "" {
		return nil, noFile()
	}
	return &FilePart{Name: name, Content: &arriving{part: part, parts: parts}}, nil
}

func noFile() error {
	return BadRequest("file_required", "请选择一个文件（表单项 file）", "Send one file, in the part named file")
}

// fileName is the whole name as sent. The reader of the standard library keeps what follows the last slash alone, which is the
// business of whoever stores it.
func fileName(part *multipart.Part) string {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	return params["filename"]
}

// arriving turns what goes wrong with a body into a problem. Its end is that of the whole body: a second part is refused, since
// whoever sent it believes it was kept.
type arriving struct {
	part  *multipart.Part
	parts *multipart.Reader
	end   error
}

func (a *arriving) Read(b []byte) (int, error) {
	if a.end != nil {
		return 0, a.end
	}
	n, err := a.part.Read(b)
	if errors.Is(err, io.EOF) {
		_, err = a.parts.NextPart()
	} else if err == nil {
		return n, nil
	}
	switch {
	case err == nil:
		a.end = BadRequest("one_file", "一次只上传一个文件，没有保存", "Send one file at a time; nothing was kept")
	case errors.Is(err, io.EOF):
		a.end = io.EOF
	default:
		a.end = bodyError(err)
	}
	return n, a.end
}

// uploadBody describes the body of an operation with Upload.
func uploadBody() *huma.RequestBody {
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
		Type: huma.TypeObject, Required: []string{uploadField},
		Properties: map[string]*huma.Schema{uploadField: {Type: huma.TypeString, Format: "binary"}},
	}}}}
}

// StoredFile is a file that is sent as it is.
type StoredFile struct {
	Name        string
	ContentType string
	Size        int64 // bytes
	Content     io.ReadCloser
}

// SendFile answers with a stored file as an attachment. What a browser would make of it is shut in: it is nobody's page.
func (a *API) SendFile(f StoredFile) *Stream {
	send := a.Download(f.ContentType, f.Name, func(_ context.Context, w io.Writer) error {
		_, err := io.Copy(w, f.Content)
		return errors.Join(err, f.Content.Close())
	})
	return &Stream{Body: func(hc huma.Context) {
		c := humagin.Unwrap(hc)
		c.Header("Content-Length", strconv.FormatInt(f.Size, 10))
		c.Header("Content-Security-Policy", "sandbox; default-src 'none'")
		send.Body(hc)
	}}
}
