package changes

import (
	"context"
	"time"

	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// cast is the people and units an answer names, looked up once for a page.
type cast struct {
	departments map[int64]auth.DepartmentRef
	posts       map[int64]auth.PostRef
	users       map[int64]auth.UserRef
	reviewers   auth.Reviewers
}

func (s *Service) cast(ctx context.Context, rows []placed) (c cast, err error) {
	var departments, posts, users []int64
	for _, r := range rows {
		departments = append(departments, r.LeadDepartmentID)
		posts = append(posts, or0(r.LeaderPostID), or0(r.DecidedPostID))
		users = append(users, r.AuthorID, or0(r.DecidedBy), or0(r.FiledBy))
	}
	if c.departments, err = s.directory.Departments(ctx, departments); err != nil {
		return c, err
	}
	if c.posts, err = s.directory.Posts(ctx, posts); err != nil {
		return c, err
	}
	if c.reviewers, err = s.directory.Reviewers(ctx); err != nil {
		return c, err
	}
	c.users, err = s.directory.Users(ctx, users)
	return c, err
}

func (c cast) post(id *int64) *auth.PostRef {
	if post, ok := c.posts[or0(id)]; ok {
		return &post
	}
	return nil
}

func (c cast) user(id int64) auth.UserRef {
	if user, ok := c.users[id]; ok {
		return user
	}
	return auth.UserRef{ID: id}
}

// deciders are the posts whose turn it is.
func (c cast) deciders(p placed) []auth.PostRef {
	leader := []auth.PostRef{}
	if post := c.post(p.LeaderPostID); post != nil {
		leader = append(leader, *post)
	}
	switch {
	case p.needsRecord(), p.State == Submitted && p.Route == schedule.RouteMeeting:
		return c.reviewers.At(auth.LevelOffice, p.LeadDepartmentID, false)
	case p.State != Submitted:
		return []auth.PostRef{}
	case p.Route == schedule.RouteLeader || p.ByHead:
		return leader
	}
	return c.reviewers.At("", p.LeadDepartmentID, false)
}

// views turns requests into answers: at most two statements for what they are about, none for the names.
func (s *Service) views(ctx context.Context, rows []placed, items map[int64][]itemRow) ([]ChangeRequest, error) {
	var projects, indicators []int64
	for _, r := range rows {
		projects = append(projects, projectsOf(r.RequestRow)...)
		indicators = append(indicators, indicatorsOf(items[r.ID])...)
	}
	w, err := s.look(ctx, projects, indicators)
	if err != nil {
		return nil, err
	}
	names, err := s.cast(ctx, rows)
	if err != nil {
		return nil, err
	}
	actor, _ := auth.ActorFrom(ctx)
	out := make([]ChangeRequest, 0, len(rows))
	for _, r := range rows {
		v := r.view(ctx, names)
		v.May = s.may(actor, r)
		for _, item := range items[r.ID] {
			v.Items = append(v.Items, s.itemView(ctx, r.RequestRow, item, w))
		}
		out = append(out, v)
	}
	return out, nil
}

// may says what the actor may do with the request now.
func (s *Service) may(a *auth.Actor, p placed) ChangeMay {
	decide := p.State == Submitted && a != nil && p.AuthorID != a.UserID && s.decides(a, p) != 0
	return ChangeMay{
		Approve: decide, Reject: decide,
		Withdraw: p.State == Submitted && s.policy.Scope(a, auth.PermChangesWithdraw).Allows(auth.Row{OwnerID: p.AuthorID}),
		Record:   p.needsRecord() && s.policy.Scope(a, auth.PermChangesRecord).Allows(p.scopeRow()),
	}
}

func (p placed) view(ctx context.Context, names cast) ChangeRequest {
	english := httpapi.Language(ctx) == httpapi.English
	v := ChangeRequest{
		ID: p.ID, Version: p.Version, State: p.State, PlanYear: p.PlanYear, Reason: p.Reason, ReasonName: reasonName(p.Reason).zh,
		Words: p.Words, Effect: p.Effect, Evidence: append(evidence.List{}, p.Evidence...), Timing: p.Timing, Route: p.Route, RouteReason: p.RouteZh,
		Department: names.departments[p.LeadDepartmentID], LeaderPost: names.post(p.LeaderPostID), Author: names.user(p.AuthorID),
		RecordedOn: orNull(p.RecordedOn), NeedsRecord: p.needsRecord(), Items: []ChangeItem{}, Deciders: names.deciders(p), Sample: p.Sample,
	}
	if english {
		v.ReasonName, v.RouteReason = reasonName(p.Reason).en, p.RouteEn
	}
	if p.SubmittedAt != 0 {
		at := time.UnixMilli(p.SubmittedAt).UTC()
		v.SubmittedAt = &at
	}
	if p.ProjectID != nil {
		v.Project = &ChangeProject{ID: *p.ProjectID, Code: p.ProjectCode, Name: p.ProjectName}
	}
	if p.TaskID != nil {
		v.Task = &ChangeTask{ID: *p.TaskID, Ordinal: p.TaskOrdinal, Title: p.TaskTitle}
	}
	if p.DecidedBy != nil {
		v.Decision = &ChangeDecision{By: names.user(*p.DecidedBy), Post: names.post(p.DecidedPostID), At: time.UnixMilli(or0(p.DecidedAt)).UTC(),
			On: p.DecidedOn, Words: p.DecisionWords, Document: p.document()}
	}
	if p.FiledBy != nil {
		v.Record = &ChangeRecord{By: names.user(*p.FiledBy), At: time.UnixMilli(or0(p.FiledAt)).UTC(), On: p.FiledOn, Words: p.FiledWords}
	}
	return v
}

func (r RequestRow) document() *ChangeDocument {
	if r.DocumentNumber == "" && r.DocumentTitle == "" {
		return nil
	}
	return &ChangeDocument{Title: r.DocumentTitle, Number: r.DocumentNumber, On: r.DocumentOn}
}

func (s *Service) itemView(ctx context.Context, r RequestRow, row itemRow, w world) ChangeItem {
	set, cal, today := s.book.RuleSet(), s.book.Calendar(), s.clock.Today()
	i, there := w.items[row.key()]
	v := ChangeItem{
		ID: row.ID, Kind: row.Kind, ItemVersion: i.Version, DeadlineWords: row.DeadlineWords, Baseline: orNull(row.BaseOn), Timing: row.Timing,
		SlipDays: row.SlipDays, Nth: row.Nth, Later: []LaterNode{},
		From: ChangeState{Date: orNull(row.FromOn), TargetMilli: row.FromTargetMilli, SuspendedOn: orNull(row.FromSuspendedOn)},
		To:   row.to(),
	}
	v.Route, _, _ = set.Route(row.facts(i))
	if !there {
		return v
	}
	if i.MilestoneID != 0 {
		v.Milestone = &ChangeNode{ID: i.MilestoneID, Name: i.Name, Ordinal: i.Ordinal, Key: i.Node.Key}
	} else {
		v.Indicator = &ChangeIndicator{ID: i.IndicatorID, Name: i.Name, Ordinal: i.Ordinal, Type: i.Type, Unit: i.Unit}
	}
	after := i
	if r.State == Submitted {
		v.Changed = row.differs(i)
		after = i.with(row.asked(), today)
	}
	v.LampNow, v.LampAfter = speak(ctx, i.lamp(set, cal, today)), speak(ctx, after.lamp(set, cal, today))
	v.LampBaseline = speak(ctx, i.onBaseline().lamp(set, cal, today))
	v.Later = row.later(i, w.nodes[i.ProjectID])
	return v
}

// facts are what the route of the item was judged by.
func (r itemRow) facts(i Item) schedule.ChangeFacts {
	f := schedule.ChangeFacts{Kind: r.Kind, Baseline: r.BaseOn, To: r.ToOn, PlanYear: i.PlanYear, TenTask: i.TenTask}
	if r.Kind == schedule.ChangeTarget {
		was := i
		was.TargetMilli = r.FromTargetMilli
		f.Cut = i.TenTask && was.cuts(or0(r.ToTargetMilli))
	}
	return f
}

// to is what the change asks for.
func (r itemRow) to() ChangeState {
	v := ChangeState{Date: orNull(r.FromOn), TargetMilli: r.FromTargetMilli, SuspendedOn: orNull(r.FromSuspendedOn)}
	switch r.Kind {
	case schedule.ChangeDelay:
		v.Date = orNull(r.ToOn)
	case schedule.ChangeTarget:
		v.TargetMilli = r.ToTargetMilli
	case schedule.ChangeResume:
		v.SuspendedOn = nil
	case schedule.ChangeExit:
		v.Exits = true
	}
	return v
}

// later are the unfinished milestones of the project that come after the one that is delayed.
func (r itemRow) later(i Item, nodes []Item) []LaterNode {
	out := []LaterNode{}
	if r.Kind != schedule.ChangeDelay || i.MilestoneID == 0 {
		return out
	}
	for _, n := range nodes {
		open := !n.Done && !n.Carried && n.ExitedOn.IsZero() && n.PlanYear == i.PlanYear
		if open && (n.Ordinal > i.Ordinal || n.Ordinal == i.Ordinal && n.MilestoneID > i.MilestoneID) {
			out = append(out, LaterNode{MilestoneID: n.MilestoneID, Name: n.Name, Approved: orNull(n.Due),
				Overtaken: !n.Due.IsZero() && n.Due.Before(r.ToOn)})
		}
	}
	return out
}

// speak puts the sentence of a lamp into the caller's language.
func speak(ctx context.Context, lamp schedule.Lamp) schedule.Lamp {
	if httpapi.Language(ctx) == httpapi.English {
		lamp.Reason = lamp.Sentence(schedule.English)
	}
	return lamp
}

// orNull gives a date that may be absent to the API, where absent is null.
func orNull(d schedule.Date) *schedule.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}
