# Toguna's commands. `make run` starts it, `make test` proves it; nothing but Python 3.11 or later and make is needed.
# Everything is made in two folders, .venv/ and var/, and `make clean` takes them away again.

.DEFAULT_GOAL := help
.PHONY: help run test check style types imports templates migrations catalogues pure \
	database sqlite postgresql field browser bench figures-eval durability screenshots walk translations lock clean

BIN := .venv/bin
# pyIATI is taken for its files only; what it says it needs is not wanted.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-warn-conflicts
# Two test processes: enough for two cores, and no burden to more.
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -q

# The rooms without a database are tested with their examples; a test folder belongs to exactly one of these lists.
PURE := $(wildcard tests/rules tests/collect tests/measure tests/figures tests/publish tests/external tests/spec tests/house)
EXAMPLES := $(wildcard src/toguna/rules src/toguna/collect src/toguna/measure src/toguna/figures src/toguna/publish src/toguna/external) tools
DATABASE := $(wildcard tests/store tests/attack tests/flow tests/web tests/demo tests/config tests/story)
BROWSER := tests/browser

say = @printf '\n── %s\n' $(1)

help: ## This list
	@echo 'Toguna: make <target>'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/ready ## Start the site and its worker on this machine (first time: 2 minutes; then: seconds)
	@exec $(BIN)/toguna serve

test: check database browser ## Everything: checks, both databases, a real browser (8 minutes; first time: 2 more)
	$(call say,'All of it passed.')

check: style types imports templates migrations catalogues pure ## The quick half of make test (2 minutes)

style: .venv/ready-to-develop ## Layout and habits of the code (seconds)
	$(call say,'Style (seconds)')
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

types: .venv/ready-to-develop ## Types (first time: 1 minute; then: seconds)
	$(call say,'Types (about 1 minute the first time)')
	$(BIN)/mypy

imports: .venv/ready-to-develop ## Who may import whom (seconds)
	$(call say,'Import rules (seconds)')
	$(BIN)/lint-imports --no-logo

templates: .venv/ready-to-develop ## Template lint (seconds)
	$(call say,'Templates (seconds)')
	$(BIN)/djlint src --lint --quiet

migrations: .venv/ready-to-develop ## No model without its migration, no system check that complains (seconds)
	$(call say,'Missing migrations and system checks (seconds)')
	$(BIN)/python -m django makemigrations --check --dry-run --settings tests.settings
	$(BIN)/python -m django check --fail-level WARNING --settings tests.settings

catalogues: .venv/ready-to-develop ## Every French sentence has its English, compiled (seconds)
	$(call say,'Translations (seconds)')
	$(BIN)/python -m tools.translations check

pure: .venv/ready-to-develop ## Tests that need no database, and the examples in the code (1 minute)
	$(call say,'Tests without a database and the examples in the code (about 1 minute)')
	$(PYTEST) -n $(WORKERS) $(PURE) $(EXAMPLES)

database: sqlite postgresql ## The database tests, on SQLite and on PostgreSQL (5 minutes)

sqlite: .venv/ready-to-develop ## The database tests on SQLite (2 minutes)
	$(call say,'Database tests on SQLite (about 2 minutes)')
	env -u DATABASE_URL $(PYTEST) -n $(WORKERS) $(DATABASE)

postgresql: .venv/ready-to-develop ## The same tests on a PostgreSQL started for them (3 minutes)
	$(call say,'The same tests on a PostgreSQL of their own (about 3 minutes)')
	$(BIN)/python tests/on_postgresql.py $(PYTEST) -n $(WORKERS) $(DATABASE)

field: .venv/ready-to-develop ## Build the page of offline forms and try its parts (first time: 1 minute; then: seconds)
	$(call say,'The page of offline forms (about 1 minute the first time)')
	TOGUNA_FIELD_PAGE=var/field $(BIN)/toguna field_page
	$(BIN)/node --test src/toguna/web/field/page/tests/*.test.js

browser: .venv/ready-to-develop field ## Journeys in a real Chromium (2 minutes)
	$(call say,'Journeys in a real browser (about 2 minutes)')
	@$(BIN)/python -m tests.browser.chromium
	env -u DATABASE_URL $(PYTEST) -n $(WORKERS) $(BROWSER)

bench: .venv/ready-to-develop ## Measure what is promised: speed and weight (5 minutes)
	$(call say,'Measurements (about 5 minutes)')
	@for measure in $$(grep -l __main__ benchmarks/*.py); do \
		echo "$$measure"; $(BIN)/python -m "benchmarks.$$(basename "$$measure" .py)" || exit 1; done

FIGURES ?= ../shared/figures-dev
figures-eval: .venv/ready-to-develop ## Measure the auditor of narratives on annotated texts, FIGURES=folder (seconds)
	$(call say,'The auditor of narratives beside careful readers (seconds)')
	$(BIN)/python -m tools.figures_eval $(FIGURES)

durability: .venv/ready-to-develop ## Kill the served site fifty times under eight telephones, on both databases (20 minutes)
	$(call say,'Fifty kills on SQLite and fifty on PostgreSQL (about 20 minutes)')
	TOGUNA_DURABILITY_ROUNDS=50 $(PYTEST) -s tests/story/test_durability.py
	TOGUNA_DURABILITY_ROUNDS=50 $(BIN)/python tests/on_postgresql.py $(PYTEST) -s tests/story/test_durability.py

screenshots: .venv/ready-to-develop ## Pictures of every kind of page, desk and phone, into var/pictures (2 minutes)
	$(call say,'Pictures of every kind of page (about 2 minutes)')
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tools.screenshots

walk: .venv/ready-to-develop field ## A new user's walk through a fresh demonstration, a picture of each step, into var/walk (2 minutes)
	$(call say,'A walk in a real browser (about 2 minutes)')
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tools.walk

translations: .venv/ready-to-develop ## Bring the catalogues up to the code and compile them (seconds)
	$(call say,'Translation catalogues (seconds)')
	$(BIN)/python -m tools.translations update

LOCK := pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-header pyproject.toml --group build
lock: .venv/ready-to-develop ## Write requirements/ anew from pyproject.toml (1 minute, needs the network)
	$(call say,'Exact versions with hashes (about 1 minute)')
	$(BIN)/uv $(LOCK) --output-file requirements/run.txt
	$(BIN)/uv $(LOCK) --group development --constraint requirements/run.txt --output-file requirements/development.txt

clean: ## Take away everything that was made, the local database included (asks first)
	@printf 'This deletes .venv and var, with the local database in it. Type yes to go on: '; \
	read answer && [ "$$answer" = yes ]
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# The environment. The stamps make a second run start in seconds; they are older than the requirements after a change.

.venv/bin/python:
	@for python in python3.11 python3.12 python3.13 python3 python; do \
		if command -v $$python >/dev/null 2>&1 && \
			$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo 'Toguna needs Python 3.11 or later, and this machine has none.' >&2; exit 1; fi; \
	echo "Making an environment in .venv with $$found (a few seconds)"; \
	$$found -m venv .venv || { rm -rf .venv; \
		echo 'Python could not make an environment. On Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }

.venv/ready: requirements/run.txt requirements/iati.txt pyproject.toml | .venv/bin/python
	@echo 'Installing what Toguna runs on (about 1 minute)'
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --require-hashes --no-deps --no-build-isolation -r requirements/iati.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-to-develop: requirements/development.txt .venv/ready
	@echo 'Installing what the tests need (about 1 minute)'
	@$(PIP) --require-hashes -r requirements/development.txt
	@touch $@
