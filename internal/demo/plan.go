package demo

import "guatu/internal/schedule"

// Plan is everything configs/demo says.
type Plan struct {
	Report    string // the text the quotes are taken from
	Catalogue Catalogue
	Units     Units
	Ledger    Ledger
	Tasks     TaskBook
	Story     Story
}

// Units is units.yaml: invented units, posts and people.
type Units struct {
	Sample      bool         `yaml:"sample"`
	Departments []Department `yaml:"departments"`
	Posts       []Post       `yaml:"posts"`
	Users       []User       `yaml:"users"`
}

// Department is a unit.
type Department struct {
	Code  string `yaml:"code"`
	Name  string `yaml:"name"`
	Short string `yaml:"short"`
}

// Post is a post and the role it gives.
type Post struct {
	Code       string `yaml:"code"`
	Name       string `yaml:"name"`
	Department string `yaml:"department"`
	Role       string `yaml:"role"`
}

// User is a person and the posts held.
type User struct {
	Username string        `yaml:"username"`
	Name     string        `yaml:"name"`
	Disabled schedule.Date `yaml:"disabled"`
	Holds    []Holding     `yaml:"holds"`
}

// Holding is a post held from a day to a day, both included; without To it is open.
type Holding struct {
	Post string        `yaml:"post"`
	From schedule.Date `yaml:"from"`
	To   schedule.Date `yaml:"to"`
}

// Ledger is projects.yaml.
type Ledger struct {
	Sample   bool          `yaml:"sample"`
	Lists    []ProjectList `yaml:"lists"`
	Projects []Project     `yaml:"projects"`
}

// ProjectList is a list projects are members of.
type ProjectList struct {
	Code string `yaml:"code"`
	Name string `yaml:"name"`
}

// Project is one entry of the ledger. Name, sector, section, words and ref are given only where the catalogue has no
// such id; [Plan.complete] fills them from the catalogue otherwise.
type Project struct {
	Code    string         `yaml:"code"`
	Name    string         `yaml:"name"`
	Sector  string         `yaml:"sector"`
	Section string         `yaml:"section"`
	Words   string         `yaml:"words"`
	Ref     string         `yaml:"ref"`
	Target  string         `yaml:"-"`
	Lead    string         `yaml:"lead"`
	Co      []string       `yaml:"co"`
	Leader  string         `yaml:"leader"`
	Parent  string         `yaml:"parent"`
	Nature  string         `yaml:"nature"`
	Class   string         `yaml:"class"`
	Stage   string         `yaml:"stage"`
	Lists   []string       `yaml:"lists"`
	Start   schedule.Month `yaml:"start"`
	Money   *Money         `yaml:"money"`
	Note    string         `yaml:"note"`
	Nodes   []Node         `yaml:"nodes"`
}

// Money is the invented investment in 万元.
type Money struct {
	Total   int64   `yaml:"total"`
	Year    int64   `yaml:"year"`
	Monthly []int64 `yaml:"monthly"`
}

// Origin says who named a node: the report or we.
type Origin string

// The origins of a node.
const (
	FromReport Origin = "report"
	FromSample Origin = "sample"
)

// Node is a milestone of a project.
type Node struct {
	Name      string            `yaml:"name"`
	Stage     string            `yaml:"stage"`
	From      Origin            `yaml:"from"`
	Due       schedule.Date     `yaml:"due"`
	SampleDue bool              `yaml:"sampleDue"` // a node of the report with an invented date
	Start     schedule.Date     `yaml:"start"`
	Firmness  schedule.Firmness `yaml:"firmness"`
	Deadline  string            `yaml:"deadline"`
	Weight    int               `yaml:"weight"`
	Key       bool              `yaml:"key"`
	Words     string            `yaml:"words"`
	Note      string            `yaml:"note"`
}

// TaskBook is tasks.yaml: the ten tasks.
type TaskBook struct {
	Sample  bool               `yaml:"sample"`
	Ladders map[string][]Stage `yaml:"ladders"`
	Tasks   []Task             `yaml:"tasks"`
}

// Stage is a stage of a ladder and the weight reached with it.
type Stage struct {
	Name   string `yaml:"name"`
	Weight int    `yaml:"weight"`
}

// Task is one of the ten tasks.
type Task struct {
	No     int    `yaml:"no"`
	Short  string `yaml:"short"`
	Title  string `yaml:"title"`
	Words  string `yaml:"words"`
	Lead   string `yaml:"lead"`
	Leader string `yaml:"leader"`
	Items  []Item `yaml:"items"`
}

// Item is a sub-item of a task.
type Item struct {
	ID         string            `yaml:"id"`
	Name       string            `yaml:"name"`
	Kind       string            `yaml:"kind"` // what the report gives
	Type       string            `yaml:"type"` // what it is here
	Lead       string            `yaml:"lead"`
	Project    string            `yaml:"project"`
	Milestone  string            `yaml:"milestone"`
	Ladder     string            `yaml:"ladder"`
	Stage      string            `yaml:"stage"`
	Comparator string            `yaml:"comparator"`
	Target     string            `yaml:"target"`
	Unit       string            `yaml:"unit"`
	Periods    string            `yaml:"periods"`
	Firmness   schedule.Firmness `yaml:"firmness"`
	Deadline   string            `yaml:"deadline"`
	Words      string            `yaml:"words"`
	Note       string            `yaml:"note"`
}
