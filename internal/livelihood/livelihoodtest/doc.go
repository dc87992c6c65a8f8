// Package livelihoodtest lets the tests of read models stand on the real
// indicators: no feature imports another, and a stand-in would only prove what
// it was written to say. Only tests import it.
package livelihoodtest
