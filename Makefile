# Guatu 挂图. `make run` shows the demo, `make test` checks everything; both install what they need.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
# Byte-identical builds from any folder: no paths, no checkout state, the version handed in. Tests and checks are compiled the
# same way, so that nothing is compiled twice, in this folder or another; only the race detector needs C.
export CGO_ENABLED := 0
export GOFLAGS := -trimpath
GO_BUILD := go build -buildvcs=false -ldflags '-s -w -X main.version=$(VERSION)'
# staticcheck and not golangci-lint: it builds in seconds, and the import rules are checked by internal/archtest.
STATICCHECK := $$(scripts/tool.sh staticcheck)

NODE_STAMP := web/node_modules/.package-lock.json
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -path web/e2e -prune \
	-o -path web/test-results -prune -o -path web/screenshots -prune -o -type f ! -name '*.go' -print 2>/dev/null)

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: build ## build and start the demo on 127.0.0.1:8080 (its data is kept in data/demo)
	exec bin/guatu demo

.PHONY: build
build: web/dist/index.html binary ## front end and program, in bin/guatu

.PHONY: binary
binary: ## only the program, with the front end as last built
	@scripts/need.sh go
	$(GO_BUILD) -o bin/guatu ./cmd/server

# npm leaves the stamp; scripts of packages are never run.
$(NODE_STAMP): web/package.json web/package-lock.json
	@scripts/need.sh node
	cd web && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

web/dist/index.html: $(NODE_STAMP) $(WEB_SOURCES)
	cd web && npm run --silent build
	@touch $@

.PHONY: test
test: ## what must hold: format, lint, Go on both databases, front end, generated files, browser
	@scripts/test.sh

.PHONY: test-long
test-long: test-repeated test-looks ## what is repeated many thousand times, and every page in both themes

.PHONY: check
check: ## known vulnerabilities, gosec, staticcheck, lockfiles, licences, a build that gives the same bytes twice
	@scripts/check.sh

.PHONY: lint
lint: lint-go lint-web ## static checks of Go, shell and front end

.PHONY: lint-go
lint-go:
	@bad="$$(gofmt -l cmd configs internal web/*.go)"; [[ -z "$$bad" ]] || { echo "not formatted (run gofmt -w):" $$bad >&2; exit 1; }
	go vet ./...
	$(STATICCHECK) ./...
	@if command -v shellcheck >/dev/null; then shellcheck scripts/*.sh .ci/run; fi

.PHONY: lint-web
lint-web: $(NODE_STAMP)
	cd web && npm run --silent lint
	cd web && npm run --silent typecheck

.PHONY: test-web
test-web: $(NODE_STAMP) ## unit tests of the front end
	cd web && npm run --silent test

# The race detector watches everything but SQLite itself, which is C turned into Go: watching that too makes compiling and
# running several times slower and finds nothing of ours. Leave out nothing else, not even its driver: a package that is not
# watched may bring its own unwatched copy of generic code others use too (sync.Map), and then races are reported that are none.
RACE := -race -gcflags='modernc.org/...=-race=false' -gcflags='modernc.org/sqlite='

.PHONY: test-go
test-go: ## Go tests with the race detector, on SQLite and on a MariaDB of their own
	@scripts/need.sh go mariadb haproxy
	CGO_ENABLED=1 scripts/with-mariadb.sh go test $(RACE) -vet=off -shuffle=on -timeout 20m ./...

# The tests that the race detector is spared: those in files with `//go:build !race`. LONG are those of them that repeat something
# so often that they have a target of their own. NICE may put them behind whatever else is running.
UNWATCHED = $(shell grep -rl '^//go:build !race' --include='*_test.go' cmd internal)
LONG := ^(TestRandomWalk|TestNothingIsAssignedByTheWay|TestListEqualsCompute|TestListIsComputed|TestChoicesCountTheList|TestBackupWhileWriting|TestBench)$$
UNWATCHED_ROOMS = $(sort $(dir $(addprefix ./,$(UNWATCHED))))
ONE_CALLER := $(NICE) scripts/with-mariadb.sh go test -vet=off -count=1 -timeout 20m -v
OUTCOMES := grep -vE '^=== (RUN|PAUSE|CONT|NAME)|^ +--- (PASS|SKIP)'

.PHONY: test-unwatched
test-unwatched: ## one caller after another: the rights matrix, one definition of every figure, closing, merging, restoring
	@scripts/need.sh go mariadb
	$(ONE_CALLER) -skip '$(LONG)' -run "^($$(sed -nE 's/^func (Test\w+)\(.*/\1/p' $(UNWATCHED) | paste -sd'|'))$$" $(UNWATCHED_ROOMS) | $(OUTCOMES)

.PHONY: test-repeated
test-repeated: ## 20,000 random commands (GUATU_WALK_STEPS, GUATU_WALK_SEED), every name in every body, lists against computing, backups under load
	@scripts/need.sh go mariadb
	$(ONE_CALLER) -run '$(LONG)' $(UNWATCHED_ROOMS) | $(OUTCOMES)

.PHONY: test-looks
test-looks: build ## every page, light and dark, desk and phone, at 200 % and in English: axe, sizes, policy, pictures; scrolling
	@scripts/need.sh chromium cjk-font
	@$(GO_BUILD) -o bin/bench ./cmd/bench # loads the wall of 500 × 20
	cd web && GUATU_BIN="$(CURDIR)/bin/guatu" node e2e/run.mjs --looks

.PHONY: test-e2e
test-e2e: build ## browser journeys on the built binary
	@scripts/need.sh chromium cjk-font
	cd web && GUATU_BIN="$(CURDIR)/bin/guatu" npm run --silent e2e:demo

.PHONY: test-balanced
test-balanced: build ## the same journeys behind HAProxy with three instances on one MariaDB, one killed again and again
	@scripts/need.sh mariadb haproxy chromium cjk-font
	GUATU_BIN="$(CURDIR)/bin/guatu" scripts/with-mariadb.sh node web/e2e/run.mjs --balanced $(SPECS)

.PHONY: pictures
pictures: test-e2e test-looks ## take the pictures of the user guide anew, from what the browser tests saw
	scripts/pictures.sh

.PHONY: generate
generate: binary $(NODE_STAMP) ## rewrite the files that are made from code
	bin/guatu openapi > web/openapi.json
	bin/guatu config example > configs/guatu.example.yaml
	cd web && npm run --silent generate

.PHONY: check-generated
check-generated: binary $(NODE_STAMP) ## fail when a generated file is out of date
	@scripts/check-generated.sh

.PHONY: soak
soak: ## up to an hour of kills, power cuts, full disks, broken networks and a cluster, with the figures (docs/trust.md)
	@scripts/need.sh go node mariadb haproxy galera chromium cjk-font
	scripts/soak.sh

.PHONY: bench
bench: ## the measurements of the performance page, on both databases, beside bare Gin and database/sql
	@scripts/need.sh go mariadb
	$(GO_BUILD) -o bin/bench ./cmd/bench
	scripts/with-mariadb.sh bin/bench

# What the program is made of, in CycloneDX; it comes with the archive. Fails on a licence that is not on the list.
.PHONY: sbom
sbom: binary ## bin/sbom.cdx.json: every Go module and npm package in the program, with licences and checksums
	go run ./cmd/sbom -binary bin/guatu -version '$(VERSION)' -out bin/sbom.cdx.json

# Archives for the machines districts have. The program needs nothing of the system, so that is all there is to it.
DIST_ARCHS ?= amd64 arm64
DIST_OUT ?= dist

.PHONY: dist
dist: web/dist/index.html ## release archives for linux/amd64 and linux/arm64 with SHA256SUMS, in dist/
	@scripts/need.sh go
	$(foreach arch,$(DIST_ARCHS),GOOS=linux GOARCH=$(arch) $(GO_BUILD) -o bin/linux-$(arch)/guatu ./cmd/server &&) true
	rm -f $(DIST_OUT)/guatu-*.tar.gz $(DIST_OUT)/SHA256SUMS
	scripts/dist.sh '$(VERSION)' $(DIST_OUT) $(DIST_ARCHS)

.PHONY: check-dist
check-dist: ## unpack the archive of this machine from dist/, run it, and execute the administrator guide with it
	@scripts/check-dist.sh $(DIST_OUT)
	@scripts/check-guide.sh $(DIST_OUT)

.PHONY: check-deploy
check-deploy: binary ## try the files of deploy/ with what is installed: systemd, nginx, Caddy, MariaDB, buildah
	@scripts/check-deploy.sh

.PHONY: clean
clean: ## remove what was built (the demo's data stays)
	rm -rf bin dist web/dist web/node_modules
