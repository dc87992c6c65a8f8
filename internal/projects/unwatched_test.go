//go:build !race

// One caller after another, many thousand times: the race detector would see nothing and take ten times as long.
// `make test-unwatched` and `make test-repeated` run these.
package projects_test

import "testing"

func TestChoicesCountTheList(t *testing.T) { choicesCountTheList(t) }

func TestWallIsTheList(t *testing.T) { wallIsTheList(t) }

func TestListIsComputed(t *testing.T) { listIsComputed(t) }
