package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/pprof"
	"strconv"
	"strings"
	"time"

	"guatu/internal/schedule"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := bench(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

// settings of one run.
type settings struct {
	warm, during time.Duration
	today        schedule.Date
	mysql, only  string
}

func bench(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	sizes := flags.String("projects", "1000,10000", "numbers of projects, ten milestones each")
	during := flags.Duration("during", 2*time.Second, "how long one cell is measured")
	only := flags.String("only", "abcd", "which operations")
	file := flags.String("into", "", "only load: put the projects into this SQLite database of a demonstration, and end")
	each := flags.Int("each", milestonesEach, "milestones of a project, with -into")
	profile := flags.String("cpuprofile", "", "write a CPU profile of the whole run to this file")
	if err := flags.Parse(args); err != nil {
		return err
	}
	s := settings{warm: 300 * time.Millisecond, during: *during, today: schedule.MustDate("2017-09-30"), mysql: os.Getenv("GUATU_TEST_MYSQL_DSN"), only: *only}
	if *file != "" {
		return s.into(ctx, *file, *sizes, *each)
	}
	if *profile != "" {
		file, err := os.Create(*profile)
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(file); err != nil {
			return errors.Join(err, file.Close())
		}
		defer func() {
			pprof.StopCPUProfile()
			_ = file.Close() // a profile cut short is no result
		}()
	}
	if s.mysql == "" {
		fmt.Fprintln(os.Stderr, "GUATU_TEST_MYSQL_DSN is not set: SQLite only")
	}
	fmt.Println("每格：p50 毫秒 / p99 毫秒 / 每秒次数。比值 = 挂图 ÷ 裸程序（每秒次数）。客户端与服务端在同一进程，同用这台机器的核。")
	for text := range strings.SplitSeq(*sizes, ",") {
		projects, err := strconv.Atoi(text)
		if err != nil || projects < 1 {
			return fmt.Errorf("-projects: %q is no number above 0", text)
		}
		if err := s.size(ctx, projects); err != nil {
			return fmt.Errorf("%d projects: %w", projects, err)
		}
	}
	return nil
}

// size measures both databases with so many projects.
func (s settings) size(ctx context.Context, projects int) error {
	fmt.Printf("\n### %d 个项目，%d 个节点\n\n", projects, projects*milestonesEach)
	fmt.Println("| 数据库 | 操作 | 裸程序，1 连接 | 挂图，1 连接 | 裸程序，16 连接 | 挂图，16 连接 | 比值 1 | 比值 16 |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
	folder, err := os.MkdirTemp("", "guatu-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }() // a leftover in the temporary folder harms nobody
	lite, err := openSQLite(folder)
	if err != nil {
		return err
	}
	if err := errors.Join(s.compare(ctx, lite, folder, projects), lite.close()); err != nil {
		return fmt.Errorf("SQLite: %w", err)
	}
	if s.mysql == "" {
		return nil
	}
	maria, err := openMySQL(ctx, s.mysql, "guatu_bench")
	if err != nil {
		return err
	}
	if err := errors.Join(s.compare(ctx, maria, folder, projects), maria.close()); err != nil {
		return fmt.Errorf("MariaDB: %w", err)
	}
	return nil
}

// compare loads the data, starts both sides and prints one line for each operation.
func (s settings) compare(ctx context.Context, db *store, folder string, projects int) (err error) {
	guatu, err := startGuatu(ctx, db, folder, s.today.String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, guatu.stop()) }()
	bare, err := startRaw(ctx, db, s.today.String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bare.stop()) }()
	if err := s.fill(ctx, db, projects, guatu, bare); err != nil {
		return err
	}
	ours, theirs := guatu.operations(), bare.operations()
	for i := range ours {
		if !strings.Contains(s.only, ours[i].name[:1]) {
			continue
		}
		var cells [2][2]result
		for j, workers := range []int{1, 16} {
			for _, side := range []*target{guatu, bare} {
				side.allowed.Store(int64(len(side.fresh) * (j + 1) / 2))
			}
			for k, side := range []operation{theirs[i].op, ours[i].op} {
				if cells[j][k] = measure(ctx, workers, s.warm, s.during, side); cells[j][k].Reason != nil {
					fmt.Fprintf(os.Stderr, "bench: %s, %s: %v\n", db.name, ours[i].name, cells[j][k].Reason)
				}
			}
		}
		fmt.Printf("| %s | %s | %s | %s | %s | %s | %s | %s |\n", db.name, ours[i].name, cells[0][0].cell(), cells[0][1].cell(),
			cells[1][0].cell(), cells[1][1].cell(), ratio(cells[0][1], cells[0][0]), ratio(cells[1][1], cells[1][0]))
	}
	return ctx.Err()
}

// fill inserts the rows and tells both sides what to ask for; each gets half of the milestones to write to.
func (s settings) fill(ctx context.Context, db *store, projects int, sides ...*target) error {
	p, err := readPlan(ctx, db.read, s.today, milestonesEach)
	if err != nil {
		return err
	}
	if err := load(ctx, db.write, projects, p); err != nil {
		return err
	}
	if db.analyze != "" {
		if _, err := db.write.ExecContext(ctx, db.analyze); err != nil {
			return err
		}
	}
	fresh, err := p.writable(ctx, db.read)
	if err != nil {
		return err
	}
	for i, side := range sides {
		for n, id := range fresh {
			if n%len(sides) == i {
				side.fresh = append(side.fresh, id)
			}
		}
		for n := range projects {
			side.projects = append(side.projects, p.firstID+int64(n))
		}
	}
	return nil
}
