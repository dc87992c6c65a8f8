package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"guatu/internal/platform/backup"
	"guatu/internal/platform/database"
)

// What a backup or a restore ends with, for scripts; 1 is every other failure.
const (
	ExitFull       = 3  // the target holds something
	ExitForeign    = 4  // no backup of this program
	ExitTruncated  = 5  // the file ends before its end
	ExitAltered    = 6  // the file is not what was written
	ExitWrongKey   = 7  // the key does not open it
	ExitNewer      = 8  // backup or database of a newer program
	ExitDiffers    = 9  // what was restored is not what was backed up
	ExitIncomplete = 10 // written or restored, but attachments are missing
	ExitAudit      = 11 // restored as it was backed up, but the audit in it does not stand the check
)

// refusal is an error with its own way to end the program.
type refusal struct {
	code  int
	words string
	err   error
}

func (r refusal) Error() string {
	if r.err == nil {
		return r.words
	}
	return r.words + ": " + r.err.Error()
}

// Unwrap returns what was found.
func (r refusal) Unwrap() error { return r.err }

// ExitCode is the code the program ends with for an error of Backup and Restore.
func ExitCode(err error) int {
	if r, ok := errors.AsType[refusal](err); ok {
		return r.code
	}
	return 1
}

// errDiffers: what was restored is not what was backed up.
var errDiffers = errors.New("the restored installation differs from the backup")

func backupWords(err error) error {
	for _, known := range []struct {
		err   error
		code  int
		words string
	}{
		{database.ErrNewerSchema, ExitNewer, "库已被更新的程序升级过。请用那个版本的 guatu 来备份"},
		{database.ErrUnfinishedCopy, 1, "库里是一次没有完成的复制，不能备份"},
		{context.Canceled, 1, "备份被中断，没有留下文件"},
	} {
		if errors.Is(err, known.err) {
			return refusal{known.code, known.words, err}
		}
	}
	return fmt.Errorf("备份没有完成，没有留下文件: %w", err)
}

// restoreWords says why a file can not be restored and what to do; into is empty while only looking.
func restoreWords(err error, into string) error {
	empty := "。请换一个空库"
	if into != "" {
		empty = "，什么也没有写入。请换一个空库，或先清空它：" + emptyHint(into)
	}
	for _, known := range []struct {
		err   error
		code  int
		words string
	}{
		{backup.ErrForeign, ExitForeign, "这不是挂图的备份文件"},
		{backup.ErrTruncated, ExitTruncated, "备份文件不完整，后面缺了一截（多半是没有传完）。请重新取一份"},
		{backup.ErrAltered, ExitAltered, "备份文件的内容被改动或损坏过，校验不符。请换另一份备份"},
		{backup.ErrWrongKey, ExitWrongKey, "密钥或口令打不开这个备份。请确认用的是备份时那一把（--identity 或 --passphrase-file）"},
		{backup.ErrNewer, ExitNewer, "备份来自更新的程序。请用那个版本或更新的 guatu 来恢复"},
		{database.ErrNotEmpty, ExitFull, "目标库不是空的" + empty},
		{database.ErrUnfinishedCopy, ExitFull, "目标库里是一次没有完成的恢复或复制" + empty},
		{database.ErrCopyDiffers, ExitDiffers, "恢复出来的内容与备份不一致"},
		{errLampsDiffer, ExitDiffers, "恢复出来的灯与备份不一致"},
		{errDiffers, ExitDiffers, "恢复出来的与备份不一致"},
		{context.Canceled, 1, "恢复被中断"},
	} {
		if errors.Is(err, known.err) {
			return refusal{known.code, known.words, err}
		}
	}
	return fmt.Errorf("恢复没有完成: %w", err)
}

func isFile(dsn string) bool { return strings.HasPrefix(dsn, "sqlite://") }
