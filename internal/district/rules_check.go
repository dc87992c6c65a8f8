package district

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// RuleSetFault is one thing that is wrong with the text of a rule set, with its place.
type RuleSetFault struct {
	Line  int    `json:"line" doc:"Line of the text, from 1; 0 when it is about the whole."`
	Field string `json:"field" doc:"Key the fault is about, as progress.points.redAboveBp; empty when it is about the text."`
	Text  string `json:"text" doc:"What is wrong, in the caller's language."`

	zh, en string
}

// RuleSetCheck is what was found in the text of a rule set.
type RuleSetCheck struct {
	OK         bool           `json:"ok"`
	Faults     []RuleSetFault `json:"faults" nullable:"false" doc:"In the order of the text."`
	Name       string         `json:"name"`
	Version    int            `json:"version"`
	Thresholds []Threshold    `json:"thresholds" nullable:"false" doc:"What the set says in words; empty with a fault."`
}

// CheckRuleSet looks at the text of a rule set and stores nothing. 403 without rules.manage.
func (s *Service) CheckRuleSet(ctx context.Context, text string) (RuleSetCheck, error) {
	if err := s.may(ctx, auth.PermRulesManage); err != nil {
		return RuleSetCheck{}, err
	}
	set, faults := readRuleSet(text)
	check := RuleSetCheck{OK: len(faults) == 0, Faults: []RuleSetFault{}, Name: set.Name, Version: set.Version, Thresholds: []Threshold{}}
	for _, fault := range faults {
		fault.Text = say(ctx, fault.zh, fault.en)
		check.Faults = append(check.Faults, fault)
	}
	if check.OK {
		check.Thresholds = thresholds(ctx, set)
	}
	return check, nil
}

// readRuleSet reads YAML or JSON, which is YAML as well. With a fault the set is not to be used.
func readRuleSet(text string) (*schedule.RuleSet, []RuleSetFault) {
	var (
		set    schedule.RuleSet
		doc    yaml.Node
		faults []RuleSetFault
	)
	decoder := yaml.NewDecoder(strings.NewReader(text))
	decoder.KnownFields(true)
	err := decoder.Decode(&set)
	var typed *yaml.TypeError
	switch {
	case errors.Is(err, io.EOF):
		return &set, []RuleSetFault{{zh: "没有内容。", en: "There is nothing in it."}}
	case errors.As(err, &typed):
		for _, message := range typed.Errors {
			faults = append(faults, yamlFault(message))
		}
	case err != nil:
		return &set, []RuleSetFault{yamlFault(err.Error())}
	}
	if err := decoder.Decode(new(yaml.Node)); err == nil || !errors.Is(err, io.EOF) {
		faults = append(faults, RuleSetFault{zh: "一份文件只能有一套规则。", en: "One text holds one rule set."})
	}
	if len(faults) > 0 {
		return &set, faults
	}
	if err := yaml.NewDecoder(bytes.NewReader([]byte(text))).Decode(&doc); err != nil {
		return &set, []RuleSetFault{yamlFault(err.Error())}
	}
	for _, fault := range set.Faults() {
		zh, en := fault.Words()
		faults = append(faults, RuleSetFault{Line: lineOf(&doc, fault.Field), Field: fault.Field, zh: fault.Field + "：" + zh, en: fault.Field + ": " + en})
	}
	slices.SortStableFunc(faults, func(a, b RuleSetFault) int { return a.Line - b.Line })
	if len([]rune(set.Name)) > maxSetName {
		faults = append(faults, RuleSetFault{Line: lineOf(&doc, "name"), Field: "name", zh: "name：最多 60 个字。", en: "name: at most 60 characters."})
	}
	return set.Complete(), faults
}

// maxSetName is how long the name of a rule set may be: a column holds it, and lamps quote it.
const maxSetName = 60

var (
	yamlLine    = regexp.MustCompile(`line (\d+): (.*)`)
	yamlUnknown = regexp.MustCompile(`field (\S+) not found`)
	yamlType    = regexp.MustCompile("cannot unmarshal !!(\\w+) `?(.*?)`? into (\\S+)")
)

// yamlFault puts a message of the YAML library into words.
func yamlFault(message string) RuleSetFault {
	fault := RuleSetFault{zh: "格式不对：" + message, en: "Not well-formed: " + message}
	if found := yamlLine.FindStringSubmatch(message); found != nil {
		fault.Line, _ = strconv.Atoi(found[1])
		message = found[2]
		fault.zh, fault.en = "格式不对："+message, "Not well-formed: "+message
	}
	if found := yamlUnknown.FindStringSubmatch(message); found != nil {
		fault.Field = found[1]
		fault.zh, fault.en = fmt.Sprintf("没有“%s”这一项。", found[1]), fmt.Sprintf("There is no key %q.", found[1])
	} else if found := yamlType.FindStringSubmatch(message); found != nil {
		fault.zh, fault.en = fmt.Sprintf("“%s”不能作为这一项的值（应为%s）。", found[2], kindZh(found[3])), fmt.Sprintf("%q is no value for this key (want %s).", found[2], found[3])
	}
	return fault
}

func kindZh(kind string) string {
	switch kind {
	case "int":
		return "整数"
	case "string":
		return "文字"
	}
	return "一组设置"
}

// lineOf is the line of the deepest key of a path that is there, 0 when none is.
func lineOf(node *yaml.Node, path string) int {
	if node.Kind == yaml.DocumentNode && len(node.Content) > 0 {
		node = node.Content[0]
	}
	line := 0
	for _, key := range strings.Split(path, ".") {
		at := -1
		for n := 0; n+1 < len(node.Content) && node.Kind == yaml.MappingNode; n += 2 {
			if node.Content[n].Value == key {
				at = n
			}
		}
		if at < 0 {
			return line
		}
		line, node = node.Content[at].Line, node.Content[at+1]
	}
	return line
}

// invalidText is 422 with every fault of a text.
func invalidText(faults []RuleSetFault) error {
	fields := make([]httpapi.FieldError, 0, len(faults))
	for n, fault := range faults {
		fields = append(fields, httpapi.Fault(fmt.Sprintf("text[%d]", n), "rule_set",
			strings.TrimPrefix(fmt.Sprintf("第 %d 行：%s", fault.Line, fault.zh), "第 0 行："), strings.TrimPrefix(fmt.Sprintf("line %d: %s", fault.Line, fault.en), "line 0: ")))
	}
	return httpapi.Invalid(fields...)
}
