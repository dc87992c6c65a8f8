package httpapi_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"guatu/internal/platform/httpapi"
)

// served starts a server of the notes on a free port and returns its address.
func served(t *testing.T, change func(*httpapi.Options)) string {
	t.Helper()
	a := liteApp(t, change)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- httpapi.Serve(ctx, listener, a.api, httpapi.Timeouts{Shutdown: 20 * time.Second}) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String()
}

// caller is a client that first writes and only then reads.
type caller struct {
	net.Conn
}

func call(t *testing.T, address string, headers ...string) caller {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	head := append([]string{"POST /api/v1/notes HTTP/1.1", "Host: x", "Content-Type: application/json", "Idempotency-Key: k"}, headers...)
	if _, err := io.WriteString(conn, strings.Join(head, "\r\n")+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	return caller{conn}
}

// send writes size bytes in pieces, as chunks if asked, and returns how far it got.
func (c caller) send(size int, chunked bool) (sent int, err error) {
	piece := bytes.Repeat([]byte("x"), 64<<10)
	if chunked {
		piece = fmt.Appendf(nil, "%x\r\n%s\r\n", len(piece), piece)
	}
	for ; sent < size; sent += 64 << 10 {
		if _, err := c.Write(piece); err != nil {
			return sent, err
		}
	}
	if chunked {
		_, err = io.WriteString(c, "0\r\n\r\n")
	}
	return sent, err
}

// answer reads the problem and then the end of the connection.
func (c caller) answer(t *testing.T) (status int, code string, closed error) {
	t.Helper()
	reader := bufio.NewReader(c)
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	defer func() { _ = response.Body.Close() }()
	var problem httpapi.Problem
	if err := json.NewDecoder(response.Body).Decode(&problem); err != nil || response.Header.Get("Content-Type") != "application/problem+json" {
		t.Fatalf("the answer is no problem: %v", err)
	}
	if _, err := reader.ReadByte(); !errors.Is(err, io.EOF) {
		closed = fmt.Errorf("not closed after the answer: %w", err)
	}
	return response.StatusCode, problem.Code, closed
}

func TestRefusedBodyIsDrained(t *testing.T) {
	address := served(t, nil)
	announced := func(size int) string { return fmt.Sprint("Content-Length: ", size) }
	for _, test := range []struct {
		name    string
		size    int
		headers []string
		status  int
		code    string
	}{
		{"announced", 20 << 20, []string{announced(20 << 20), "Authorization: Bearer 7"}, 413, "body_too_large"},
		{"chunked", 20 << 20, []string{"Transfer-Encoding: chunked", "Authorization: Bearer 7"}, 413, "body_too_large"},
		{"at the bound", 32 << 20, []string{announced(32 << 20), "Authorization: Bearer 7"}, 413, "body_too_large"},
		{"not signed in", 20 << 20, []string{announced(20 << 20)}, 401, "unauthorized"},
		{"not signed in, chunked", 20 << 20, []string{"Transfer-Encoding: chunked"}, 401, "unauthorized"},
		{"compressed answer", 20 << 20, []string{announced(20 << 20), "Accept-Encoding: gzip", "Authorization: Bearer 7"}, 413, "body_too_large"},
	} {
		t.Run(test.name, func(t *testing.T) {
			began := time.Now()
			client := call(t, address, test.headers...)
			if sent, err := client.send(test.size, strings.Contains(test.headers[0], "chunked")); err != nil {
				t.Fatalf("cut after %d bytes: %v", sent, err)
			}
			status, code, closed := client.answer(t)
			if status != test.status || code != test.code || closed != nil {
				t.Errorf("%d %s, %v", status, code, closed)
			}
			if elapsed := time.Since(began); elapsed > 4*time.Second {
				t.Errorf("took %v: the end of the body must end it", elapsed)
			}
		})
	}
}

func TestRefusedBodyWithNetHTTP(t *testing.T) {
	address := served(t, nil)
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for range 20 { // a reset shows now and then only
		request, _ := http.NewRequest("POST", "http://"+address+"/api/v1/notes", bytes.NewReader(make([]byte, 20<<20)))
		request.Header = http.Header{"Authorization": {"Bearer 7"}, "Content-Type": {"application/json"}, "Idempotency-Key": {"k"}}
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil || response.StatusCode != 413 || !strings.Contains(string(content), "body_too_large") {
			t.Fatalf("%d %s %v", response.StatusCode, content, err)
		}
	}
}

// TestDrainIsBounded: whoever wants to send more than the bound is cut, and
// nothing of it stays in memory.
func TestDrainIsBounded(t *testing.T) {
	address := served(t, nil)
	t.Run("announced", func(t *testing.T) {
		began := time.Now()
		client := call(t, address, fmt.Sprint("Content-Length: ", 32<<20+1), "Authorization: Bearer 7")
		status, code, closed := client.answer(t)
		if status != 413 || code != "body_too_large" || closed != nil || time.Since(began) > 2*time.Second {
			t.Errorf("%d %s %v after %v", status, code, closed, time.Since(began))
		}
	})
	t.Run("endless", func(t *testing.T) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		client := call(t, address, "Transfer-Encoding: chunked", "Authorization: Bearer 7")
		sent, err := client.send(256<<20, true)
		runtime.ReadMemStats(&after)
		if err == nil || sent < 32<<20 || sent > 64<<20 {
			t.Errorf("sent %d bytes, %v; want to be cut soon after 32 MiB", sent, err)
		}
		// io.ReadAll grows up to the limit of 1 MiB; the rest must cost nothing.
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 12<<20 {
			t.Errorf("allocated %d bytes for %d received", grown, sent)
		}
	})
	t.Run("waits for 100 continue", func(t *testing.T) {
		began := time.Now()
		client := call(t, address, fmt.Sprint("Content-Length: ", 20<<20), "Authorization: Bearer 7", "Expect: 100-continue")
		if status, code, closed := client.answer(t); status != 413 || code != "body_too_large" || closed != nil {
			t.Errorf("%d %s %v", status, code, closed)
		}
		if elapsed := time.Since(began); elapsed > 2*time.Second {
			t.Errorf("waited %v for a body that never comes", elapsed)
		}
	})
	t.Run("stalled", func(t *testing.T) {
		began := time.Now()
		client := call(t, address, fmt.Sprint("Content-Length: ", 20<<20), "Authorization: Bearer 7")
		status, _, closed := client.answer(t) // has the answer at once, and sends nothing
		if elapsed := time.Since(began); status != 413 || closed != nil || elapsed < 4*time.Second || elapsed > 7*time.Second {
			t.Errorf("%d %v after %v", status, closed, elapsed)
		}
	})
}
