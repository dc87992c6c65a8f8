package app

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"guatu/configs"
	"guatu/internal/schedule"
)

// maxLine is the longest line EvaluateLines reads.
const maxLine = 1 << 20

// EvaluateLines reads facts as JSON lines and writes one line for each, in order: the lamp, or {"error":…}. It returns how
// many lines failed; err is about the streams or the rule set alone. An answer is written before the next line is waited
// for, so that two programs can talk through pipes.
func EvaluateLines(in io.Reader, out io.Writer, ruleSet string) (failed int, err error) {
	set, err := configs.RuleSet(ruleSet)
	if err != nil {
		return 0, err
	}
	calendar, err := configs.Calendar()
	if err != nil {
		return 0, err
	}
	reader, writer := bufio.NewReaderSize(in, 64<<10), bufio.NewWriterSize(out, 64<<10)
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	for {
		line, tooLong, readErr := nextLine(reader)
		if errors.Is(readErr, io.EOF) {
			return failed, writer.Flush()
		}
		if readErr != nil {
			return failed, errors.Join(fmt.Errorf("reading facts: %w", readErr), writer.Flush())
		}
		answer, ok := evaluate(line, tooLong, set, calendar)
		if !ok {
			failed++
		}
		if err := encoder.Encode(answer); err != nil {
			return failed, fmt.Errorf("writing lamps: %w", err)
		}
		if reader.Buffered() == 0 {
			if err := writer.Flush(); err != nil {
				return failed, fmt.Errorf("writing lamps: %w", err)
			}
		}
	}
}

// lineError is the answer to a line that can not be judged.
type lineError struct {
	Error string `json:"error"`
}

func evaluate(line []byte, tooLong bool, set *schedule.RuleSet, calendar *schedule.Calendar) (answer any, ok bool) {
	if tooLong {
		return lineError{fmt.Sprintf("the line is longer than %d bytes", maxLine)}, false
	}
	lamp, err := schedule.EvaluateLine(line, set, calendar)
	if err != nil {
		return lineError{err.Error()}, false
	}
	return lamp, true
}

// nextLine returns the next line without its end, or io.EOF when there is none. Of a line that is too long the rest is
// read and dropped, so that the next line is answered again.
func nextLine(reader *bufio.Reader) (line []byte, tooLong bool, err error) {
	began := false
	for {
		part, err := reader.ReadSlice('\n')
		began = began || len(part) > 0
		if tooLong = tooLong || len(line)+len(part) > maxLine+len("\r\n"); tooLong {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && began, err == nil:
			line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
			return line, tooLong || len(line) > maxLine, nil
		default:
			return nil, false, err
		}
	}
}
