# The commands of the project. `make run` needs Python 3.11 or newer and nothing else.
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON3 ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
BASE_INPUTS := requirements/base.txt pyproject.toml
DEV_INPUTS := requirements/dev.txt requirements/postgres.txt
BASE_STAMP := $(VENV)/base-$(shell cat $(BASE_INPUTS) | cksum | tr -d ' ')
DEV_STAMP := $(VENV)/dev-$(shell cat $(DEV_INPUTS) | cksum | tr -d ' ')
PG_STAMP := $(VENV)/postgres-$(shell cat requirements/postgres.txt | cksum | tr -d ' ')
NEED_PG := $(findstring postgres,$(DATABASE_URL))
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
TEST := $(PY) -m pytest
WORKERS ?= 2

.PHONY: run setup dev catalogues test quick e2e check bench acceptance screenshots clean help

help: ## list the commands
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(BASE_STAMP): $(BASE_INPUTS)
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it with PYTHON3="; exit 1; }
	@test -x $(PY) || { echo "Making $(VENV)"; $(PYTHON3) -m venv $(VENV); }
	@echo "Installing the locked requirements (the first time takes a minute)"
	@$(PIP) --require-hashes -r requirements/base.txt
	@$(PIP) --no-build-isolation --no-deps -e .
	@touch $@

$(PG_STAMP): $(BASE_STAMP)
	@$(PIP) --require-hashes -r requirements/postgres.txt
	@touch $@

$(DEV_STAMP): $(BASE_STAMP) $(DEV_INPUTS)
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(BASE_STAMP) $(if $(NEED_PG),$(PG_STAMP)) catalogues ## environment, catalogues; quick when nothing changed

dev: $(DEV_STAMP) catalogues

catalogues: $(BASE_STAMP)
	@$(PY) -m unionhall.config.catalogues

run: setup ## set up everything, fill the demonstration city and serve it (PORT=8000)
	@$(PY) -m unionhall.config.serve --host $(HOST) --port $(PORT)

test: dev ## the tests that need no server and no browser
	@$(TEST) -q -n $(WORKERS) --dist worksteal -m "not e2e"

quick: dev ## as `test`, without the slow ones
	@$(TEST) -q -n $(WORKERS) -m "not e2e and not slow"

e2e: dev ## journeys in a real browser (Debian's chromium)
	@$(TEST) -q -n $(WORKERS) --dist loadfile -m e2e

check: dev ## lint, types, import contracts, templates, security, migrations
	@$(PY) -m ruff check .
	@$(VENV)/bin/lint-imports --no-cache
	@$(PY) -m mypy
	@$(PY) -m djlint templates --lint --quiet
	@$(PY) -m bandit -q -r platform permissions -c pyproject.toml -ll
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py check

bench: dev ## what each request costs, as a ratio to a bare view
	@$(PY) -m tests.bench

acceptance: dev ## which rows of the manuals the tests prove (with the browser where there is one)
	@$(TEST) -q -n $(WORKERS) -m "row$(if $(shell command -v chromium),, and not e2e)" --acceptance

screenshots: dev ## every page at 1280 and 390 px into screenshots/
	@$(TEST) -q -m e2e --screenshots tests/journeys

clean: ## remove the environment and everything that was made (the data in var/ stays)
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache screenshots
	find . -name '*.mo' -not -path './var/*' -delete
