package files

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/httpapi"
)

// overhead is what the form around a file may take.
const overhead = 64 << 10 // bytes

// Register adds the operations.
func (s *Service) Register(api *httpapi.API) {
	tags := []string{"files"}
	httpapi.Register(api, httpapi.Operation{ID: "uploadFile", Method: http.MethodPost, Path: "/files", Permission: auth.PermFilesUpload, Tags: tags, Status: http.StatusCreated,
		Upload: true, MaxBodyBytes: s.MaxBytes + overhead, Timeout: 5 * time.Minute, Summary: "Upload a file that is to stand behind something",
		Description: fmt.Sprintf("One part named file, at most %d bytes: JPG, PNG, PDF, DOCX, XLSX or OFD by its bytes. Only its uploader sees it until it is named as"+
			" evidence; what is not named within 24 hours is removed. A lost answer is harmless: upload it again.", s.MaxBytes)}, s.httpUpload)
	httpapi.Register(api, httpapi.Operation{ID: "downloadFile", Method: http.MethodGet, Path: "/files/{id}", Permission: auth.PermFilesRead, Tags: tags, Produces: "application/octet-stream",
		Timeout: 5 * time.Minute, Summary: "A file, as an attachment, for whoever may read what it stands behind"}, func(ctx context.Context, in *fileInput) (*httpapi.Stream, error) {
		file, content, err := s.Open(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return api.SendFile(httpapi.StoredFile{Name: file.Name, ContentType: file.ContentType, Size: file.Size, Content: content}), nil
	})
	httpapi.Register(api, httpapi.Operation{ID: "removeFile", Method: http.MethodDelete, Path: "/files/{id}", Permission: auth.PermFilesRemove, Tags: tags,
		Summary: "Remove one's own file that belongs to nothing yet"}, s.httpRemove)
}

type fileInput struct{ httpapi.IDPath }

type fileOutput struct{ Body evidence.EvidenceFile }

func (s *Service) httpUpload(ctx context.Context, _ *struct{}) (*fileOutput, error) {
	part, err := httpapi.UploadOf(ctx)
	if err != nil {
		return nil, err
	}
	file, err := s.Upload(ctx, part.Name, part.Content)
	if err != nil {
		return nil, err
	}
	return &fileOutput{file}, nil
}

func (s *Service) httpRemove(ctx context.Context, in *fileInput) (*struct{}, error) {
	return nil, s.Remove(ctx, in.ID)
}
