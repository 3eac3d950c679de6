# One truth: CI, the README and pre-commit call these targets.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COMPILE := $(VENV)/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	--no-annotate --python-version 3.11 pyproject.toml

help: ## This list.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-10s %s\n", $$1, $$2}'

# No resolving: the locks are complete, and no release of somebody else's may break a build.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes

install: guard $(VENV)/installed ## The environment alone: what the service needs, pinned by hash.

develop: guard $(VENV)/developed ## The environment with the tools that tests and lint need.

guard:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if v >= (3, 11) else "claimdiff needs Python 3.11 or newer; $(PYTHON) is Python %d.%d. Name another one: make PYTHON=python3.11 …" % v)'
	@test ! -x $(BIN)/python || test "$$($(BIN)/python -c 'import sys; print(sys.version)' 2>/dev/null)" = "$$($(PYTHON) -c 'import sys; print(sys.version)')" \
		|| (echo "The environment was made by another Python; it is made anew." && rm -rf $(VENV))

$(VENV)/installed: requirements.lock Makefile | guard
	@test -x $(BIN)/python || (echo "Making the environment in $(VENV) …" && $(PYTHON) -m venv $(VENV))
	@echo "Installing $$(grep -c '^[a-z]' requirements.lock) packages, about 110 MB, half a minute to three …"
	@$(PIP) -r requirements.lock
	@printf '%s\n' '#!/bin/sh' 'PYTHONPATH="$(CURDIR)" exec "$(CURDIR)/$(BIN)/python" -m service.cli "$$@"' > $(BIN)/claimdiff
	@chmod +x $(BIN)/claimdiff
	@touch $@

$(VENV)/developed: $(VENV)/installed requirements-dev.lock
	@echo "Installing the $$(grep -c '^[a-z]' requirements-dev.lock) packages of tests and lint, a minute or two …"
	@$(PIP) -r requirements-dev.lock
	@touch $@

run: install ## Set up, load the seeds, print the conflicts, serve on 127.0.0.1:8000.
	$(BIN)/claimdiff serve --seeds

test: develop ## Set up and pass all tests, with the coverage shown.
	$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile --cov --cov-report=term:skip-covered

test-fast: develop ## The pure rooms alone, in under a minute.
	$(BIN)/python -m pytest -p no:randomly tests/reading tests/matching tests/judging tests/lexicon -x

format: develop ## Put the code into its one format.
	$(BIN)/ruff format service tests
	$(BIN)/ruff check --fix service tests

check: lint test ## What CI checks.

lint: develop ## Format, lint, types, import contract.
	$(BIN)/ruff format --check service tests
	$(BIN)/ruff check service tests
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: develop ## Measure reading and matching: make eval DATA=<folder with the public sets>.
	$(BIN)/python -m tests.evaluation $(DATA)

bench: develop ## Measure the speed, each figure beside a bare limit of the same run.
	$(BIN)/python -m tests.load

db: develop ## Write the present schema to sql/schema.sql, for review.
	$(BIN)/python -m tests.storage.schema > sql/schema.sql

openapi: develop ## Write the present API document to service/api/openapi.json, for review.
	$(BIN)/python -m tests.contract.document > service/api/openapi.json

lock: ## Pin the dependencies of pyproject.toml anew.
	test -x $(VENV)/lock/bin/uv || ($(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install --quiet uv)
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

.PHONY: help guard install develop run test test-fast format check lint eval bench db openapi lock
