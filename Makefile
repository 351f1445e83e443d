# Each target does its own set-up: a fresh Debian with python3 (3.11 or later) and pip is enough.

VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
VALIDATORS := $(VENV)/.validators

.DEFAULT_GOAL := help
.PHONY: help demo test test-all check eval train clean

help:  ## What there is to make
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

$(READY): pyproject.toml scripts/set_up.sh $(wildcard models/encoder/src/crparse_encoder/*)
	scripts/set_up.sh $(VENV)
	@touch $@

$(TOOLS): $(READY) scripts/set_up_tools.sh
	scripts/set_up_tools.sh $(VENV)
	@touch $@

$(VALIDATORS): $(TOOLS) scripts/set_up_validators.sh
	scripts/set_up_validators.sh $(VENV)
	@touch $@

demo: $(READY)  ## Build the example corpus: corpus/sources -> corpus/built
	$(BIN)/crparse build corpus/sources --output corpus/built --overwrite

check: $(TOOLS)  ## Style, types and layers
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --no-cache --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# The tests run whatever the checks say, so that one run tells all that is wrong; in two processes, each file in
# one of them, so that what it sets up is set up once.
test: $(VALIDATORS)  ## Style, types, quick tests and the evaluation gate: minutes
	@status=0; $(MAKE) --no-print-directory check || status=1; \
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile || status=1; exit $$status

test-all: $(VALIDATORS)  ## The same, then the slow tests (CRPARSE_MINUTES=DIR: on real minutes as well)
	@status=0; $(MAKE) --no-print-directory test || status=1; \
	$(BIN)/python -m pytest -m slow || status=1; exit $$status

eval: $(TOOLS)  ## Scores on the project's own minutes, and on CRPARSE_MINUTES where set
	$(BIN)/python scripts/evaluate.py

train: $(TOOLS)  ## Rebuild all trained weights from the minutes of CRPARSE_MINUTES
	$(BIN)/python scripts/train.py $(or $(CRPARSE_MINUTES),$(error CRPARSE_MINUTES=DIR names no folder of minutes))

clean:  ## Remove the environment and the example corpus
	rm -rf $(VENV) corpus/built
