package audit

import "context"

// Subject is who caused the changes of a request. The zero Subject is the system itself (first start, loaders, jobs).
type Subject struct {
	ActorID   int64
	ActorName string
	SessionID string
	RequestID string
	IP        string
}

type subjectKey struct{}

// WithSubject returns a context whose changes are recorded as caused by s.
func WithSubject(ctx context.Context, s Subject) context.Context {
	return context.WithValue(ctx, subjectKey{}, s)
}

// SubjectFrom returns the subject of the context; the zero Subject when there is none.
func SubjectFrom(ctx context.Context) Subject {
	s, _ := ctx.Value(subjectKey{}).(Subject)
	return s
}

type dayKey struct{}

// OnDay returns a context whose changes are recorded on that business day (YYYY-MM-DD), whatever the clock says: the
// set-up of a district that names another time zone than the program was started with.
func OnDay(ctx context.Context, day string) context.Context {
	return context.WithValue(ctx, dayKey{}, day)
}

// dayFrom returns the day of OnDay, else today.
func dayFrom(ctx context.Context, today string) string {
	if day, ok := ctx.Value(dayKey{}).(string); ok {
		return day
	}
	return today
}
