// Package milestonestest lets the tests of projects stand on the real milestones: no feature imports another, and a stand-in
// would only prove what it was written to say. Only tests import it.
package milestonestest
