package plans

import (
	"context"
	"strings"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// DeadlineProposal is what a deadline phrase says; whoever plans takes it over or not.
type DeadlineProposal struct {
	Words     string             `json:"words"`
	Date      schedule.Date      `json:"date" format:"date" doc:"The last day that is still in time"`
	Precision schedule.Precision `json:"precision" enum:"day,month,quarter,halfYear,year"`
	Firmness  schedule.Firmness  `json:"firmness" enum:"firm,aim"`
}

// Deadline reads a deadline phrase of a year (0: the year of today). Errors: 403, 422 deadline_unknown.
func (s *Service) Deadline(ctx context.Context, words string, year int) (DeadlineProposal, error) {
	if _, err := s.may(ctx, auth.PermPlansRead); err != nil {
		return DeadlineProposal{}, err
	}
	if year == 0 {
		year = s.clock.Today().Year()
	}
	found, err := schedule.ParseDeadline(strings.TrimSpace(words), year)
	if err != nil {
		return DeadlineProposal{}, httpapi.Invalid(httpapi.Fault("query.words", "deadline_unknown",
			"这句期限有歧义或没有读懂，请直接选日期", "This phrase is ambiguous or not known; choose a date instead"))
	}
	return DeadlineProposal{Words: found.Words, Date: found.Date, Precision: found.Precision, Firmness: found.Firmness}, nil
}
