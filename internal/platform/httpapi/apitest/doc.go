// Package apitest runs declarative scenarios against an HTTP handler: who asks
// what, what the answer must and must not hold, and what it left behind.
//
// It holds every failure to the house shape (a complete RFC 9457 problem). It
// has no tables and knows no feature. Only tests import it.
package apitest
