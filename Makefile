# One truth: CI, the README and pre-commit call these targets.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COMPILE := $(VENV)/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	--no-annotate --python-version 3.11 pyproject.toml

help: ## This list.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-10s %s\n", $$1, $$2}'

install: $(VENV)/installed ## The environment alone: what the service needs, pinned by hash.

develop: $(VENV)/developed ## The environment with the tools that tests and lint need.

$(VENV)/installed: requirements.lock Makefile
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@printf '%s\n' '#!/bin/sh' 'PYTHONPATH="$(CURDIR)" exec "$(CURDIR)/$(BIN)/python" -m service.cli "$$@"' > $(BIN)/claimdiff
	@chmod +x $(BIN)/claimdiff
	@touch $@

$(VENV)/developed: $(VENV)/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

run: install ## Set up, load the seeds, print the conflicts, serve on 127.0.0.1:8000.
	$(BIN)/claimdiff serve --seeds

test: develop ## Set up and pass all tests, with the coverage shown.
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

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

.PHONY: help install develop run test lint eval bench db openapi lock
