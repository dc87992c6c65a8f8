//go:build !race

// One caller after another, many thousand times, or whole databases row by row: the race detector would see nothing that it does
// not see elsewhere, and take many times as long.
// `make test-unwatched` and `make test-repeated` run these.
package app

import "testing"

func TestDemonstration(t *testing.T) { demonstration(t) }

func TestBackupWhileWriting(t *testing.T) { backupWhileWriting(t) }

func TestRestoreRefuses(t *testing.T) { restoreRefuses(t) }

func TestAttachmentsGoAlong(t *testing.T) { attachmentsGoAlong(t) }

func TestCopyDatabase(t *testing.T) { copyDatabase(t) }

func TestDemoKeepsItsData(t *testing.T) { demoKeepsItsData(t) }

func TestRollOver(t *testing.T) { rollOver(t) }
