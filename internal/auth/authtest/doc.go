// Package authtest helps the tests of every room that needs people: the thirteen principals of the rights matrix, the
// answer each must get from an operation, a district with the demo accounts, and tokens, good and forged.
//
// # How the expected answer is derived
//
// [Expect] needs no knowledge of an operation beyond its permission and path. In this order:
//
//  1. Nobody signed in (anonymous, expired, revoked, disabled): 401. Public operations are not in the matrix: signing
//     in and out answer 401 of their own, and would end the sessions of the walk.
//  2. An operation without a row in its path (a list, a creation): allowed when any role of the principal has the
//     permission in any scope, 403 otherwise.
//  3. An operation on a row that does not exist: 404.
//  4. A row the principal can not read, by the read permission of the path: 404, as if it did not exist.
//  5. A row the principal can read, but the permission of the operation does not reach it: 403.
//  6. Allowed: any answer but 401, 403 and 404. A state may still refuse it (409, 412, 422).
//
// Two things are the caller's: choosing rows that really stand in the [Relation], and the rules on persons rather than
// rows (who confirms is not who wrote, nobody grants to a post they hold), which also answer 403.
//
// Only tests import it.
package authtest
