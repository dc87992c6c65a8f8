// Package demo turns the reviewed files of configs/demo into a running demonstration: the 2017 plan of one district.
//
// The files are data, this package is their reader and loader:
//
//   - catalogue.yaml and report-2017.txt are facts of a published report, word for word, with what became of each item;
//   - projects.yaml and tasks.yaml are the plan made from them: ledger, milestones, ten tasks and their sub-items;
//   - units.yaml and story.yaml are sample data: units, people and everything that happens in 2017.
//
// [Read] decodes strictly and checks everything at once: every quote is in the report, every id of the catalogue is
// accounted for exactly once, every name points at something. [Plan.Steps] turns the compact story into single steps
// in the order of their days.
//
// [Loader] takes the steps through the services of the features, each on its own business day and as the person who does
// it, so that rights, state machines, version rows and the audit are those of the product. Itself it writes only the
// source items, which no service owns, and the mark 样例 of a task, which no operation sets. It runs in one transaction:
// either all of it is there or nothing, and it does nothing when the plan is there already.
//
// # Invariants
//
//   - Facts and sample data never share a file; every row made from sample data carries sample.
//   - What the report leaves open is not completed here: no end date, no number, no repaired word.
//   - Nothing is read outside the file system that is handed in.
//
// Only internal/app imports this package. It owns no table.
package demo
