package livelihood_test

import (
	"encoding/csv"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"guatu/internal/livelihood"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

// published reads a table of testdata, one map a row, by the names of its columns.
func published(t *testing.T, name string) (rows []map[string]string) {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	must(t, err)
	defer file.Close()
	read := csv.NewReader(file)
	read.Comment = '#'
	all, err := read.ReadAll()
	must(t, err)
	for _, cells := range all[1:] {
		row := map[string]string{}
		for n, cell := range cells {
			row[all[0][n]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// times reads a decimal as a whole number of 1/scale, exactly; nil for an empty cell or words.
func times(text string, scale int64) *int64 {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil
	}
	r.Mul(r, big.NewRat(scale, 1))
	n := r.Num().Int64() / r.Denom().Int64()
	return &n
}

// replayed is one item of a published table: what was entered for it.
type replayed struct{ id int64 }

// entered adds the indicator of a row the first time it is seen, as the row words it.
func (w *world) entered(t *testing.T, seen map[string]replayed, task int64, row map[string]string) replayed {
	t.Helper()
	key := row["seq"] + row["item"]
	if one, ok := seen[key]; ok {
		return one
	}
	kind, goal, ordinal := schedule.TypeOpen, times(row["target"], 1000), len(seen)+1
	if goal != nil {
		kind = schedule.TypeCum
	}
	if row["unit"] == "%" {
		kind = schedule.TypeRate
	}
	made := w.indicator(t, task, row["item"], kind, func(e *livelihood.IndicatorEdit) {
		e.Unit, e.Words, e.Ordinal = ptr(row["unit"]), ptr(row["seq"]), &ordinal
		if goal != nil {
			e.TargetMilli = httpapi.Some(*goal)
		}
		if row["direction"] == "down" {
			e.Comparator = ptr(livelihood.AtMost)
		}
	})
	seen[key] = replayed{made.ID}
	return seen[key]
}

// enter reports and confirms one cell on its day.
func (w *world) enter(t *testing.T, id int64, value, printed string) {
	t.Helper()
	sub := livelihood.Submission{ValueMilli: times(value, 1000), Note: "按公布的进度表填报：" + value}
	if bp := times(printed, 100); bp != nil {
		sub.PrintedBp = ptr(int(*bp))
	}
	w.confirm(t, w.submit(t, "reporter.build", id, sub))
}

// asPublished is the whole task on a day, as the API says it.
func (w *world) asPublished(t *testing.T, task int64, on string) (livelihood.Task, string) {
	t.Helper()
	got, err := w.service.Get(ctxOf("supervisor"), task, schedule.MustDate(on))
	must(t, err)
	text, err := json.Marshal(got)
	must(t, err)
	return got, string(text)
}

// TestMeishanReplay enters the two published tables of Meishan period by period. Each period, read as of its day, says what was
// published; exactly rows 4 and 12* of July print a rate that is not the computed one; the second period changes no byte of the first.
func TestMeishanReplay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.today("2017-01-10")
		task, seen, rows := w.task(t, 1, build), map[string]replayed{}, published(t, "meishan-2017.csv")
		for _, row := range rows[:15] {
			w.entered(t, seen, task.ID, row)
		}
		const july, november = "2017-07-31", "2017-11-30"
		enter := func(day string) {
			w.today(day)
			for _, row := range rows {
				if row["on"] == day {
					w.enter(t, w.entered(t, seen, task.ID, row).id, row["progress"], row["printed"])
				}
			}
		}
		enter(july)
		w.today("2017-08-10")
		_, before := w.asPublished(t, task.ID, july)
		enter(november)
		w.today("2017-12-15")
		flagged := map[string][]string{}
		for _, day := range []string{july, november} {
			got, text := w.asPublished(t, task.ID, day)
			if day == july && text != before {
				t.Errorf("the second period changed the first\nbefore %s\nafter  %s", before, text)
			}
			for _, row := range rows {
				n := slices.IndexFunc(got.Indicators, func(i livelihood.Indicator) bool { return i.Name == row["item"] })
				if row["on"] == day && asTheRowSays(t, got.Indicators[n], row) {
					flagged[day] = append(flagged[day], row["seq"])
				}
			}
		}
		if !slices.Equal(flagged[july], []string{"4", "12*"}) || len(flagged[november]) != 0 {
			t.Errorf("a printed rate differs in %v", flagged)
		}
		for query, want := range map[string]int{"&asOf=" + july: 1, "": 0} {
			var list struct{ Items []struct{ ID int64 } }
			w.Do(t, apitest.Scenario{URL: "/api/v1/livelihood-tasks?year=2017&rateMismatch=true" + query, Actor: "supervisor"}).JSON(t, &list)
			if len(list.Items) != want {
				t.Errorf("flagged%s: %d tasks, want %d", query, len(list.Items), want)
			}
		}
	})
}

// asTheRowSays compares an indicator with a row of the table and says whether it carries the flag.
func asTheRowSays(t *testing.T, i livelihood.Indicator, row map[string]string) bool {
	t.Helper()
	goal, value, printed := times(row["target"], 1000), times(row["progress"], 1000), times(row["printed"], 100)
	if value == nil { // words: kept, and measured by nobody
		if i.ValueMilli != nil || i.Type != schedule.TypeOpen || i.LastNote != "按公布的进度表填报："+row["progress"] {
			t.Errorf("%s %s: %+v", row["on"], row["seq"], i)
		}
		return false
	}
	over, under := *value, *goal
	if row["direction"] == "down" {
		over, under = under, over
	}
	computed := over * 10_000 / under
	if i.ValueMilli == nil || *i.ValueMilli != *value || *i.TargetMilli != *goal || int64(*i.PrintedBp) != *printed || int64(*i.ComputedBp) != computed {
		t.Errorf("%s %s: %+v, want %v and a rate of %d", row["on"], row["seq"], i, row, computed)
	}
	if want := min(*i.ComputedBp, 10_000); *i.ShareBp != want || *i.ShareUncappedBp != *i.ComputedBp {
		t.Errorf("%s %s: share %d, uncapped %d", row["on"], row["seq"], *i.ShareBp, *i.ShareUncappedBp)
	}
	return i.RateMismatch
}

// TestDongtouReplay enters the three quarters of Dongtou. What the plan names no number for stays 未定目标 with its words.
func TestDongtouReplay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.today("2020-01-10")
		made, err := w.service.CreateTask(ctxOf("supervisor"), 2020, livelihood.TaskEdit{Ordinal: ptr(1), Title: ptr("招商引资"), DepartmentID: ptr(build)})
		must(t, err)
		seen, rows := map[string]replayed{}, published(t, "dongtou-2020.csv")
		for _, row := range rows {
			w.entered(t, seen, made.ID, row)
		}
		quarters, texts := []string{"2020-06-30", "2020-09-30", "2020-12-31"}, map[string]string{}
		for _, day := range quarters {
			w.today(day)
			for _, row := range rows {
				if row["on"] == day && row["target"] != "" {
					w.enter(t, seen[row["seq"]+row["item"]].id, row["value"], "")
				}
			}
			w.today(schedule.MustDate(day).AddDays(1).String())
			_, texts[day] = w.asPublished(t, made.ID, day)
		}
		for n, day := range quarters {
			got, text := w.asPublished(t, made.ID, day)
			if n < len(quarters)-1 && text != texts[day] {
				t.Errorf("a later quarter changed %s", day)
			}
			if got.Measurable != 4 || got.Open != 2 {
				t.Errorf("%s: %d measured, %d without a target", day, got.Measurable, got.Open)
			}
			for _, row := range rows {
				at := slices.IndexFunc(got.Indicators, func(i livelihood.Indicator) bool { return i.Name == row["item"] })
				if i := got.Indicators[at]; row["on"] == day && row["target"] != "" && (i.ValueMilli == nil || *i.ValueMilli != *times(row["value"], 1000)) {
					t.Errorf("%s %s: %v, published %s", day, row["item"], i.ValueMilli, row["value"])
				}
			}
		}
		year, _ := w.asPublished(t, made.ID, "2020-12-31")
		shares := map[string][2]int{"落地开工亿元项目": {10_000, 10_000}, "列入省“152”工程": {10_000, 10_000}, "招商到位资金": {10_000, 10_166}, "实际利用外资": {1_000, 1_000}}
		for _, i := range year.Indicators {
			if want, ok := shares[i.Name]; ok && (*i.ShareBp != want[0] || *i.ShareUncappedBp != want[1]) {
				t.Errorf("%s: %d, uncapped %d, want %v", i.Name, *i.ShareBp, *i.ShareUncappedBp, want)
			}
		}
	})
}
