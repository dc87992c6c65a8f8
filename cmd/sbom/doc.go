// Command sbom says what the program is made of: every Go module linked into a binary and every npm package bundled into its
// pages, as a CycloneDX 1.6 document, and whether each of them, and each one only used to build and test, is under a licence
// of the list in licences.go.
//
//	sbom -binary bin/guatu -out sbom.cdx.json      writes the document and fails on a licence that is not allowed
//	sbom -lockfile                                 only checks web/package-lock.json
//
// It asks no network: Go modules are read from the module cache, npm packages from the lockfile. The same binary and the same
// lockfile give the same bytes.
package main
