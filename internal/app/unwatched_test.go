//go:build !race

// One caller after another, many thousand times: the race detector would see nothing and take ten times as long.
// `make test-unwatched` runs these.
package app

import "testing"

func TestDemonstration(t *testing.T) { demonstration(t) }
