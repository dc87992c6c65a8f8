//go:build !race

package main

import "testing"

// TestBench: the rows of a measurement still fit the tables of both databases, and both sides still answer. What it measures in
// so short a time means nothing.
func TestBench(t *testing.T) {
	if err := bench(t.Context(), []string{"-projects", "4", "-during", "20ms"}); err != nil {
		t.Fatal(err)
	}
}
