package main

import (
	"context"
	"fmt"

	"guatu/configs"
	"guatu/internal/app"
)

// lamp judges facts from standard input, one JSON object a line: progress and milestones alike.
func lamp(_ context.Context, p program, args []string) error {
	set := flags("lamp")
	name := set.String("rule-set", "zhenan-default-1", "亮灯规则集")
	list := set.Bool("list", false, "列出规则集后退出")
	if err := parse(set, p, args); err != nil {
		return err
	}
	if *list {
		for _, known := range configs.RuleSetNames() {
			if _, err := fmt.Fprintln(p.out, known); err != nil {
				return err
			}
		}
		return nil
	}
	failed, err := app.EvaluateLines(p.in, p.out, *name)
	if err == nil && failed > 0 {
		return errCounted
	}
	return err
}
