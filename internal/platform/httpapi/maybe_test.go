package httpapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

type maybeBody struct {
	Count httpapi.Maybe[int64]         `json:"count,omitzero" minimum:"1"`
	Due   httpapi.Maybe[schedule.Date] `json:"due,omitzero" format:"date"`
	Plan  httpapi.Maybe[[]int64]       `json:"plan,omitempty" maxItems:"2"`
}

type maybeIn struct{ Body maybeBody }

type maybeOut struct {
	Body struct {
		Now string `json:"now"`
	}
}

// kept is what a change is applied to.
type kept struct {
	count *int64
	due   schedule.Date
	plan  []int64
}

func (k kept) String() string {
	count := "none"
	if k.count != nil {
		count = fmt.Sprint(*k.count)
	}
	return fmt.Sprintf("%s %s %v", count, k.due, k.plan)
}

func TestMaybe(t *testing.T) {
	api := httpapi.New(httpapi.Options{Authenticate: authenticate, RateLimit: -1})
	httpapi.Register(api, httpapi.Operation{ID: "change", Method: "PATCH", Path: "/kept", Permission: "x"}, func(_ context.Context, in *maybeIn) (*maybeOut, error) {
		five := int64(5)
		k := kept{count: &five, due: schedule.MustDate("2017-05-31"), plan: []int64{1}}
		in.Body.Count.Into(&k.count)
		in.Body.Due.OrZero(&k.due)
		in.Body.Plan.OrZero(&k.plan)
		out := &maybeOut{}
		out.Body.Now = k.String()
		return out, nil
	})
	if err := api.Verify(); err != nil {
		t.Fatal(err)
	}
	change := func(body, now string) apitest.Scenario {
		return apitest.Scenario{Name: body, Method: "PATCH", URL: "/api/v1/kept", Token: "7", Body: body, MustContain: []string{`"now":"` + now + `"`}}
	}
	refused := func(body, field, code string) apitest.Scenario {
		return apitest.Scenario{Name: body, Method: "PATCH", URL: "/api/v1/kept", Token: "7", Body: body, Status: 422, Code: "invalid",
			MustContain: []string{`"field":"` + field + `","code":"` + code + `"`}}
	}
	apitest.Suite{Handler: api}.Run(t,
		change(`{}`, "5 2017-05-31 [1]"),
		change(`{"count":null,"due":null,"plan":null}`, "none  []"),
		change(`{"count":7,"due":"2017-06-30","plan":[2,3]}`, "7 2017-06-30 [2 3]"),
		change(`{"due":null}`, "5  [1]"),
		refused(`{"count":0}`, "count", "min"),
		refused(`{"count":"7"}`, "count", "type"),
		refused(`{"due":"2017-02-30"}`, "due", "date"),
		refused(`{"plan":[1,2,3]}`, "plan", "max_items"),
	)
	var document struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]json.RawMessage
				Required   []string
			}
		}
	}
	if err := json.Unmarshal(api.OpenAPI(), &document); err != nil {
		t.Fatal(err)
	}
	body := document.Components.Schemas["MaybeBody"]
	if got := canonical(t, body.Properties["count"]); got != `{"format":"int64","minimum":1,"type":["integer","null"]}` || len(body.Required) != 0 {
		t.Errorf("count is optional and nullable: %s, required %v", got, body.Required)
	}
}

func TestMaybeIsWrittenAsItWasRead(t *testing.T) {
	for _, body := range []string{`{}`, `{"count":null}`, `{"count":3,"due":"2017-06-30"}`} {
		var read struct {
			Count httpapi.Maybe[int64]         `json:"count,omitzero"`
			Due   httpapi.Maybe[schedule.Date] `json:"due,omitzero"`
		}
		if err := json.Unmarshal([]byte(body), &read); err != nil {
			t.Fatal(err)
		}
		written, err := json.Marshal(read)
		if err != nil || string(written) != body {
			t.Errorf("%s became %s, %v", body, written, err)
		}
	}
	if some := httpapi.Some(int64(3)); !some.Set || *some.Value != 3 {
		t.Errorf("%+v", some)
	}
}
