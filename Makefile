# The one list of commands. Needs Python 3.11 or newer, make and the package index, nothing else.
#
#   make run     the registry with its sample at http://127.0.0.1:8000 (PORT=… moves it)
#   make test    the whole suite on SQLite, what asks a database on PostgreSQL too (ARGS="-k zigbee" narrows it)
#   make bench   workloads against the plain peer, in one run (ARGS="--records 5000" makes it short)
#   make check   format, lint, types, import contracts, migrations, OpenAPI, dependencies, settings
#   make format  put the code into shape

SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
ARGS ?=

# Containers like to forbid bytecode: every process would then compile the whole product anew, and
# every worker of the tests each of their files.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
RUNTIME := $(VENV)/.runtime-installed
DEVELOPMENT := $(VENV)/.development-installed
# Settings as in production, for the checks that only speak up then; nothing connects to them.
CHECK_KEY := build/check/signing-key.pem
PRODUCTION := DEBUG=0 ALLOWED_HOSTS=registry.example DATABASE_URL=postgresql://registry@/registry \
	SECRET_KEY=for-the-checks-only-0123456789-abcdefghijklmnopqrstuvwxyz SIGNING_KEY_FILE=$(CHECK_KEY)

.PHONY: run test bench check check-types check-others format
.DELETE_ON_ERROR:

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer, please: make PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.txt | $(BIN)/python
	$(PIP) -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements.txt requirements-dev.txt | $(BIN)/python
	$(PIP) -r requirements-dev.txt
	@touch $@ $(RUNTIME)

run: $(RUNTIME)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py seed_demo
	@exec $(BIN)/python -m sec_registry.serve --port $(PORT)

test: $(DEVELOPMENT)
	@$(BIN)/python -m tests.both $(ARGS)

bench: $(DEVELOPMENT)
	@$(BIN)/python -m tests.postgres $(BIN)/python -m benchmarks.whole_list $(ARGS)
	@$(BIN)/python -m tests.postgres $(BIN)/python -m benchmarks.pathways $(ARGS)

# Types take as long as everything else together, and are looked at beside it.
check: export REGISTRY_VAR := build/check
check: $(DEVELOPMENT)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-types check-others

check-types:
	$(BIN)/mypy

check-others:
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file build/openapi.yaml
	$(BIN)/deptry .
	@test -f $(CHECK_KEY) || $(BIN)/python manage.py make_signing_key $(CHECK_KEY) >/dev/null
	@echo "manage.py check --deploy, as in production"
	@$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(DEVELOPMENT)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
