// Package evidence says what evidence 佐证 is: what stands behind a report of completion, its verification and a change request.
//
// The rooms that take it (milestones, livelihood, changes) share the words, so that a photo is the same thing everywhere. Each
// of them keeps the list as one column of its own row: it is written once with that row, never edited, and only read with it.
// The files themselves are the room files'; a room asks it for them through an interface of its own.
//
// It has no table and no query, and is no feature. It imports the platform for the form of a fault.
package evidence
