# One truth: CI, the README and pre-commit call these targets.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

help: ## This list.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-10s %s\n", $$1, $$2}'

install: $(VENV)/installed ## The environment alone: what the service needs, pinned by hash.

develop: $(VENV)/developed ## The environment with the tools that tests and lint need.

$(VENV)/installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@printf '%s\n' '#!/bin/sh' 'PYTHONPATH="$(CURDIR)" exec "$(CURDIR)/$(BIN)/python" -m service.cli "$$@"' > $(BIN)/claimdiff
	@chmod +x $(BIN)/claimdiff
	@touch $@

$(VENV)/developed: $(VENV)/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

run: install ## Set up, load the seeds, print the conflicts, serve on 127.0.0.1:8000.
	$(BIN)/claimdiff serve --seeds

test: develop ## Set up and pass all tests.
	$(BIN)/python -m pytest

lint: develop ## Format, lint, types, import contract.
	$(BIN)/ruff format --check service tests
	$(BIN)/ruff check service tests
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: help install develop run test lint

eval: develop ## Measure the readers and the matching: make eval DATA=<folder with the public sets>.
	$(BIN)/python -m tests.evaluation $(DATA)

.PHONY: eval
