package audit

import (
	"context"
	"io"
	"iter"
	"strconv"

	"guatu/internal/platform/csvfile"
	"guatu/internal/platform/httpapi"
)

const (
	exportLimit = 50_000
	exportPiece = 500
)

// ExportEvents prepares the file of a list of events. That it was taken out is recorded now, before the first row is sent. 403 as
// for List.
func (r *Reader) ExportEvents(ctx context.Context, recorder *Recorder, f Filter) (func(context.Context, io.Writer) error, error) {
	query, err := r.narrowed(ctx, f)
	if err != nil {
		return nil, err
	}
	var rows, newest int64
	if err := query.Select("COUNT(*), COALESCE(MAX(id), 0)").Row().Scan(&rows, &newest); err != nil {
		return nil, err
	}
	note := csvfile.Note{
		Title: csvfile.Pair{Zh: "审计记录", En: "Audit"}, AsOf: recorder.clock.Today().String(), RuleSet: "—", Filters: f.pairs(), Rows: int(min(rows, exportLimit)),
		Who: SubjectFrom(ctx).ActorName, When: recorder.clock.Now().In(recorder.clock.Location()).Format("2006-01-02 15:04"),
	}
	columns := eventColumns(recorder)
	err = recorder.Export(ctx, r.db, "audit", Exported{AsOf: note.AsOf, Filter: note.Filter(), Columns: csvfile.Keys(columns), Rows: note.Rows})
	if err != nil {
		return nil, err
	}
	table := csvfile.Table[AuditEvent]{Note: note, Columns: columns, English: httpapi.Language(ctx) == httpapi.English}
	f.Before = newest + 1 // the record of the export itself is not in it
	return func(ctx context.Context, w io.Writer) error { return table.Write(w, r.pieces(ctx, f, note.Rows)) }, nil
}

func (r *Reader) pieces(ctx context.Context, f Filter, rows int) iter.Seq2[[]AuditEvent, error] {
	return func(yield func([]AuditEvent, error) bool) {
		for rows > 0 {
			f.Limit = min(exportPiece, rows)
			events, more, err := r.List(ctx, f)
			if !yield(events, err) || err != nil || !more {
				return
			}
			rows -= len(events)
			f.Before = events[len(events)-1].ID
		}
	}
}

func (f Filter) pairs() []csvfile.Pair {
	number := func(n int64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	return csvfile.Named(
		csvfile.Pair{Zh: "对象", En: "entity", Value: f.Entity}, csvfile.Pair{Zh: "对象编号", En: "entityId", Value: number(f.EntityID)},
		csvfile.Pair{Zh: "人员编号", En: "actor", Value: number(f.Actor)}, csvfile.Pair{Zh: "人员", En: "who", Value: f.Who},
		csvfile.Pair{Zh: "动作", En: "action", Value: f.Action}, csvfile.Pair{Zh: "从", En: "from", Value: f.From}, csvfile.Pair{Zh: "到", En: "to", Value: f.To},
	)
}

func eventColumns(recorder *Recorder) []csvfile.Column[AuditEvent] {
	words := func(key, zh, en string, of func(AuditEvent) string) csvfile.Column[AuditEvent] {
		return csvfile.Column[AuditEvent]{Key: key, Zh: zh, En: en, Cell: func(e AuditEvent) csvfile.Cell { return csvfile.Text(visible(of(e))) }}
	}
	return []csvfile.Column[AuditEvent]{
		{Key: "id", Zh: "编号", En: "Id", Cell: func(e AuditEvent) csvfile.Cell { return csvfile.Whole(e.ID) }},
		words("at", "时间", "Time", func(e AuditEvent) string { return e.At.In(recorder.clock.Location()).Format("2006-01-02 15:04:05.000") }),
		words("recordedOn", "业务日", "Business day", func(e AuditEvent) string { return e.RecordedOn }),
		words("actorName", "人员", "Who", func(e AuditEvent) string { return e.ActorName }),
		{Key: "actorId", Zh: "人员编号", En: "User id", Cell: func(e AuditEvent) csvfile.Cell { return csvfile.Whole(e.ActorID) }},
		words("action", "动作", "Action", func(e AuditEvent) string { return e.Action }),
		words("entity", "对象", "Entity", func(e AuditEvent) string { return e.Entity }),
		{Key: "entityId", Zh: "对象编号", En: "Entity id", Cell: func(e AuditEvent) csvfile.Cell { return csvfile.Whole(e.EntityID) }},
		words("before", "之前", "Before", func(e AuditEvent) string { return string(e.Before) }),
		words("after", "之后", "After", func(e AuditEvent) string { return string(e.After) }),
		words("requestId", "请求", "Request", func(e AuditEvent) string { return e.RequestID }),
		words("sessionId", "会话", "Session", func(e AuditEvent) string { return e.SessionID }),
		words("ip", "地址", "Address", func(e AuditEvent) string { return e.IP }),
		words("chain", "链", "Chain", func(e AuditEvent) string { return e.Chain }),
		{Key: "seq", Zh: "链上第几条", En: "Place in the chain", Cell: func(e AuditEvent) csvfile.Cell { return csvfile.Whole(e.Seq) }},
		words("hash", "哈希", "Hash", func(e AuditEvent) string { return e.Hash }),
	}
}
