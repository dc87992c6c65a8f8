package httpapi

import "guatu/internal/schedule"

// Mix-ins for the input of operations. They are exported because huma passes over embedded structs that are not.

// AsOfQuery is the day a read stands on; zero when it was not given. What is no date is refused with 422 before the handler runs.
type AsOfQuery struct {
	AsOf schedule.Date `query:"asOf" format:"date" doc:"Read the facts recorded on or before this day; a later day than today is a projection; default today"`
}

// IDPath is the id of the row an operation is about.
type IDPath struct {
	ID int64 `path:"id" minimum:"1"`
}
