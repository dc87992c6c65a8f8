package httpapi

import (
	"github.com/danielgtaylor/huma/v2"

	"guatu/internal/schedule"
)

// Mix-ins for the input of operations. They are exported because huma passes over embedded structs that are not.

// BasisQuery is the plan a read measures against; [Basis] gives it to whoever computes a lamp.
type BasisQuery struct {
	Basis string `query:"basis" enum:"current,baseline" doc:"baseline: 按原计划, as if no change had been approved since the freeze; default current"`
}

// Other is the basis when it is not the current plan, else empty: what a cursor keeps, so that it is not used on the other one.
func (q BasisQuery) Other() string {
	if q.Basis == string(schedule.Original) {
		return q.Basis
	}
	return ""
}

// AsOfQuery is the day a read stands on; zero when it was not given. What is no date is refused with 422 before the handler runs.
type AsOfQuery struct {
	AsOf schedule.Date `query:"asOf" format:"date" doc:"Read the facts recorded on or before this day; a later day than today is a projection; default today"`
}

// IDPath is the id of the row an operation is about.
type IDPath struct {
	ID int64 `path:"id" minimum:"1"`
}

// PeriodQuery is the day or the closed month a read stands on; of both at most one.
type PeriodQuery struct {
	AsOfQuery
	BasisQuery
	Period schedule.Month `query:"period" doc:"Closed month (YYYY-MM): the answer that was frozen when it was closed; 409 period_not_closed. Not together with asOf"`
}

// Resolve refuses a day together with a month.
func (q *PeriodQuery) Resolve(huma.Context) []error {
	if !q.Period.IsZero() && q.Basis == string(schedule.Original) {
		return []error{&huma.ErrorDetail{Location: "query.basis", Message: "a closed month was frozen on the plan of that day; the original plan is read by day (asOf)"}}
	}
	if q.AsOf.IsZero() || q.Period.IsZero() {
		return nil
	}
	return []error{&huma.ErrorDetail{Location: "query.period", Message: "give a day (asOf) or a closed month, not both"}}
}
