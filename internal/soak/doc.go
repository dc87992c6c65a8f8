// Package soak proves that no acknowledged write is lost. It holds tests alone: they build the program, start it as an
// administrator would, and speak to it through its public HTTP API as a user would; nothing here looks into a database to
// find out what happened. The faults are real ones: SIGKILL, a cut connection, a full disk, a file system that loses power,
// a database that answers late or not at all, a cluster that loses its nodes.
//
// Each proof has a short version in `go test` and a long one in `make soak` (GUATU_SOAK=1), and prints its figures: cycles,
// acknowledged, lost, duplicated, torn, the longest time without an acknowledged write.
//
// A proof that can not fail proves nothing. GUATU_SOAK_BREAK=NAME builds the program with one deliberate fault (breaks_test.go
// lists them; the source is patched by an overlay of the compiler and never on the disk), and the proof named beside it must
// then fail:
//
//	GUATU_SOAK_BREAK=last-write-wins go test ./internal/soak -run 'TestUpdates/sqlite' -count=1
//
// TestEveryProofCanFail does so for every fault, in `make soak`.
//
// Nobody imports this package.
package soak
