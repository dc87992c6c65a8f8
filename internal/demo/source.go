package demo

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
)

// sourceItem is one row of source_items: what the report says, readable beside what became of it.
type sourceItem struct {
	ID       int64
	PlanYear int
	Ref      string
	Kind     string
	Section  string
	Title    string
	Words    string
	Detail   string
	Note     string
	Sort     int
}

// TableName names the table for GORM.
func (sourceItem) TableName() string { return "source_items" }

// sourceItems lists everything the catalogue holds. Rows of the report's two parts keep the order of the catalogue.
func (p *Plan) sourceItems() []sourceItem {
	var out []sourceItem
	add := func(kind, ref, section, title, words, detail, note string) {
		out = append(out, sourceItem{PlanYear: p.Catalogue.Source.Year, Ref: ref, Kind: kind, Section: p.Catalogue.Sections[section],
			Title: title, Words: words, Detail: detail, Note: note, Sort: len(out) + 1})
	}
	defects := p.defectsOf()
	for _, w := range p.Catalogue.Works {
		add(w.kind(), w.ID, w.Section, w.Name, w.Words, w.detail(), joined(joined(w.Note, w.alsoSaid()), defects[w.ID]))
	}
	for _, t := range p.Catalogue.Targets {
		add("target", t.ID, "", t.Name, t.Words, t.detail(), joined(t.Note, defects[t.ID]))
	}
	for _, a := range p.Catalogue.Actuals {
		detail := a.Value + " " + a.Unit
		if a.Growth != "" {
			detail += "，增长 " + a.Growth + "%"
		}
		add("actual2016", a.ID, "", a.Name, a.Words, detail, joined(a.Note, defects[a.ID]))
	}
	for _, s := range p.Catalogue.Systems {
		add("system", s.ID, s.Section, s.Name+"（"+s.Kind+"）", s.Words, s.Use, defects[s.ID])
	}
	for _, d := range p.Catalogue.Defects {
		add("defect", d.ID, "", d.Where, d.Words, d.Issue, "涉及 "+strings.Join(d.Concerns, "、"))
	}
	return out
}

// kind is the kind of the source page: what became a project or a target, or stays a direction, is a work.
func (w Work) kind() string {
	switch w.As {
	case AsResult2016, AsHonour, AsRate:
		return string(w.As)
	}
	return "work"
}

func (w Work) detail() string {
	var parts []string
	for _, part := range []struct{ name, text string }{
		{"2016年", w.Status2016}, {"2017年", w.Target2017}, {"数字", strings.Join(w.Figures, "；")}, {"去向", w.became()},
	} {
		if part.text != "" {
			parts = append(parts, part.name+"："+part.text)
		}
	}
	return strings.Join(parts, "\n")
}

// became says in words what became of the work.
func (w Work) became() string {
	switch w.As {
	case AsProject:
		return "列入重点项目 " + w.ID
	case AsTarget:
		return "即年度目标 " + w.Item
	case AsOther:
		return "方向性工作，没有终点，保留原文"
	}
	return "保留原文，不列入2017年项目"
}

func (t Target) detail() string {
	if t.Value == "" {
		return t.Kind
	}
	detail := fmt.Sprintf("%s ≥ %s %s", t.Kind, t.Value, t.Unit)
	if t.Firmness == "aim" {
		detail += "（力争）"
	}
	if t.Base2016 != "" {
		detail += "；2016年 " + t.Base2016
	}
	return detail
}

// setting is one row of settings.
type setting struct{ Name, Value string }

// enterSource writes the source items and what the district is called. No service owns them: they are read-only text.
func (r *run) enterSource(ctx context.Context) error {
	return r.db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
		if err := tx.Table("district").Where("id = 1").Update("name", r.plan.Catalogue.Source.District).Error; err != nil {
			return database.Translate(err)
		}
		settings := []setting{{"district.demo", "true"}}
		if err := tx.Table("settings").Create(&settings).Error; err != nil {
			return database.Translate(err)
		}
		return database.Translate(tx.CreateInBatches(r.plan.sourceItems(), 100).Error)
	})
}
