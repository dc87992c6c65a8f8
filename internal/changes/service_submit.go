package changes

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Submit files a request. Errors: 403, 409 plan_not_frozen, plan_proposed, item_state or request_pending, 422.
func (s *Service) Submit(ctx context.Context, d Draft) (ChangeRequest, error) {
	actor, scope := s.caller(ctx, auth.PermChangesRequest)
	if scope.IsNone() {
		return ChangeRequest{}, httpapi.Forbidden()
	}
	d = d.trimmed()
	if faults := d.faults(); len(faults) > 0 {
		return ChangeRequest{}, httpapi.Invalid(faults...)
	}
	var id int64
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if err := s.store.holdParent(tx, d); err != nil {
			return unknownParent(d, err)
		}
		parts, err := s.weighAll(ctx, tx, d, scope)
		if err != nil {
			return err
		}
		frozen, err := s.plans.HoldPlan(ctx, tx, parts[0].item.PlanYear)
		if err == nil && !frozen {
			err = planNotFrozen()
		}
		if err != nil {
			return err
		}
		id, err = s.file(ctx, tx, d, parts, actor)
		return err
	})
	if err != nil {
		return ChangeRequest{}, err
	}
	return s.Get(ctx, id)
}

// Preview says what a request would mean, and writes nothing. Errors as of Submit.
func (s *Service) Preview(ctx context.Context, d Draft) (ChangeRequest, error) {
	actor, scope := s.caller(ctx, auth.PermChangesRequest)
	if scope.IsNone() {
		return ChangeRequest{}, httpapi.Forbidden()
	}
	d = d.trimmed()
	if faults := d.faults(); len(faults) > 0 {
		return ChangeRequest{}, httpapi.Invalid(faults...)
	}
	parts, err := s.weighAll(ctx, nil, d, scope)
	if err != nil {
		return ChangeRequest{}, err
	}
	if frozen, err := s.store.planFrozen(ctx, parts[0].item.PlanYear); err != nil || !frozen {
		return ChangeRequest{}, errors.Join(err, planNotFrozen())
	}
	row, items := d.rows(parts, actor)
	row.State, row.AuthorID = Submitted, actor.UserID
	first := parts[0].item
	p := placed{RequestRow: row, LeadDepartmentID: first.LeadDepartmentID, LeaderPostID: ptr(first.LeaderPostID), ProjectCode: first.ParentCode}
	if first.ProjectID != 0 {
		p.ProjectName = first.ParentName
	} else {
		p.TaskTitle = first.ParentName
	}
	views, err := s.views(ctx, []placed{p}, map[int64][]itemRow{0: items})
	if err != nil {
		return ChangeRequest{}, err
	}
	views[0].May = ChangeMay{}
	return views[0], nil
}

// weighAll looks at every item of the request, refuses what can not be asked for, and weighs the rest. With tx what waits is
// read as committed.
func (s *Service) weighAll(ctx context.Context, tx *gorm.DB, d Draft, scope auth.Scope) ([]weighed, error) {
	var projects, indicators []int64
	if d.ProjectID != 0 {
		projects = []int64{d.ProjectID}
	}
	for _, a := range d.Items {
		if a.IndicatorID != 0 {
			indicators = append(indicators, a.IndicatorID)
		}
	}
	w, err := s.look(ctx, projects, indicators)
	if err != nil {
		return nil, err
	}
	s.keepReadable(ctx, w)
	found, faults := d.find(w, s.clock.Today())
	if len(faults) > 0 {
		return nil, httpapi.Invalid(faults...)
	}
	for _, i := range found {
		if !scope.Allows(auth.Row{LeadDepartmentID: i.LeadDepartmentID, LeaderPostID: i.LeaderPostID}) {
			return nil, httpapi.Forbidden()
		}
	}
	if states := d.states(found); len(states) > 0 {
		return nil, itemsRefused(states)
	}
	waits, err := s.store.undecidedOf(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	set, cal := s.book.RuleSet(), s.book.Calendar()
	out := make([]weighed, 0, len(found))
	for n, a := range d.Items {
		for _, u := range waits {
			if u.Kind == a.Kind && (key{or0(u.MilestoneID), or0(u.IndicatorID)}) == a.key() {
				return nil, alreadyAsked(u.RequestID)
			}
		}
		out = append(out, weigh(set, cal, a, found[n], s.clock.Today()))
	}
	return out, nil
}

// keepReadable leaves out what the actor may not read: it is not there, and nothing else is said about it.
func (s *Service) keepReadable(ctx context.Context, w world) {
	_, read := s.caller(ctx, auth.PermChangesRead)
	maps.DeleteFunc(w.items, func(_ key, i Item) bool {
		return !read.Allows(auth.Row{LeadDepartmentID: i.LeadDepartmentID, LeaderPostID: i.LeaderPostID})
	})
}

// find returns the items asked about, in their order, or what is wrong with the form.
func (d Draft) find(w world, today schedule.Date) (found []Item, faults []httpapi.FieldError) {
	type twice struct {
		key
		kind schedule.ChangeKind
	}
	seen := map[twice]bool{}
	for n, a := range d.Items {
		at := fmt.Sprintf("items[%d]", n)
		i, known := w.items[a.key()]
		if !known || i.ProjectID != d.ProjectID || i.TaskID != d.TaskID {
			faults = append(faults, fault(at, "item_unknown"))
			continue
		}
		if seen[twice{a.key(), a.Kind}] {
			faults = append(faults, fault(at, "item_twice"))
		}
		seen[twice{a.key(), a.Kind}] = true
		faults = append(faults, a.faults(at, i, today)...)
		if len(found) > 0 && (found[0].LeadDepartmentID != i.LeadDepartmentID || found[0].LeaderPostID != i.LeaderPostID || found[0].PlanYear != i.PlanYear) {
			faults = append(faults, fault(at, "unit_differs"))
		}
		found = append(found, i)
	}
	return found, faults
}

// states lists the items whose state does not allow what is asked for, or that the requester did not see as they are.
func (d Draft) states(found []Item) (out []httpapi.FieldError) {
	for n, a := range d.Items {
		code := a.refusal(found[n])
		if code == "" && a.Version != found[n].Version {
			code = "version_moved"
		}
		if code != "" {
			out = append(out, itemFault(fmt.Sprintf("items[%d]", n), code, found[n].Name))
		}
	}
	return out
}

// rows are the rows of the request.
func (d Draft) rows(parts []weighed, author *auth.Actor) (RequestRow, []itemRow) {
	first := parts[0]
	row := RequestRow{ProjectID: ptr(d.ProjectID), TaskID: ptr(d.TaskID), PlanYear: first.item.PlanYear, Reason: d.Reason, Words: d.Words,
		Effect: d.Effect, Evidence: d.Evidence, Timing: first.timing, Route: first.route, RouteZh: first.zh, RouteEn: first.en,
		AuthorID: author.UserID, ByHead: isHead(author, first.item.LeadDepartmentID), Sample: d.Sample}
	items := make([]itemRow, 0, len(parts))
	for n, w := range parts {
		row.Timing = worst(row.Timing, w.timing)
		if higher := schedule.HigherRoute(row.Route, w.route); higher != row.Route {
			row.Route, row.RouteZh, row.RouteEn = w.route, w.zh, w.en
		}
		items = append(items, w.row(n+1))
	}
	return row, items
}

func (s *Service) file(ctx context.Context, tx *gorm.DB, d Draft, parts []weighed, author *auth.Actor) (int64, error) {
	list, err := evidence.Gather(tx, s.files, d.Evidence, author.UserID, "evidence")
	if err != nil {
		return 0, err
	}
	d.Evidence = list
	row, items := d.rows(parts, author)
	if err := s.store.insert(tx, &row, items); err != nil {
		return 0, err
	}
	if err := s.files.Bind(tx, list, evidence.Owner{Kind: evidence.OfChange, ID: row.ID}, author.UserID); err != nil {
		return 0, err
	}
	return row.ID, s.audit.Record(ctx, tx, audit.Event{Action: "change.submit", Entity: entity, EntityID: row.ID, After: submittedTrace(row, items)})
}

// unknownParent answers for a project or task that does not exist as for one whose items the actor may not read.
func unknownParent(d Draft, err error) error {
	if !errors.Is(err, database.ErrNotFound) {
		return err
	}
	faults := make([]httpapi.FieldError, len(d.Items))
	for n := range d.Items {
		faults[n] = fault(fmt.Sprintf("items[%d]", n), "item_unknown")
	}
	return httpapi.Invalid(faults...)
}
