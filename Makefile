# Everything a developer does here. `make` alone prints the list.

PYTHON ?= python3
# One more than the processors of the smallest machine: some tests wait for a browser, a
# database or a process of the program.
PYTEST_WORKERS ?= 3
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOWEST := .venv-lowest
FUZZ := .venv-fuzz
SPECTRAL := tests/web/api/spectral
# Puts `zuidas` on the path. Not exported: the venv must not be made by its own python.
WITH_VENV := PATH="$(CURDIR)/$(BIN):$$PATH"

# --verbose cancels the project's -q: the seed of the random order must be printed.
# What a file of tests makes for all of them is made by one worker where it can be.
IN_PARALLEL = --verbose -n $(PYTEST_WORKERS) --dist worksteal
# For what is locked to the oldest Python supported.
OLDEST_PYTHON = @$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
  || { echo "This takes Python 3.11; say PYTHON=python3.11 to make" >&2; exit 1; }
PIP_COMPILE = CUSTOM_COMPILE_COMMAND='make lock' .venv-lock/bin/pip-compile --quiet \
  --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
  --no-emit-find-links $(LOCK_ARGS)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Images of containers like to set it. The tests start the program a thousand times, and
# each time it would be compiled anew; so would the tests themselves, by every worker.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help venv demo serve papers pictures test thorough coverage check wheel lowest sbom format fuzz spectral bench faults mutants docs lock clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

venv: $(STAMP) ## install the program and its tools into .venv

# Built anew whenever the lock or the project file changes, so that nothing stale
# stays behind. Every download is held against its hash in the lock; the build
# isolation is off because setuptools is locked too. The lock is complete: nothing is
# resolved again, so a newer release in the index changes nothing.
$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
	  echo "$(PYTHON) was not found. Install Python 3.11 or newer," \
	    "or name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is $$($(PYTHON) --version 2>&1), and this needs Python 3.11" \
	    "or newer. Name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { \
	  echo "$(PYTHON) could not make a virtual environment. On Debian and Ubuntu:" \
	    "apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(STAMP)

demo: venv ## run the example from the first entry to the auditor's proof
	$(WITH_VENV) bash examples/demo.sh

serve: venv ## serve the demo ledger on this computer, with three accounts
	$(WITH_VENV) bash examples/serve.sh

papers: venv ## make every paper of the demo ledger in build/papers
	$(WITH_VENV) bash examples/papers.sh build/papers

pictures: venv ## keep a picture of every page, with chromium, in build/pictures
	$(BIN)/python -m tests.browser.pictures build/pictures

test: venv ## run the tests (PYTEST_WORKERS=3 PYTEST_ARGS=...)
	$(WITH_VENV) python -m pytest $(IN_PARALLEL) -m "not slow and not thorough" $(PYTEST_ARGS)

thorough: venv ## run what `make test` leaves out: the same again in more places
	$(WITH_VENV) python -m pytest $(IN_PARALLEL) -m "thorough and not slow" $(PYTEST_ARGS)

# Measuring takes three times as long as testing, so no other target does it.
coverage: venv ## run all tests and measure what they cover: at least 90 per cent
	$(WITH_VENV) python -m pytest $(IN_PARALLEL) -m "not slow" --cov $(PYTEST_ARGS)

check: venv ## check format, lint, types and layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: venv ## build the wheel, and tell the example's story from it alone
	$(BIN)/python -m tools.try_wheel

# Dependencies and pytest only: the tests run the program from here. The time zones are
# those of the dependency; the system's own are hidden. The tests that damage files are
# left out: dependencies have little part in them.
lowest: $(LOWEST)/.installed ## run tests with the oldest releases we say we work with
	PYTHONTZPATH= $(LOWEST)/bin/python -m pytest $(IN_PARALLEL) \
	  -m "not slow and not thorough and not faults" \
	  tests/functional tests/unit tests/audit tests/storage tests/statements tests/web/api tests/web/signin \
	  $(PYTEST_ARGS)

$(LOWEST)/.installed: requirements-lowest.lock
	$(OLDEST_PYTHON)
	$(PYTHON) -m venv --clear $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet --no-deps --require-hashes \
	  -r requirements-lowest.lock
	$(LOWEST)/bin/python -m pip check
	@touch $@

# Schemathesis in an environment of its own: it asks a service that runs from .venv.
fuzz: venv $(FUZZ)/.installed ## ask the API whatever its document allows
	$(BIN)/python -m tests.web.api.fuzzing $(FUZZ)/bin/schemathesis

$(FUZZ)/.installed: requirements-schemathesis.lock
	$(PYTHON) -m venv --clear $(FUZZ)
	$(FUZZ)/bin/python -m pip install --quiet --no-deps --require-hashes \
	  -r requirements-schemathesis.lock
	@touch $@

spectral: $(SPECTRAL)/node_modules ## install the linter of the API's document (npm)

$(SPECTRAL)/node_modules: $(SPECTRAL)/package-lock.json
	npm ci --prefix $(SPECTRAL) --ignore-scripts --no-audit --no-fund --silent
	@touch $@

sbom: venv ## write build/sbom.json, a CycloneDX bill of materials of what is shipped
	$(BIN)/python -m tools.sbom

format: venv ## format the code and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: venv ## measure speed on a large ledger
	$(WITH_VENV) python benchmarks/run.py

faults: venv ## run the fault tests, the slow ones too
	$(WITH_VENV) python -m pytest -m faults $(PYTEST_ARGS)

MUTANTS ?= 60
SEED ?= 1

# Survivors end it with 1: each is a rule without a test, or no change at all.
mutants: venv ## change one place at a time, see whether a test fails (MUTANTS=60 SEED=1)
	$(WITH_VENV) python -m tools.mutate --mutants $(MUTANTS) --seed $(SEED)

docs: venv ## generate the reference pages from the program itself
	$(WITH_VENV) python docs/generate.py
	$(BIN)/python -m tools.licences

# Made with the oldest Python supported, since its set of dependencies covers the
# newer ones. The second lock is the first with the lowest releases allowed in it.
lock: ## write all locks anew from what they are made of (LOCK_ARGS=--upgrade)
	$(OLDEST_PYTHON)
	$(PYTHON) -m venv --clear .venv-lock
	.venv-lock/bin/python -m pip install --quiet pip-tools
	$(PIP_COMPILE) --extra dev --extra test --extra postgres --extra bank --extra web --extra oidc \
	  --extra sheets --extra documents \
	  --output-file requirements.lock pyproject.toml
	.venv-lock/bin/python tools/lowest.py >.venv-lock/lowest.txt
	cp requirements.lock requirements-lowest.lock
	$(PIP_COMPILE) --extra test --extra postgres --extra bank --extra web --extra oidc \
	  --extra sheets --extra documents \
	  --constraint .venv-lock/lowest.txt \
	  --output-file requirements-lowest.lock pyproject.toml
	$(PIP_COMPILE) --extra web --extra oidc --extra postgres --extra bank \
	  --extra sheets --extra documents \
	  --constraint requirements.lock \
	  --output-file requirements-service.lock pyproject.toml
	$(PIP_COMPILE) --output-file requirements-sbom.lock tools/sbom.in
	$(PIP_COMPILE) --output-file requirements-schemathesis.lock tools/schemathesis.in
	rm -rf .venv-lock

clean: ## remove what the other targets made
	rm -rf $(VENV) $(LOWEST) $(FUZZ) $(SPECTRAL)/node_modules .venv-lock build *.egg-info .coverage .coverage.* htmlcov \
	  .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
