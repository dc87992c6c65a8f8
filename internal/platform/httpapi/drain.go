package httpapi

import (
	"io"
	"net/http"
	"strings"
	"time"

	"guatu/internal/platform/clock"
)

const (
	drainMost   = 32 << 20 // bytes of a refused body that are read and thrown away
	drainWithin = 5 * time.Second
)

// incoming is the body of a request, and knows whether all of it was read.
type incoming struct {
	io.ReadCloser
	begun, ended bool
}

// Read notes the first byte asked for and the end.
func (b *incoming) Read(p []byte) (int, error) {
	b.begun = true
	n, err := b.ReadCloser.Read(p)
	b.ended = b.ended || err != nil
	return n, err
}

// drain reads the rest of the body of a refused request after its answer was
// sent. Most clients read an answer only after they have sent everything, and
// closing a connection that still receives resets it: they would see a broken
// connection and never the problem.
//
// It is bounded in bytes and in time, and holds no more than one small buffer.
// A body announced to be larger than the bound is not waited for at all.
func drain(w http.ResponseWriter, r *http.Request, body *incoming, most int64, within time.Duration) {
	if body.ended || r.ContentLength == 0 || r.ContentLength > most {
		return
	}
	if !body.begun && strings.EqualFold(r.Header.Get("Expect"), "100-continue") {
		return // waits for our word before it sends anything
	}
	control := http.NewResponseController(w)
	if control.SetReadDeadline(clock.Real().Add(within)) != nil {
		return // no connection of ours: nothing would end a slow caller
	}
	if control.Flush() != nil {
		return
	}
	_, _ = io.CopyN(io.Discard, body, most) // whatever ends it, the connection is done with
}
