package livelihood

import (
	"context"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Verification is what a reviewer says about a confirmed 100 % that nobody claimed.
type Verification struct {
	Verified bool   `json:"verified" doc:"true: completed and verified; false: not complete, from now on only an explicit claim counts"`
	Note     string `json:"note,omitempty" maxLength:"2000" doc:"Required when it is not verified"`
	// Conclusion is that of whoever verifies.
	Conclusion string `json:"conclusion,omitempty" maxLength:"2000" doc:"验收结论; required when it is verified"`

	// Evidence or Exception is what a claim would have brought.
	Evidence  evidence.List       `json:"evidence,omitempty" maxItems:"20" doc:"佐证; required when it is verified, unless there is an exception"`
	Exception *evidence.Exception `json:"exception,omitempty" doc:"Why it is verified without evidence, and who allowed that"`
}

// Verify decides a confirmed 100 % without a claim (满额待核实); version is the one
// the reviewer saw.
//
// Errors: 404, 403, 412 with the current indicator, 409 nothing_to_verify,
// reading_pending or own_report, 422.
func (s *Service) Verify(ctx context.Context, id, version int64, v Verification) (Indicator, error) {
	l, err := s.readable(ctx, id, s.store.at(schedule.Date{}))
	if err != nil {
		return Indicator{}, err
	}
	if !s.scope(ctx, auth.PermReportsConfirm).Allows(l.scopeRow()) {
		return Indicator{}, httpapi.Forbidden()
	}
	v.Note, v.Conclusion = strings.TrimSpace(v.Note), strings.TrimSpace(v.Conclusion)
	if faults := append(v.proofFaults(), fields(v.faults())...); len(faults) > 0 {
		return Indicator{}, httpapi.Invalid(faults...)
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		locked, err := s.lockLine(ctx, tx, l, version, auth.PermReportsConfirm)
		if err != nil {
			return err
		}
		return s.verifyLocked(ctx, tx, locked.Indicator, v)
	})
	if err != nil {
		return Indicator{}, problem(err)
	}
	return s.GetIndicator(ctx, id, schedule.Date{})
}

func (v Verification) proof() evidence.Proof {
	return evidence.Proof{Evidence: v.Evidence, Exception: v.Exception}.Trimmed()
}

// proofFaults lists what a completion lacks: conclusion, and evidence or an exception.
func (v Verification) proofFaults() (out []httpapi.FieldError) {
	if !v.Verified {
		return nil
	}
	if fault := evidence.ConclusionFault(v.Conclusion); fault != nil {
		out = append(out, *fault)
	}
	return append(out, v.proof().Faults(true)...)
}

func (v Verification) faults() []fault {
	return collect(
		faultWhen{!v.Verified && (len(v.Evidence) > 0 || v.Exception != nil), fault{"evidence", "evidence_unused"}},
		faultWhen{!v.Verified && v.Note == "", fault{"note", "reason_required"}},
		faultWhen{utf8.RuneCountInString(v.Note) > maxNote, fault{"note", "note_too_long"}},
	)
}

func (s *Service) verifyLocked(ctx context.Context, tx *gorm.DB, before indicatorRow, v Verification) error {
	by := actorID(ctx)
	if err := before.verifiable(); err != nil {
		return err
	}
	author, err := lastAuthor(tx, before.ID)
	if err != nil {
		return err
	}
	if author == by {
		return codeOwnReport
	}
	after, action := before, "indicator.reject"
	after.FullOn = schedule.Date{}
	if v.Verified {
		action = "indicator.verify"
		if after, err = s.verified(ctx, tx, before, v, by); err != nil {
			return err
		}
	}
	if after, err = s.store.writeIndicator(ctx, tx, before, after, by); err != nil {
		return err
	}
	was, is := traces(before.Version, after.Version, differences(before.columns(), after.columns()), v.Note)
	return s.audit.Record(ctx, tx, audit.Event{Action: action, Entity: entityIndicator, EntityID: after.ID, Before: was, After: is})
}

// verified is the indicator verified with its conclusion and its proof; the files
// of that are its own from then on.
func (s *Service) verified(ctx context.Context, tx *gorm.DB, before indicatorRow, v Verification, by int64) (indicatorRow, error) {
	proof, err := s.proof(ctx, tx, v.proof(), true, by)
	if err != nil {
		return before, err
	}
	after := before.verify(s.clock.Today())
	after.Conclusion, after.Evidence = v.Conclusion, proof.Evidence
	if e := proof.Exception; e != nil {
		after.ExceptionWords, after.ExceptionPostID = e.Words, &e.AllowedBy
	}
	return after, s.files.Bind(tx, proof.Evidence, evidence.Owner{Kind: evidence.OfIndicator, ID: before.ID}, by)
}

// Readable is nil when the actor may read the indicator in full, else 404; the room
// files asks before it hands out what proves a verification.
func (s *Service) Readable(ctx context.Context, id int64) error {
	_, err := s.readable(ctx, id, s.store.at(schedule.Date{}))
	return err
}

// verifiable refuses what has nothing to decide here: a claim is decided with its
// report, and so is everything else while a report waits.
func (i indicatorRow) verifiable() error {
	switch {
	case !i.CarriedOn.IsZero():
		return codeCarried
	case !i.ExitedOn.IsZero():
		return codeExited
	case !i.PendingOn.IsZero():
		return codeReading
	case i.FullOn.IsZero() || i.Verified:
		return codeNoClaim
	}
	return nil
}

// lastAuthor is who reported the figure that stands: the author of the newest
// confirmed reading. The one who reports does not judge.
func lastAuthor(tx *gorm.DB, indicatorID int64) (int64, error) {
	var author int64
	err := tx.Raw("SELECT COALESCE((SELECT author_id FROM reports WHERE indicator_id = ? AND state = 'confirmed' ORDER BY id DESC LIMIT 1), 0)",
		indicatorID).Row().Scan(&author)
	return author, database.Translate(err)
}
