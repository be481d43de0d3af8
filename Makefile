# `make build` and `make test` are all that a newcomer needs; `make help` lists the rest.
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# modules are compiled when they are first imported: to compile all that is installed takes as long as installing it
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
export CORATE_DATABASE ?= warehouse.duckdb
export DBT_SEND_ANONYMOUS_USAGE_STATS = false
# what is compiled is kept, or each command takes up to three seconds longer
unexport PYTHONDONTWRITEBYTECODE

# everything that a build is made from: when none of it is newer than the last build, nothing is done
SOURCES := $(shell find corate models macros seeds own sample ingest learning tests/data -type f ! -name '*.pyc' 2>/dev/null) \
	dbt_project.yml profiles.yml
WORK := $(basename $(CORATE_DATABASE)).work$(suffix $(CORATE_DATABASE))
BUILT := target/.built-$(subst /,-,$(CORATE_DATABASE))

.PHONY: FORCE help build test test-long test-spark spark torture mutants lint lint-python lint-sql docs site pages sql superset performance lock audit clean report browser wheel

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.run-installed: requirements.lock ingest/anywhere.py
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Corate needs Python 3.11 or newer; name one with PYTHON=...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements.lock
	$(BIN)/python -m ingest.anywhere
	$(BIN)/python -m learning.precompile
	touch $@

$(VENV)/.dev-installed: requirements-dev.lock $(VENV)/.run-installed
	$(INSTALL) -r requirements-dev.lock
	touch $@

$(VENV)/.report-installed: requirements-dev.lock $(VENV)/.run-installed
	$(INSTALL) -c requirements-dev.lock vl-convert-python
	touch $@

$(VENV)/.docs-installed: requirements-dev.lock $(VENV)/.run-installed
	$(INSTALL) -c requirements-dev.lock dbt-colibri
	touch $@

$(VENV)/.site-installed: requirements-dev.lock $(VENV)/.run-installed
	$(INSTALL) -c requirements-dev.lock myst-parser pydata-sphinx-theme
	touch $@

$(VENV)/.wheel-installed: requirements-dev.lock $(VENV)/.run-installed
	$(INSTALL) -c requirements-dev.lock hatchling
	touch $@

# not among what is installed for all: it takes half a gigabyte, and a minute the first time
$(VENV)/.spark-installed: requirements-spark.lock $(VENV)/.run-installed
	$(INSTALL) -r requirements-spark.lock
	touch $@

build: $(BUILT) ## set up, land the sample where nothing is landed, build every table and test the data, show what is there
	@$(BIN)/python -m ingest tables

# what was landed into after the last build is newer than the stamp, too
$(BUILT): $(VENV)/.run-installed $(SOURCES) $(or $(wildcard $(WORK)),FORCE)
	$(BIN)/python -m ingest sample
	$(BIN)/python -m corate build
	touch $@

# files are begun in the order of tests/conftest.py
TESTS := $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test: $(VENV)/.dev-installed ## run all tests: unit, dbt unit tests, data tests, end to end
	$(TESTS) -m "not long and not torture and not spark"

test-long: $(VENV)/.dev-installed ## run the few tests that take minutes each
	$(TESTS) -m long

# one process: a session takes gigabytes
test-spark: spark $(VENV)/.dev-installed ## compare Apache Spark with DuckDB, row by row (takes long)
	$(BIN)/python -m pytest -m spark

# one process: most of them watch a clock
torture: $(VENV)/.dev-installed ## kill and starve what runs, and tell of it in docs/torture.md (takes an hour and more)
	rm -f target/torture.jsonl
	$(BIN)/python -m pytest -m torture tests/torture
	$(BIN)/python -m tests.torture.report

mutants: $(VENV)/.dev-installed ## break rules one at a time: a test must notice each (takes minutes)
	$(BIN)/python -m tests.mutants

lint: lint-python lint-sql ## check style and types: ruff, mypy, yamllint, sqlfluff

lint-python: $(VENV)/.dev-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/yamllint .

lint-sql: $(VENV)/.dev-installed
	$(BIN)/sqlfluff lint --processes 0 models tests/data
	$(BIN)/sqlfluff lint --templater placeholder corate/sql

report: build $(VENV)/.report-installed ## write report/, a site that shows the warehouse and is read without a network
	$(BIN)/python -m corate report report --overwrite

browser: $(VENV)/.dev-installed ## install Chromium where it is missing: tests look at reports in it
	@$(BIN)/python -m tests.support.browser

# columns are followed by a tool that reads what dbt writes; it would tell of itself where it is not told not to
docs: $(VENV)/.docs-installed ## make the dbt site (target/static_index.html) and the way of each column (target/lineage/index.html)
	$(BIN)/dbt docs generate --static
	$(BIN)/colibri generate --light --disable-telemetry --output-dir target/lineage

site: $(VENV)/.site-installed ## make target/site, all pages with navigation and search, to be read without a network
	$(BIN)/python -m sphinx -q -E -W --keep-going -c docs/site -d target/site-pages . target/site
	@echo "open target/site/index.html"

pages: build browser ## make the outputs and pictures that README.md and docs/ show, from the sample alone
	$(BIN)/python -m docs.blocks --database $(CORATE_DATABASE)
	$(BIN)/python -m docs.pictures --database $(CORATE_DATABASE)

sql: $(VENV)/.run-installed ## open the warehouse, read only, in DuckDB's shell
	$(BIN)/duckdb -readonly $(CORATE_DATABASE)

spark: $(VENV)/.spark-installed ## install Apache Spark, and Java 17 where it is missing (docs/guides/spark.md)
	@$(BIN)/python -m corate.java

superset: ## show the public file's dashboards in Apache Superset, installed apart (SUPERSET_PORT=8088)
	@$(PYTHON) bi/superset/serve.py

wheel: $(VENV)/.wheel-installed ## build dist/corate-….whl, which pip installs where no clone is (docs/guides/without-a-clone.md)
	$(BIN)/python -m hatchling build --target wheel

performance: $(VENV)/.run-installed ## measure against peers (takes long; see performance/README.md)
	$(MAKE) -C performance

lock: ## pin anew what pyproject.toml allows
	rm -rf target/lock && $(PYTHON) -m venv target/lock
	target/lock/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev,compiled]'
	target/lock/bin/python -m pip freeze --exclude-editable > requirements-dev.lock
	rm -rf target/lock && $(PYTHON) -m venv target/lock
	target/lock/bin/python -m pip install --quiet --disable-pip-version-check -c requirements-dev.lock -e '.[compiled]'
	target/lock/bin/python -m pip freeze --exclude-editable > requirements.lock
	target/lock/bin/python -m pip install --quiet --disable-pip-version-check -c requirements-dev.lock -e '.[spark]'
	target/lock/bin/python -m pip freeze --exclude-editable > requirements-spark.lock
	rm -rf target/lock && $(PYTHON) -m venv target/lock
	target/lock/bin/python -m pip install --quiet --disable-pip-version-check -r bi/superset/requirements.txt
	target/lock/bin/python -m pip freeze > bi/superset/requirements.lock
	$(MAKE) audit

LOCKS := $(wildcard requirements*.lock) bi/superset/requirements.lock

# the service is the package index's own; it writes a file where it finds anything, and none where it cannot be asked
audit: ## ask the package index for known vulnerabilities of all pinned packages
	@rm -rf target/audit && $(PYTHON) -m venv target/audit
	@target/audit/bin/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.10'
	@for lock in $(LOCKS); do \
		target/audit/bin/pip-audit --strict --disable-pip --no-deps --progress-spinner off -r $$lock \
			-o target/audit/found.txt 2> target/audit/said.txt && echo "$$lock: no known vulnerability" && continue; \
		test -s target/audit/found.txt && cat target/audit/found.txt \
			&& echo "error: $$lock pins what is vulnerable: allow newer ones in pyproject.toml, and \`make lock\`" && exit 1; \
		echo "error: nobody told of known vulnerabilities of $$lock: $$(tail -n 1 target/audit/said.txt)"; exit 1; \
	done

# the database holds what was landed, too, which may be nowhere else
clean: $(if $(wildcard $(WORK) $(CORATE_DATABASE)),$(VENV)/.run-installed) ## remove what was built; what was landed, downloads and the virtual environment stay
	$(if $(wildcard $(WORK) $(CORATE_DATABASE)),$(BIN)/python -m corate clean)
	rm -rf target logs
