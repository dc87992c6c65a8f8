package milestones

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// ReportDraft is what somebody has begun to report: any part of a report, however far it got. Only its author sees it.
type ReportDraft struct {
	ProgressBp       *int            `json:"progressBp,omitempty"`
	ValueMilli       *int64          `json:"valueMilli,omitempty"`
	NumeratorMilli   *int64          `json:"numeratorMilli,omitempty"`
	DenominatorMilli *int64          `json:"denominatorMilli,omitempty"`
	PrintedBp        *int            `json:"printedBp,omitempty"`
	Met              *bool           `json:"met,omitempty"`
	Month            *schedule.Month `json:"month,omitempty"`
	Note             string          `json:"note,omitempty" maxLength:"2000"`
	Forecast         *schedule.Date  `json:"forecast,omitempty" format:"date"`
	NoChange         bool            `json:"noChange,omitempty"`
	Claim            bool            `json:"claim,omitempty"`
	// Of the figures of a project.
	DoneYuan      *int64         `json:"doneYuan,omitempty" minimum:"0"`
	PaidYuan      *int64         `json:"paidYuan,omitempty" minimum:"0"`
	WorksStage    string         `json:"worksStage,omitempty" maxLength:"40"`
	StatEnteredOn *schedule.Date `json:"statEnteredOn,omitempty" format:"date"`
}

// KeptDraft is a draft with the day it was saved and the version of the item it was written for.
type KeptDraft struct {
	ReportDraft
	ItemVersion int64     `json:"itemVersion" doc:"Version of the item when this was written; another one now means that the item has changed since"`
	SavedAt     time.Time `json:"savedAt"`
}

// draftRow is one row of report_drafts. Of milestone, indicator and project exactly one is set.
type draftRow struct {
	ID          int64
	AuthorID    int64
	MilestoneID *int64
	IndicatorID *int64
	ProjectID   *int64
	ItemVersion int64
	Body        string
	SavedAt     int64
}

// TableName names the table for GORM.
func (draftRow) TableName() string { return "report_drafts" }

// KeepDraft keeps what the actor has begun to report on a milestone, instead of what was kept before. Nothing is checked that
// sending checks: a draft may be wrong. It is nobody else's, so it is neither versioned nor audited. Errors: 404, 403, 422.
func (s *Service) KeepDraft(ctx context.Context, id int64, d ReportDraft) (KeptDraft, error) {
	row, err := s.mayDraft(ctx, id)
	if err != nil {
		return KeptDraft{}, err
	}
	return s.keepDraft(ctx, draftRow{MilestoneID: &id, ItemVersion: row.Version}, d)
}

// DropDraft forgets the actor's draft on a milestone; no draft is no error. Errors: 404, 403.
func (s *Service) DropDraft(ctx context.Context, id int64) error {
	if _, err := s.mayDraft(ctx, id); err != nil {
		return err
	}
	return s.dropDraft(ctx, "milestone_id", id)
}

// KeepReadingDraft keeps a draft on an indicator at its version; the caller has checked the rights.
func (s *Service) KeepReadingDraft(ctx context.Context, indicatorID, version int64, d ReportDraft) (KeptDraft, error) {
	return s.keepDraft(ctx, draftRow{IndicatorID: &indicatorID, ItemVersion: version}, d)
}

// DropReadingDraft forgets the actor's draft on an indicator; the caller has checked the rights.
func (s *Service) DropReadingDraft(ctx context.Context, indicatorID int64) error {
	return s.dropDraft(ctx, "indicator_id", indicatorID)
}

// KeepFigureDraft keeps a draft on the figures of a project at its version; the caller has checked the rights.
func (s *Service) KeepFigureDraft(ctx context.Context, projectID, version int64, d ReportDraft) (KeptDraft, error) {
	return s.keepDraft(ctx, draftRow{ProjectID: &projectID, ItemVersion: version}, d)
}

// DropFigureDraft forgets the actor's draft on the figures of a project; the caller has checked the rights.
func (s *Service) DropFigureDraft(ctx context.Context, projectID int64) error {
	return s.dropDraft(ctx, "project_id", projectID)
}

// FigureDraft is the actor's draft on the figures of a project; nil without one. It is nobody else's, whoever may read the project.
func (s *Service) FigureDraft(ctx context.Context, projectID int64) (*KeptDraft, error) {
	actor, _ := auth.ActorFrom(ctx)
	var rows []draftRow
	err := s.db.Read(ctx).Where("project_id = ? AND author_id = ?", projectID, actor.UserID).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, database.Translate(err)
	}
	kept := KeptDraft{ItemVersion: rows[0].ItemVersion, SavedAt: instant(rows[0].SavedAt)}
	if err := json.Unmarshal([]byte(rows[0].Body), &kept.ReportDraft); err != nil {
		return nil, fmt.Errorf("milestones: draft: %w", err)
	}
	return &kept, nil
}

func (s *Service) mayDraft(ctx context.Context, id int64) (Named, error) {
	_, scope := s.caller(ctx, auth.PermMilestonesReport)
	row, err := s.readable(ctx, id)
	if err == nil && !scope.Allows(scopeRow(row.MilestoneRow)) {
		err = httpapi.Forbidden()
	}
	return row, err
}

func (s *Service) keepDraft(ctx context.Context, row draftRow, d ReportDraft) (KeptDraft, error) {
	if utf8.RuneCountInString(d.Note) > maxNote {
		return KeptDraft{}, invalid([]Fault{{"note", "note_too_long"}})
	}
	body, err := json.Marshal(d)
	if err != nil {
		return KeptDraft{}, err
	}
	actor, _ := auth.ActorFrom(ctx)
	row.AuthorID, row.Body, row.SavedAt = actor.UserID, string(body), s.clock.Now().UnixMilli()
	err = s.db.QuietTx(ctx, func(_ context.Context, tx *gorm.DB) error {
		item := "milestone_id"
		switch {
		case row.IndicatorID != nil:
			item = "indicator_id"
		case row.ProjectID != nil:
			item = "project_id"
		}
		row.ID = 0 // the transaction may run again
		return database.Translate(tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "author_id"}, {Name: item}},
			DoUpdates: clause.AssignmentColumns([]string{"item_version", "body", "saved_at"}),
		}).Create(&row).Error)
	})
	return KeptDraft{ReportDraft: d, ItemVersion: row.ItemVersion, SavedAt: instant(row.SavedAt)}, err
}

func (s *Service) dropDraft(ctx context.Context, itemColumn string, id int64) error {
	actor, _ := auth.ActorFrom(ctx)
	return s.db.QuietTx(ctx, func(_ context.Context, tx *gorm.DB) error { return forgetDraft(tx, itemColumn, id, actor.UserID) })
}

// forgetDraft removes the draft of an author on an item: it was sent, or given up.
func forgetDraft(tx *gorm.DB, itemColumn string, id, author int64) error {
	return database.Translate(tx.Exec("DELETE FROM report_drafts WHERE "+itemColumn+" = ? AND author_id = ?", id, author).Error)
}

// forgetDrafts removes the drafts of everybody on an item that is no longer there.
func forgetDrafts(tx *gorm.DB, itemColumn string, id int64) error {
	return database.Translate(tx.Exec("DELETE FROM report_drafts WHERE "+itemColumn+" = ?", id).Error)
}
