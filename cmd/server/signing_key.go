package main

import (
	"context"
	"errors"
	"fmt"

	"guatu/internal/app"
)

// signingKey rotates the key that signs access tokens, and takes the former ones out of use.
func signingKey(ctx context.Context, p program, args []string) error {
	if len(args) == 0 {
		return usageError{"要做什么？"}
	}
	set := flags("signing-key")
	path := set.String("config", "", "配置文件（YAML）")
	action := args[0]
	if err := parse(set, p, args[1:]); err != nil {
		return err
	}
	c, err := load(p, *path)
	if err != nil {
		return err
	}
	a, err := app.New(ctx, c, app.Options{Version: version, LogTo: p.err})
	if err != nil {
		return err
	}
	var words string
	switch action {
	case "rotate":
		words, err = a.RotateKey(ctx)
	case "retire":
		words, err = a.RetireKeys(ctx)
	default:
		err = usageError{fmt.Sprintf("没有 signing-key %s", action)}
	}
	if err == nil {
		_, err = fmt.Fprintln(p.out, words)
	}
	return errors.Join(err, a.Close())
}
