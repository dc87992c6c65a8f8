// Package configs carries the reviewed text files of Guatu inside the program: lamp rule sets, the working-day calendar,
// the rights policy and the demonstration plan.
//
// It turns them into values of internal/schedule and refuses what does not validate: a misspelt key, a fault in a rule set,
// a day listed twice. It owns no table and no state. internal/app reads it once at the start; tests may import it.
package configs
