package demo

import "guatu/internal/schedule"

// Catalogue is catalogue.yaml: what the report says and what became of it.
type Catalogue struct {
	Source   Source            `yaml:"source"`
	Sections map[string]string `yaml:"sections"`
	Works    []Work            `yaml:"works"`
	Targets  []Target          `yaml:"targets"`
	Actuals  []Actual          `yaml:"actuals"`
	Systems  []System          `yaml:"systems"`
	Defects  []Defect          `yaml:"defects"`
}

// Source says where the facts come from.
type Source struct {
	District  string        `yaml:"district"` // what the district is called on the screen
	Title     string        `yaml:"title"`
	Publisher string        `yaml:"publisher"`
	Published schedule.Date `yaml:"published"`
	Text      string        `yaml:"text"` // file with the words
	Year      int           `yaml:"year"`
}

// Decision says what became of a work of the catalogue.
type Decision string

// The decisions about a work.
const (
	AsProject    Decision = "project"
	AsResult2016 Decision = "result2016"
	AsHonour     Decision = "honour"
	AsRate       Decision = "rate"
	AsTarget     Decision = "target"
	AsOther      Decision = "other"
)

// Decisions returns the closed list.
func Decisions() []Decision {
	return []Decision{AsProject, AsResult2016, AsHonour, AsRate, AsTarget, AsOther}
}

// Work is one of the works the report names.
type Work struct {
	ID         string   `yaml:"id"`
	Name       string   `yaml:"name"`
	Class      string   `yaml:"class"`
	Section    string   `yaml:"section"`
	As         Decision `yaml:"as"`
	Item       string   `yaml:"item"` // the target it became
	Status2016 string   `yaml:"status2016"`
	Target2017 string   `yaml:"target2017"`
	Figures    []string `yaml:"figures"`
	Words      string   `yaml:"words"`
	Also       []string `yaml:"also"`
	Note       string   `yaml:"note"`
}

// Target is one of the targets of the year.
type Target struct {
	ID         string            `yaml:"id"`
	Name       string            `yaml:"name"`
	Value      string            `yaml:"value"` // empty: set by the upper level
	Unit       string            `yaml:"unit"`
	Kind       string            `yaml:"kind"`
	Comparator string            `yaml:"comparator"`
	Firmness   schedule.Firmness `yaml:"firmness"`
	Base2016   string            `yaml:"base2016"`
	Words      string            `yaml:"words"`
	Note       string            `yaml:"note"`
}

// Actual is a result of the year before.
type Actual struct {
	ID     string `yaml:"id"`
	Name   string `yaml:"name"`
	Value  string `yaml:"value"`
	Unit   string `yaml:"unit"`
	Growth string `yaml:"growth"` // %
	Words  string `yaml:"words"`
	Note   string `yaml:"note"`
}

// System is a system, mechanism or process the report names.
type System struct {
	ID      string `yaml:"id"`
	Name    string `yaml:"name"`
	Kind    string `yaml:"kind"`
	Section string `yaml:"section"`
	Words   string `yaml:"words"`
	Use     string `yaml:"use"` // how a tracker serves it
}

// Defect is a fault of the text, shown and never repaired.
type Defect struct {
	ID       string   `yaml:"id"`
	Where    string   `yaml:"where"`
	Words    string   `yaml:"words"`
	Issue    string   `yaml:"issue"`
	Concerns []string `yaml:"concerns"` // ids it touches
}
