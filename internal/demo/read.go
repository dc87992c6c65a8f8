package demo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Read reads and checks the plan; the error joins every fault found.
func Read(files fs.FS) (*Plan, error) {
	var p Plan
	err := errors.Join(
		decode(files, "catalogue.yaml", &p.Catalogue),
		decode(files, "units.yaml", &p.Units),
		decode(files, "projects.yaml", &p.Ledger),
		decode(files, "tasks.yaml", &p.Tasks),
		decode(files, "story.yaml", &p.Story),
	)
	if err != nil {
		return nil, err
	}
	if p.Report, err = readReport(files, p.Catalogue.Source.Text); err != nil {
		return nil, err
	}
	p.complete()
	if err := p.check(); err != nil {
		return nil, err
	}
	return &p, nil
}

// decode reads one document strictly: an unknown key is a fault, and so is a second document.
func decode(files fs.FS, name string, into any) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("demo: %s: %w", name, err)
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return fmt.Errorf("demo: %s: more than one document", name)
	}
	return nil
}

// readReport returns the published text without our own head, the lines that begin with "#".
func readReport(files fs.FS, name string) (string, error) {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return "", fmt.Errorf("demo: %w", err)
	}
	var out strings.Builder
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			out.WriteString(line)
		}
	}
	return out.String(), nil
}

// complete fills what a project takes from the catalogue and the values that may be left out.
func (p *Plan) complete() {
	works := make(map[string]Work, len(p.Catalogue.Works))
	for _, w := range p.Catalogue.Works {
		works[w.ID] = w
	}
	defects := p.defectsOf()
	for i := range p.Ledger.Projects {
		project := &p.Ledger.Projects[i]
		if w, ok := works[project.Code]; ok {
			project.Name, project.Sector, project.Section, project.Ref = w.Name, w.Class, w.Section, w.ID
			project.Words, project.Target = w.Words, w.Target2017
			project.Note = joined(joined(w.Note, project.Note), w.alsoSaid())
		}
		project.Note = joined(project.Note, defects[project.Code])
		for j := range project.Nodes {
			project.Nodes[j].complete(p, project.Words)
		}
	}
	for i := range p.Tasks.Tasks {
		for j := range p.Tasks.Tasks[i].Items {
			item := &p.Tasks.Tasks[i].Items[j]
			item.Note = joined(item.Note, defects[item.ID])
		}
	}
}

// complete gives a node its due date, weight and the note that says what of it is not from the report.
func (n *Node) complete(p *Plan, words string) {
	if n.Weight == 0 {
		n.Weight = 10
	}
	if n.Firmness == "" {
		n.Firmness = "firm"
	}
	switch {
	case n.From == FromSample:
		n.Note = joined(n.Note, "样例节点：报告未写此节点和日期。")
	case n.Due.IsZero():
		n.Due = p.yearEnd()
		n.Note = joined(n.Note, "报告未写日期，按年内（12月31日）计。")
	}
	if n.From == FromReport && n.Words == "" {
		n.Words = words
	}
}

// defectsOf gives for each id the sentence about the defect of the text that touches it.
func (p *Plan) defectsOf() map[string]string {
	out := make(map[string]string)
	for _, d := range p.Catalogue.Defects {
		for _, id := range d.Concerns {
			out[id] = joined(out[id], "原文存疑 "+d.ID+"：“"+d.Words+"”——"+d.Issue+"。")
		}
	}
	return out
}

// alsoSaid names the other places where the report speaks of the work.
func (w Work) alsoSaid() string {
	if len(w.Also) == 0 {
		return ""
	}
	return "报告另写：“" + strings.Join(w.Also, "”“") + "”。"
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
