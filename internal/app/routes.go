package app

import "guatu/internal/platform/httpapi"

// Route is one line of the permission table: what `guatu routes --json` prints and what reviewers read.
type Route struct {
	Operation  string   `json:"operation"`
	Method     string   `json:"method"`
	Path       string   `json:"path"`
	Permission string   `json:"permission"`
	Scopes     []string `json:"scopes"`
	Public     bool     `json:"public"`
	IfMatch    bool     `json:"ifMatch"`
	Idempotent bool     `json:"idempotent"`
	FreshProof bool     `json:"freshProof"`
}

// Routes is the permission table, in the order of registration.
func (a *App) Routes() []Route {
	operations := a.Operations()
	table := make([]Route, len(operations))
	for i, op := range operations {
		scopes := op.Scopes
		if scopes == nil {
			scopes = []string{}
		}
		table[i] = Route{
			Operation: op.ID, Method: op.Method, Path: httpapi.Base + op.Path, Permission: op.Permission, Scopes: scopes,
			Public: op.Public, IfMatch: op.IfMatch, Idempotent: op.Idempotent, FreshProof: op.FreshProof,
		}
	}
	return table
}
