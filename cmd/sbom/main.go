package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"time"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("sbom", flag.ContinueOnError)
	binary := flags.String("binary", "bin/guatu", "the program")
	version := flags.String("version", "dev", "its version")
	lockfile := flags.String("lock", "web/package-lock.json", "the lockfile of the front end")
	to := flags.String("out", "", "where the document goes; empty: only check")
	lockOnly := flags.Bool("lockfile", false, "only check the lockfile")
	list := flags.Bool("list", false, "print every part with its licences")
	if err := flags.Parse(args); err != nil {
		return err
	}
	npm, err := npmParts(*lockfile)
	if err != nil || *lockOnly {
		say(out, "lockfile: %d npm packages, each with a SHA-512, none from elsewhere than the registry\n", len(npm))
		return err
	}
	modules, goVersion, err := goParts(*binary)
	if err != nil {
		return err
	}
	parts := slices.Concat(modules, npm)
	if *list {
		for _, p := range parts {
			say(out, "%-60s %-40s %v shipped=%v\n", p.Name, p.Version, p.Licences, p.Shipped)
		}
	}
	summarize(out, modules, npm)
	if err := refused(parts); err != nil || *to == "" {
		return err
	}
	return write(*to, *version, goVersion, *binary, parts)
}

func write(to, version, goVersion, binary string, parts []part) error {
	content, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	at, err := commitTime(os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return err
	}
	text, err := describe(version, goVersion, content, parts, at)
	return errors.Join(err, os.WriteFile(to, text, 0o600))
}

// commitTime reads SOURCE_DATE_EPOCH; without it a document carries no time, which keeps it the same on every machine.
func commitTime(epoch string) (time.Time, error) {
	if epoch == "" {
		return time.Time{}, nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	return time.Unix(seconds, 0), err
}

func summarize(out io.Writer, modules, npm []part) {
	count := func(parts []part) (shipped int) {
		for _, p := range parts {
			if p.Shipped {
				shipped++
			}
		}
		return shipped
	}
	say(out, "parts: %d Go modules (%d shipped), %d npm packages (%d shipped)\n", len(modules), count(modules), len(npm), count(npm))
	licences := map[string]int{}
	for _, p := range slices.Concat(modules, npm) {
		for _, l := range p.Licences {
			licences[l]++
		}
	}
	names := make([]string, 0, len(licences))
	for name := range licences {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(licences[b]-licences[a], cmp.Compare(a, b)) })
	for _, name := range names {
		say(out, "  %4d  %s\n", licences[name], name)
	}
}

// say prints; whoever closed the output wants to hear no more.
func say(out io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(out, format, args...) }
