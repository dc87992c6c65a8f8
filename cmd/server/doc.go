// Command guatu is the whole program: one binary with a verb for each thing an administrator does.
//
// It parses flags, reads the configuration, starts internal/app and says what went wrong in words. It holds no rule.
package main
