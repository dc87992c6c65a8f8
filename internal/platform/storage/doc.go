// Package storage keeps the bytes of files in a folder of the data directory, outside everything a web server serves.
//
// # Invariants
//
//   - A file appears under its final name whole or not at all: it is streamed to a temporary file, synced, and renamed; then the
//     folder is synced too. A power cut leaves a temporary file at most.
//   - The name of a stored file is its SHA-256 with a random ending, in folders by its first four digits. Two uploads of the same
//     bytes are two files, so that removing one never takes the other away; and an administrator can check any file with sha256sum.
//   - Files are 0600 and folders 0700. Nothing of what a caller sent becomes part of a path.
//   - What is read is hashed before the first byte is handed out.
//
// It knows no table and no user; the room files keeps which file belongs to what.
package storage
