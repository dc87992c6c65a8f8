// Package observe makes the program visible: structured logs, metrics, and the
// liveness and readiness probes.
//
// It has no tables and no package state; app builds one of each and hands them
// on. Secrets never reach a log line, and every line of a request carries its
// request id.
package observe
