// Package app is the one composition root: New builds the whole program from its configuration, Run serves it until the
// context ends, Close lets go of the database. The program's main and the tests of the assembled program start exactly this.
//
// It owns no table. Here, and only here, features meet: what one needs of another is an interface of one to three methods
// that the needy one declares and this package satisfies (wiring.go). Stores are built before services, so there is no
// circle and no setter.
//
// Nobody imports this package but cmd.
package app
