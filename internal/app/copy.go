package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/migrations"
	"guatu/internal/platform/observe"
)

// CopyInput says which database is copied where.
type CopyInput struct {
	From, To string
	// LogTo receives the log; nil keeps it silent.
	LogTo io.Writer
	// Progress is told how many rows of all are copied.
	Progress func(table string, done, total int64)
}

// CopyReport is what was copied and found equal on both sides.
type CopyReport struct {
	Tables []database.TableCopy
	Rows   int64
	// Days are the days as of which the lamps of both sides were computed and compared.
	Days []string
	// Projects, Milestones, Tasks and Indicators are how many of each have the same lamp on both sides, on each of the days
	// they were there.
	Projects, Milestones, Tasks, Indicators int
}

// CopyDatabase copies one database of the program into another, empty one, of either dialect, and compares: rows, the hash
// of each table, sequences, and the lamps that the program computes from both. The source is not written. A target that was
// not found equal stays marked, and no program starts on it.
func CopyDatabase(ctx context.Context, c config.Config, in CopyInput) (report CopyReport, err error) {
	if in.From == in.To {
		return report, errors.New("源库和目标库是同一个；目标库要另建一个空的")
	}
	c.LogLevel = "warn" // the steps of the migration into the target are of no interest here
	log, err := logTo(in.LogTo, c)
	if err != nil {
		return report, err
	}
	from, err := database.OpenReadOnly(ctx, in.From, database.WithLogger(log))
	if err != nil {
		return report, fmt.Errorf("源库打不开: %w", err)
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := database.Open(ctx, in.To, database.WithLogger(log))
	if err != nil {
		return report, fmt.Errorf("目标库打不开: %w", err)
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	report.Tables, err = database.Copy(ctx, from, to, migrations.Files, database.CopyOptions{
		Progress: in.Progress,
		Check: func(ctx context.Context) (err error) {
			return sameLamps(ctx, c, from, to, &report)
		},
	})
	for _, t := range report.Tables {
		report.Rows += t.Rows
	}
	if err == nil {
		return report, nil
	}
	marked, unknown := to.CopyUnfinished(context.WithoutCancel(ctx))
	if ctx.Err() != nil {
		err = errors.Join(ctx.Err(), err)
	}
	return report, copyWords(err, in.To, marked || unknown != nil)
}

// copyWords says in the administrator's language what went wrong, what became of the two databases and what to do.
func copyWords(err error, to string, marked bool) error {
	left := "没有写入任何内容"
	if marked {
		left = "目标库已打上“复制未完成”的标记，挂图不会在它上面启动；源库没有改动，可以照常使用。要重来，先清空目标库：" + emptyHint(to)
	}
	for _, known := range []struct {
		err   error
		words string
	}{
		{database.ErrNotEmpty, "目标库不是空的，" + left + "。请换一个空库，或先清空它：" + emptyHint(to)},
		{database.ErrUnfinishedCopy, "这里有一次没有完成的复制，这次没有写入任何内容。清空后再来：" + emptyHint(to)},
		{database.ErrOldSchema, "源库的结构比本程序旧，" + left + "。请先备份源库，再用本程序对源库运行 guatu migrate"},
		{database.ErrNewerSchema, "源库已被更新的程序升级过，" + left + "。请用那个版本的 guatu 来复制"},
		{database.ErrSourceChanged, "复制期间源库又有写入，这些写入不在目标库里。请先停掉服务再复制。" + left},
		{database.ErrCopyDiffers, "复制后两边不一致。" + left},
		{context.Canceled, "复制被中断。" + left},
		{errLampsDiffer, "复制后两边的灯不一致。" + left},
	} {
		if errors.Is(err, known.err) {
			return fmt.Errorf("%s: %w", known.words, err)
		}
	}
	return fmt.Errorf("复制没有完成。%s: %w", left, err)
}

// startable puts the refusal to start on half a copy into words.
func startable(err error) error {
	if errors.Is(err, database.ErrUnfinishedCopy) {
		return fmt.Errorf("这个数据库里是一次没有完成的复制（guatu copy-database），不能启动。请清空它重新复制，或继续使用原来的库: %w", err)
	}
	return err
}

// emptyHint is how a database is emptied.
func emptyHint(dsn string) string {
	if file, ok := strings.CutPrefix(dsn, "sqlite://"); ok {
		return fmt.Sprintf("删除 %[1]s（以及 %[1]s-wal、%[1]s-shm）", file)
	}
	name := "库名"
	if parsed, err := url.Parse(dsn); err == nil {
		name = strings.Trim(parsed.Path, "/")
	}
	return fmt.Sprintf("DROP DATABASE %[1]s; CREATE DATABASE %[1]s CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;", name)
}

var errLampsDiffer = errors.New("the lamps differ")

// sameLamps lets the program judge both databases and compares what it says.
func sameLamps(ctx context.Context, c config.Config, from, to *database.DB, report *CopyReport) error {
	source, err := beholder(ctx, c, from)
	if err != nil || source == nil {
		return err
	}
	target, err := beholder(ctx, c, to)
	if err != nil {
		return err
	}
	days, err := source.days(ctx)
	if err != nil {
		return err
	}
	judged := lampCounts{}
	for _, day := range days {
		want, err := source.lamps(ctx, day)
		if err != nil {
			return fmt.Errorf("源库的灯: %w", err)
		}
		have, err := target.lamps(ctx, day)
		if err != nil {
			return fmt.Errorf("目标库的灯: %w", err)
		}
		if differ := want.differ(have); len(differ) > 0 {
			return fmt.Errorf("%w: 截至 %s，%d 个，例如 %s", errLampsDiffer, day, len(differ), strings.Join(differ[:min(len(differ), 5)], "、"))
		}
		report.Days = append(report.Days, day.String())
		if n := want.counts(); n.Milestones+n.Projects > judged.Milestones+judged.Projects {
			judged = n
		}
	}
	report.Projects, report.Milestones, report.Tasks, report.Indicators = judged.Projects, judged.Milestones, judged.Tasks, judged.Indicators
	// Two sides that show nothing would agree as well.
	if all, err := source.counted(ctx); err != nil || all != judged {
		return errors.Join(err, fmt.Errorf("%w: 应有 %+v 盏，只算出 %+v", errLampsDiffer, all, judged))
	}
	return nil
}

// beholder is the program over a database that is only looked at; nil where there is nothing to judge (then the program has
// perhaps never been started on it, and would want to write its first key).
func beholder(ctx context.Context, c config.Config, db *database.DB) (_ *App, err error) {
	var found int
	err = db.Read(ctx).Raw("SELECT EXISTS (SELECT 1 FROM projects) OR EXISTS (SELECT 1 FROM livelihood_tasks)").Row().Scan(&found)
	if err != nil || found == 0 {
		return nil, database.Translate(err)
	}
	a := &App{config: c, db: db, metrics: observe.NewMetrics()}
	if a.log, err = logTo(nil, c); err != nil {
		return nil, err
	}
	if a.clock, err = newClock(c); err != nil {
		return nil, err
	}
	if err := a.openBook(ctx); err != nil {
		return nil, err
	}
	if a.rooms, err = a.furnish(ctx, Options{}); err != nil {
		return nil, err
	}
	return a, a.noteRecorded(ctx)
}
