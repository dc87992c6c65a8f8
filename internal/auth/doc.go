// Package auth says who is asking and what they may do.
//
// It owns departments 单位 and their former names, posts 岗位, who holds a post from a day to a day, users, the roles
// granted to posts, and sessions: the tables departments, department_names, posts, post_holders, users, grants, sessions,
// recovery_codes, password_history, signing_keys, login_addresses and access_epoch.
//
// # How rights come about
//
// Duty is bound to a post, never to a person: a grant gives a role to a post, a holding gives the post to a person from
// a day to a day. The roles of a person on a business day are the roles of the posts held on that day, so a successor
// named in advance has the rights on the morning they begin, and the predecessor has lost them.
//
// configs/casbin says role × permission → scope word; Casbin decides it and [Policy] keeps the answers as an immutable
// table. A [Scope] turns the words into rows: [Scope.Allows] for one row, [Scope.SQL] for a list. Both say the same for
// every row (property test), and the zero Scope allows nothing.
//
// # Invariants
//
//   - Every change of a person, post, holding, grant or department adds one to access_epoch in the same transaction, as
//     its first statement: that row is the lock which puts all changes of rights in one order, on every instance.
//   - Nobody holds two of the three administrator roles, nor one of them together with a business role, on any day.
//     A person found holding such a set (a hand-edited table) has no roles at all.
//   - The last system administrator and the last security administrator can not be removed.
//   - A department that was merged is closed for ever and has nothing: its rows, posts and departments below belong to its
//     heir. Other rooms hand their rows over through [DepartmentRows], in the one transaction of the merge, and ask
//     [Directory.Closed] before they give a row to a department.
//   - Nobody grants a role to a post they hold, and nobody appoints themselves.
//   - A request costs one statement: session, user and epoch together. Everything else is cached per epoch.
//   - A password somebody else made (users.one_time_until is set) opens the account until then, and for nothing but
//     asking who one is and changing it.
//   - Where a second factor is demanded or has been set up, a session that has not shown it opens nothing but showing it or
//     setting it up; renewing the session changes nothing of that. A code is accepted once, by one conditional UPDATE.
//   - What is dangerous ([httpapi.Operation.FreshProof]) needs a session that proved a short while ago who has it: password, and a
//     code where the account has a second factor. Renewing the session is no proof.
//   - A role that is limited to networks is refused from elsewhere at the door and at every request; only what the connection or a
//     trusted proxy says of the address counts.
//   - Failed logins are counted per account and per address, in the database: any number of instances evaluate no more.
//   - Passwords, hashes, tokens and keys never reach the audit, the log or an answer.
//
// Any feature may import this package; it imports platform and audit, and no feature.
package auth
