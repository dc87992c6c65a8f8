// Package web hands the built front end to the server.
//
// The pages are written in TypeScript in this folder and built into dist, which is not committed. The Go side is this
// embed and nothing else; internal/app serves it.
package web
