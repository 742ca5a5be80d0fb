# The two commands of the README, and what CI calls. Everything is installed from this checkout.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev

.PHONY: demo test lint types contracts bench lock clean

demo: $(RUNTIME) ## Load two years of an invented firm and open it on this machine
	$(BIN)/kpi --workspace kpi-workspace/demo demo

test: $(DEV) system ## Everything that is tested, in the real hosts that this machine has
	$(BIN)/python -m pytest $(PYTEST)

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy

contracts: $(DEV)
	$(BIN)/lint-imports
	$(BIN)/kpi publish --check

bench: $(DEV) ## Ratios to the hand-written alternative, measured in one run
	$(BIN)/python -m bench $(BENCH)

.PHONY: system
system: ## On Debian as root, what the tests need beside Python
	@sh .ci/system

lock: ## Pin every dependency with its hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet -o .ci/requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group build --group dev --universal \
	  --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
	  -o .ci/requirements-dev.txt

clean:
	rm -rf $(VENV) kpi-workspace

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): .ci/requirements.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(DEV): .ci/requirements-dev.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@ $(RUNTIME)
