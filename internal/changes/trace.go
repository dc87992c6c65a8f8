package changes

import "guatu/internal/schedule"

// entity is the name of a request in the audit.
const entity = "changeRequest"

// trace is a request in the audit.
type trace struct {
	Version int64             `json:"version"`
	State   State             `json:"state"`
	Reason  Reason            `json:"reason,omitempty"`
	Timing  schedule.Timing   `json:"timing,omitempty"`
	Route   schedule.Route    `json:"route,omitempty"`
	Items   []itemTrace       `json:"items,omitempty"`
	Note    string            `json:"note,omitempty"`
	Paper   map[string]string `json:"document,omitempty"`
}

type itemTrace struct {
	Kind        schedule.ChangeKind `json:"kind"`
	MilestoneID int64               `json:"milestoneId,omitempty"`
	IndicatorID int64               `json:"indicatorId,omitempty"`
	From        string              `json:"from,omitempty"`
	To          string              `json:"to,omitempty"`
	FromTarget  *int64              `json:"fromTargetMilli,omitempty"`
	ToTarget    *int64              `json:"toTargetMilli,omitempty"`
}

func submittedTrace(r RequestRow, items []itemRow) trace {
	t := trace{Version: r.Version, State: r.State, Reason: r.Reason, Timing: r.Timing, Route: r.Route, Note: r.Words}
	for _, i := range items {
		t.Items = append(t.Items, itemTrace{Kind: i.Kind, MilestoneID: or0(i.MilestoneID), IndicatorID: or0(i.IndicatorID),
			From: i.FromOn.String(), To: i.ToOn.String(), FromTarget: i.FromTargetMilli, ToTarget: i.ToTargetMilli})
	}
	return t
}

func decidedTrace(r RequestRow, state State, note string, doc *ChangeDocument) trace {
	t := trace{Version: r.Version + 1, State: state, Note: note}
	if doc != nil {
		t.Paper = map[string]string{"title": doc.Title, "number": doc.Number, "on": doc.On.String()}
	}
	return t
}
