# check   static: formatting, vet, staticcheck
# test    everything that must pass; first sets up what the tests need
# soak    the long crash and fuzz runs
# bench   the figures of docs/benchmarks.md
# dist    static binaries for linux/amd64 and linux/arm64
# update  rewrites golden files and talks; read the diff afterwards
# picture takes the picture of the READMEs

.PHONY: run check test setup soak bench dist update picture

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME ?= 20s

run:
	go run . try

check:
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "gofmt: $$unformatted"; exit 1; fi
	go vet ./...
	go run $(STATICCHECK) ./...

test: setup check
	go test -race -shuffle=on -timeout 20m ./...

# What the tests with Node and with the whole dictionary need. Without npm they say so
# and skip, except in CI.
setup:
	@if command -v npm >/dev/null; then \
	  for dir in discordtest/contract phrase/contract web/e2e; do \
	    if [ ! -d $$dir/node_modules ] || [ $$dir/package-lock.json -nt $$dir/node_modules ]; then \
	      (cd $$dir && npm ci --no-audit --no-fund --loglevel=error) && touch $$dir/node_modules || exit 1; fi; done; \
	  go run . dictionary --data build/data --fonts; \
	else echo "npm is not installed: tests in a browser, with discord.js and with the whole dictionary are skipped"; fi

soak: setup
	go test -run '^TestCrash$$' -timeout 60m -count=1 -v . -args -soak
	go test -run NoDay -timeout 60m -count=1 ./schedule -args -all
	@for p in $$(go list ./...); do for f in $$(go test -list '^Fuzz' $$p | grep ^Fuzz); do \
	  echo "$$p $$f"; go test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p || exit 1; done; done

bench:
	go test -run '^$$' -bench . -benchmem ./...

LDFLAGS = -s -w -buildid= -X main.version=$(VERSION) -linkmode external -extldflags "-static"
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

dist: dist/magpie-linux-amd64 dist/magpie-linux-arm64

dist/magpie-linux-%: FORCE
	@mkdir -p dist
	@cc=$$(if [ $* = "$$(go env GOHOSTARCH)" ]; then go env CC; elif [ $* = arm64 ]; then echo aarch64-linux-gnu-gcc; else echo x86_64-linux-gnu-gcc; fi); \
	command -v $$cc >/dev/null || { echo "$@: $$cc is not installed (Debian: gcc-aarch64-linux-gnu or gcc-x86-64-linux-gnu)"; exit 1; }; \
	CGO_ENABLED=1 GOOS=linux GOARCH=$* CC=$$cc go build -trimpath -buildvcs=false \
	  -tags 'sqlite_omit_load_extension netgo osusergo' -ldflags '$(LDFLAGS)' -o $@ .
	@ls -l $@

FORCE:

update:
	go test $$(grep -rl --include='*_test.go' '"update"' . | xargs -n1 dirname | sort -u) -update

picture: setup
	go test -run '^TestPicture$$' -count=1 . -args -picture docs/picture.png
