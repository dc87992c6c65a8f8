package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
)

// into loads projects into the database of a demonstration and ends. The demonstration may be running: the rows come in one
// transaction. Read models it has already made do not know of them.
func (s settings) into(ctx context.Context, file, projects string, each int) (err error) {
	n, err := strconv.Atoi(projects)
	if err != nil || n < 1 || each < 1 {
		return fmt.Errorf("-into: %q projects with %d milestones are no numbers above 0", projects, each)
	}
	if _, err := os.Stat(file); err != nil {
		return fmt.Errorf("-into: %w", err) // opening would make an empty database
	}
	db, err := openFile(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	p, err := readPlan(ctx, db.read, s.today, each)
	if err != nil {
		return err
	}
	return load(ctx, db.write, n, p)
}
