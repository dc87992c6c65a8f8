//go:build !race

// One caller after another, many thousand times: the race detector would see nothing and take ten times as long.
// `make test-unwatched` and `make test-repeated` run these.
package milestones_test

import "testing"

func TestListEqualsCompute(t *testing.T) { listEqualsCompute(t) }
