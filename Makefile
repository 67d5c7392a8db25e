# make site   builds the site into site/
# make serve  shows it while you write, at http://127.0.0.1:8000/
# make check  checks data and code, builds nothing
# make test   runs the tests, the browser's included
# make test-all  also the slow ones: all pages, every pairing, thousands of made-up texts
# make coverage  runs them without the slow ones, and fails under 95 % of the program's branches
# make mutation  puts small faults into what reads and checks the data, for some twenty minutes of
#   processor time; fails where no test tells
# make accessibility  tries all pages, and drafts .cache/tilgaengelighed.md of what was found
# make fuzz   feeds broken files to all that reads data (SEED=1 COUNT=5000)
# make bench  measures builds beside a stock one (N=1000 RUNS=3)
# make lock   renews the pinned versions from pyproject.toml
# make audit  looks the pinned packages up among the known holes, and lists them with licences

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m
PIP := $(VENV)/bin/pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes
OURS := $(PIP) install --no-deps --no-build-isolation --editable .
PARALLEL := --numprocesses auto --dist worksteal
THOROUGH := --hypothesis-profile=thorough
# A lock holds names, versions and hashes, and nothing of the machine it was made on.
LOCK := --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-options --no-header

.PHONY: site serve check test test-all coverage mutation accessibility fuzz bench lock audit clean

site: $(VENV)/ready
	$(RUN) macros build

serve: $(VENV)/ready
	$(RUN) macros serve

check: $(VENV)/ready-dev
	$(RUN) macros check
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy

test: check
	$(RUN) pytest $(PARALLEL) -m "not slow"

test-all: check
	$(RUN) pytest $(PARALLEL) $(THOROUGH)

coverage: $(VENV)/ready-dev
	mkdir -p .cache/coverage
	$(RUN) coverage erase
	$(RUN) coverage run -m pytest $(PARALLEL) -m "not slow"
	$(RUN) coverage combine --quiet
	$(RUN) coverage json --quiet
	$(VENV)/bin/python tests/branches.py .cache/coverage/coverage.json

# Nothing kept of an earlier run may hide a fault in the reading.
mutation: $(VENV)/ready-dev
	SAMSKABELSE_CACHE= nice $(RUN) mutmut run
	$(VENV)/bin/python tests/mutants.py

accessibility: $(VENV)/ready-dev
	$(RUN) pytest $(PARALLEL) -m wcag --accessibility .cache

fuzz: $(VENV)/ready-dev
	$(VENV)/bin/python tests/fuzz.py $(or $(SEED),1) $(or $(COUNT),5000)

bench: $(VENV)/ready-dev
	$(VENV)/bin/python bench/run.py $(or $(N),1000) --runs $(or $(RUNS),3)

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements.lock
	$(OURS)
	touch $@

$(VENV)/ready-dev: requirements.lock requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements-dev.lock
	$(OURS)
	touch $(VENV)/ready $@

lock: $(VENV)/ready-dev
	$(PIP) install pip-tools
	$(RUN) piptools compile $(LOCK) --all-build-deps --output-file requirements.lock pyproject.toml
	$(RUN) piptools compile $(LOCK) --all-build-deps --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(RUN) piptools compile $(LOCK) --output-file requirements-audit.lock requirements-audit.in

# The auditor has a place of its own, so that what it needs is no part of what is built on.
audit: $(VENV)/ready-dev
	$(PYTHON) -m venv $(VENV)-audit
	$(VENV)-audit/bin/pip --quiet install --require-hashes -r requirements-audit.lock
	$(VENV)-audit/bin/pip-audit --disable-pip --require-hashes -r requirements-dev.lock -r requirements-audit.lock
	$(RUN) macros sbom --json build/sbom.json

clean:
	rm -rf $(VENV) $(VENV)-audit site
