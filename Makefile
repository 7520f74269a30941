# What one types; each target sets up .venv from requirements-dev.lock if need be.
# Needs Python 3.11 or newer with venv and pip. Nothing is fetched once .venv is there.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
BIN := .venv/bin
READY := .venv/.ready
LOWEST := .venv-lowest
CODE := src tests $(wildcard benchmarks evaluation scripts)

# Extra arguments, as in: make test ARGS="-k judging -x"
ARGS ?=
JOBS ?= 2

.PHONY: help setup demo test bench score docs check format lock lowest clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY)  ## the development environment, in .venv

demo: $(READY)  ## set up and run the Syria case, end to end
	@HUDNA="$(BIN)/hudna" bash scripts/demo.sh

test: $(READY)  ## set up and run every test
	bash scripts/with_postgresql.sh $(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

bench: $(READY)  ## every benchmark
	@shopt -s nullglob; for b in benchmarks/[a-z]*.py; do \
		echo "== $$b"; $(BIN)/python "$$b" $(ARGS); done

score: $(READY)  ## how well texts are read, against annotated ones
	@$(BIN)/python evaluation/reading/gold.py evaluation/reading/dev evaluation/reading/brief
	@$(BIN)/python evaluation/reading/score.py dev --floors $(ARGS)

docs: $(READY)  ## the documentation, in site/
	@$(BIN)/zensical build --clean --strict $(ARGS)
	@$(BIN)/python scripts/check_docs.py
	@echo "The documentation is at site/index.html"

check: $(READY)  ## format, lint, strict types, import contracts
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo

format: $(READY)  ## put the code in its format, mend what can be mended
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

lock: $(READY)  ## remake both lock files from pyproject.toml (needs the network)
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash scripts/lock.sh $(ARGS)

lowest: $(LOWEST)/.ready  ## the tests with the lowest versions that pyproject.toml admits
	bash scripts/with_postgresql.sh $(LOWEST)/bin/python -W default -m pytest -n $(JOBS) --dist worksteal -W default $(ARGS)

clean:  ## remove everything that was made here
	rm -rf .venv $(LOWEST) out site build dist .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

install = $(1)/bin/python -m pip install -qq --disable-pip-version-check

# PySpark alone is published as source; what packs it is locked, too, and so is there first.
# A virtual environment from a lock file: $(call environment,FOLDER,LOCK)
define environment
	@if [ -z "$(PYTHON)" ]; then \
		echo "Hudna needs Python 3.11 or newer, and none was found (looked for python3.11, python3, python3.12, python3.13, python)." >&2; \
		echo "Install it, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; fi
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Hudna needs Python 3.11 or newer; $(PYTHON) is $$("$(PYTHON)" --version 2>&1)." >&2; exit 1; }
	@if [ ! -x $(1)/bin/python ]; then echo "Making $(1) with $$("$(PYTHON)" --version)"; \
		"$(PYTHON)" -m venv $(1) || { \
		echo "Could not make a virtual environment: is venv installed? (Debian: apt-get install python3-venv)" >&2; exit 1; }; fi
	@echo "Installing from $(2) into $(1) (once)"
	@awk '/^[a-z]/ { wanted = /^setuptools==/ } wanted' $(2) > $(1)/builders.lock
	@$(call install,$(1)) --require-hashes --only-binary :all: -r $(1)/builders.lock
	@$(call install,$(1)) --require-hashes --only-binary :all: --no-binary pyspark --no-build-isolation -r $(2)
	@$(call install,$(1)) --no-deps --no-build-isolation --no-index -e .
	@touch $@
endef

$(READY): requirements-dev.lock pyproject.toml
	$(call environment,.venv,requirements-dev.lock)

$(LOWEST)/.ready: requirements-lowest.lock pyproject.toml
	$(call environment,$(LOWEST),requirements-lowest.lock)
