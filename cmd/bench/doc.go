// Command bench measures the program beside the same work done bare, in one run, so that the ratio holds on any machine.
//
// It loads a number of projects with ten milestones each into an embedded database and, when GUATU_TEST_MYSQL_DSN names a
// server, into MariaDB, and asks over loopback HTTP for
//
//	a  a page of 50 overdue milestones by due date, with project and unit
//	b  one project and its ten milestones
//	c  an audited write: a report on a milestone
//	d  the counts of the overview
//
// once through the assembled program (login, rights, lamps) and once through Gin and database/sql with about a hundred
// lines and no login. With -into FILE it measures nothing: it loads the projects, -each milestones each, into the database of a
// demonstration, which the browser tests use to draw a wall of 500 × 20. It prints a Markdown table. Client and server share the process and its cores.
package main
