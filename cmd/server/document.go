package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"guatu/internal/app"
	"guatu/internal/platform/config"
)

// openapi writes the document of the API.
func openapi(ctx context.Context, p program, args []string) error {
	if err := parse(flags("openapi"), p, args); err != nil {
		return err
	}
	return described(ctx, func(a *app.App) error {
		_, err := p.out.Write(append(a.OpenAPI(), '\n'))
		return err
	})
}

// routes lists what the API can do and who may.
func routes(ctx context.Context, p program, args []string) error {
	set := flags("routes")
	asJSON := set.Bool("json", false, "JSON 格式")
	if err := parse(set, p, args); err != nil {
		return err
	}
	return described(ctx, func(a *app.App) error {
		table := a.Routes()
		if *asJSON {
			encoder := json.NewEncoder(p.out)
			encoder.SetIndent("", "  ")
			return encoder.Encode(table)
		}
		out := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
		for _, r := range table {
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", r.Method, r.Path, r.Permission, strings.Join(r.Scopes, ","))
		}
		return out.Flush()
	})
}

// described builds the program over a throw-away database: the document must not depend on anybody's data.
func described(ctx context.Context, use func(*app.App) error) (err error) {
	folder, err := os.MkdirTemp("", "guatu-document-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }() // a leftover folder in the temporary one harms nobody
	c, err := config.Load("", []string{"GUATU_DATA_DIR=" + filepath.Join(folder, "data")})
	if err != nil {
		return err
	}
	a, err := app.New(ctx, c, app.Options{Version: "1"})
	if err != nil {
		return err
	}
	return errors.Join(use(a), a.Close())
}
