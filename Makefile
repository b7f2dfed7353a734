# Two commands: `make run` builds a release from the sample pages and asks it; `make test` proves the project.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RELEASE ?= build/release
PORT ?= 8000
PAGES := tests/data/pages $(sort $(wildcard tests/data/everyday/*.txt tests/data/everyday/*.html tests/data/everyday/*.jsonl))
# Where it is set, every command of a test would compile all modules again.
unexport PYTHONDONTWRITEBYTECODE
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
# Processes that run tests: one more than cores, since many tests wait for a browser, a server or a limit of time.
WORKERS ?= $(shell expr $(JOBS) + 1)

# The package itself is installed anew when a command is added or taken away.
.PHONY: run release test test-long quick lint types layers tests coverage docs bench lowest context lock clean help setup assets

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: release ## build a release from the sample pages, ask it, serve it
	@echo
	@sed -n 's/^# //p' docs/examples/participating-states.rq
	@echo
	@$(BIN)/osce-kg query $(RELEASE) -f docs/examples/participating-states.rq
	@echo
	@echo "Serving the release; Ctrl-C ends it."
	@$(BIN)/osce-kg serve $(RELEASE) --port $(PORT)

release: $(STAMP) ## build a release from the sample pages and the reference data
	@echo "Building a release of the sample pages and the reference data in $(RELEASE)"
	@$(BIN)/osce-kg build $(PAGES) --out $(RELEASE) --jobs $(JOBS)

setup: $(STAMP) ## make .venv with the locked dependencies and the project itself

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "osce-kg needs Python 3.11 or newer: call make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip --quiet --disable-pip-version-check check || { echo "requirements.lock lacks a dependency: make lock" >&2; exit 1; }
	@touch $@

FETCHED := endpoint/publishing/vendor/minisearch.js

assets: $(FETCHED) ## fetch what static sites ship that others wrote (needs npm); without it they have no SPARQL and no search

$(FETCHED): endpoint/assets/package-lock.json
	@command -v npm >/dev/null || { echo "osce-kg: npm is not here: install Node.js to make the assets" >&2; exit 1; }
	npm ci --prefix endpoint/assets --no-audit --no-fund --loglevel=error
	@mkdir -p $(@D)
	@cp endpoint/assets/node_modules/oxigraph/web.js endpoint/assets/node_modules/oxigraph/web_bg.wasm $(@D)/
	@{ echo "/*!" && cat endpoint/assets/node_modules/minisearch/LICENSE.txt && echo "*/" && \
		grep -v '^//# sourceMappingURL' endpoint/assets/node_modules/minisearch/dist/es/index.js; } > $@ || { rm -f $@; exit 1; }

lint: $(STAMP) ## style of the code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP) ## mypy, strict
	$(BIN)/mypy

layers: $(STAMP) ## import-linter: one direction
	$(BIN)/lint-imports

quick: lint types layers ## style, types and the fast tests
	$(BIN)/pytest -n $(JOBS) --dist worksteal -m "not slow"

# What static sites are tested with; without npm, or without its registry, those tests skip and say why.
.PHONY: fetched checks
fetched:
	@[ -f $(FETCHED) ] || ! command -v npm >/dev/null || $(MAKE) --no-print-directory assets \
		|| echo "make assets failed: the tests of static sites skip what needs them" >&2

tests: $(STAMP) fetched ## every test and doctest
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --durations=25

coverage: $(STAMP) fetched ## every test again, with the coverage of all processes and its floor
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term:skip-covered --durations=25

docs: $(STAMP) ## the documentation, warnings as errors
	$(BIN)/mkdocs build --quiet --strict

checks: lint types layers docs fetched

# The programs of others that tests talk to are fetched meanwhile; a test that needs one waits for it, or skips.
test: $(STAMP) ## everything that must hold
	@$(BIN)/python -m tests.foreign & \
	{ $(MAKE) --no-print-directory -j checks && $(MAKE) --no-print-directory tests; }; code=$$?; wait; exit $$code

test-long: $(STAMP) fetched ## the tests with costly series whole, and long random ones from a fresh seed, which is printed; SEED=n repeats one
	@seed=$(or $(SEED),$$(date +%s)); echo "make test-long SEED=$$seed repeats this run"; \
	SERIES_SEED=$$seed $(BIN)/pytest -n $(WORKERS) --dist worksteal --timeout 3000 --hypothesis-seed=$$seed --durations=25

.PHONY: uv
uv:
	@command -v uv >/dev/null || { echo "osce-kg: uv is not here: install it (python3 -m pip install uv) and call this again" >&2; exit 1; }

lowest: uv fetched ## install the lowest versions that pyproject.toml allows beside .venv, and run the tests on them (needs uv)
	uv venv --quiet --seed --allow-existing --python $(PYTHON) .venv-lowest
	uv pip install --quiet --python .venv-lowest/bin/python --resolution lowest-direct --editable '.[test]'
	.venv-lowest/bin/pytest -n $(WORKERS) --dist worksteal

bench: $(STAMP) ## measure against the named peers, all benchmarks in bench/
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r bench/requirements.lock
	$(BIN)/python -m bench

context: $(STAMP) ## write anew what is made from the ontology: JSON-LD context, closure rules, reference pages
	$(BIN)/python -m kg.hygiene

lock: uv ## write the lock files anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11 --extra test pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11 --extra bench -c requirements.lock pyproject.toml -o bench/requirements.lock

clean: ## remove what was built
	rm -rf build dist docs/site .mypy_cache .ruff_cache .coverage .coverage.* .hypothesis
