// Package httpapi is the HTTP side of every feature: Gin routes, Huma parses,
// and this package owns what they must not decide each on their own.
//
// A feature registers an Operation with a typed handler; httpapi then, in this
// order: limits the request, authenticates and authorizes it, demands If-Match
// and Idempotency-Key where the operation says so, reads strict JSON, runs the
// handler (inside the idempotency transaction if asked), and writes the
// resource or one RFC 9457 problem in the caller's language.
//
// It owns no business word. Its table idempotency_keys is part of the platform
// migrations. Features and app import it; it imports database and observe.
package httpapi
