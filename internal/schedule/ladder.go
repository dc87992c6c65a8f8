package schedule

// Stage is one rung of a ladder; its weight is the share in percent that is
// done once the stage is reached.
type Stage struct {
	Name   string `json:"name" yaml:"name"`
	Weight int    `json:"weight" yaml:"weight"`
}

// Ladder is the order of stages of a kind of work.
type Ladder struct {
	Code   string  `json:"code" yaml:"code"`
	Name   string  `json:"name" yaml:"name"`
	Stages []Stage `json:"stages" yaml:"stages"`
}

// StandardLadders returns the standard ladders of rules.md 4. They are a start:
// a ladder is editable before the freeze.
func StandardLadders() []Ladder {
	return []Ladder{
		{"building", "房建", []Stage{{"前期手续", 10}, {"开工", 20}, {"基础完工", 35}, {"主体结顶", 60},
			{"装修完成", 80}, {"竣工", 95}, {"投入使用", 100}}},
		{"road", "道路河道", []Stage{{"前期手续", 10}, {"开工", 20}, {"过半", 50}, {"完工", 90}, {"通车/通水", 100}}},
		{"reclamation", "围垦", []Stage{{"报批", 10}, {"开工", 20}, {"堤身达高程", 60}, {"龙口合龙", 75}, {"完工验收", 100}}},
		{"approval", "审批", []Stage{{"报批", 30}, {"批复", 70}, {"确权", 100}}},
	}
}

// WeightOf returns the weight of the named stage; false when the ladder has no
// such stage.
func (l Ladder) WeightOf(stage string) (int, bool) {
	for _, s := range l.Stages {
		if s.Name == stage {
			return s.Weight, true
		}
	}
	return 0, false
}
