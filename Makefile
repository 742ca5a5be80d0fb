# The two commands of the README, and what CI calls. Everything is installed from this checkout.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
NODE := tests/addin/hosts/node
HOSTS := $(NODE)/node_modules/.package-lock.json
# The oldest DuckDB that pyproject.toml allows, beside the one that is locked.
OLDER := $(VENV)/duckdb-older
# Half a gigabyte that only its own tests need.
SPARK := $(VENV)/spark
# Drivers of five warehouses, and an embedded ClickHouse: half a gigabyte too.
CLOUD := $(VENV)/cloud
# What stands in for Snowflake: it wants a SQLGlot and a connector of its own.
FAKESNOW := $(VENV)/fakesnow
# Libraries that share none of our code, and that nothing here needs but to be compared with.
ORACLES := $(VENV)/oracles
WORKERS ?= auto

.PHONY: demo installed test test-spark test-cloud test-oracles lint types contracts bench lock clean

demo: $(RUNTIME) ## Load two years of an invented firm and open it on this machine
	$(BIN)/kpi --workspace kpi-workspace/demo demo

installed: $(DEV) system $(HOSTS) $(OLDER)/.installed ## What the tests need

test: installed ## Everything that is tested, in the real hosts that this machine has
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope $(PYTEST)

test-spark: $(DEV) $(SPARK)/.installed ## What engines are held to, on PySpark with two executors: minutes, and Java 17
	KPI_REQUIRE_ALL=1 PYTHONPATH=$(SPARK) $(BIN)/python -m pytest -n0 -m spark --durations=5 \
	  $(PYTEST) tests/kpi_core/engines

test-cloud: $(DEV) $(CLOUD)/.installed $(FAKESNOW)/.installed $(SPARK)/.installed ## Idem, through the drivers of other warehouses: an embedded ClickHouse, and stand-ins
	KPI_REQUIRE_ALL=1 KPI_FAKESNOW=$(abspath $(FAKESNOW)) PYTHONPATH=$(CLOUD):$(SPARK) \
	  $(BIN)/python -m pytest -n0 -m cloud --durations=5 \
	  $(PYTEST) tests/kpi_core/engines

test-oracles: $(DEV) $(ORACLES)/.installed ## Statistics against lifelines, statsmodels and scikit-learn
	PYTHONPATH=$(ORACLES) $(BIN)/python -m pytest -n0 -m oracle $(PYTEST) tests/kpi_core

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

# Microsoft's runtime and validator, as locked; without npm their tests are skipped, and counted.
$(HOSTS): $(NODE)/package-lock.json | system
	@if command -v npm >/dev/null 2>&1; then \
	  npm ci --prefix $(NODE) --ignore-scripts --no-audit --no-fund --silent && touch $@ \
	    || echo "The packages of $(NODE) could not be installed: their tests will be skipped."; \
	else echo "npm is not installed: the tests in Excel's runtime will be skipped."; fi

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
	echo 'pyspark>=4.3,<5' | $(BIN)/uv pip compile - --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet -o .ci/requirements-spark.txt
	# Apart from what is ours: some of them want an older dateutil.
	sed -n 's/ *\\$$//; /^[a-z0-9._-]*==/p' .ci/requirements-dev.txt | grep -v '^python-dateutil==' > $(VENV)/.ours
	printf 'chdb-core>=26.9,<27\nclickhouse-connect>=1.12,<2\ndatabricks-sql-connector>=4.1,<5\ngoogle-cloud-bigquery>=3.30,<4\nsnowflake-connector-python>=4,<6\ntrino>=0.334,<1\n' \
	  | $(BIN)/uv pip compile - -c $(VENV)/.ours --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet --no-emit-package pyarrow \
	  --no-emit-package numpy -o .ci/requirements-cloud.txt
	printf 'fakesnow[server]>=0.12.1,<0.13\nsnowflake-connector-python>=4,<5\n' \
	  | $(BIN)/uv pip compile - --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet --no-emit-package pyarrow \
	  --no-emit-package duckdb -o .ci/requirements-snowflake.txt
	printf 'lifelines>=0.30,<1\nlifetimes>=0.11,<1\nscikit-learn>=1.7,<2\nstatsmodels>=0.14,<1\n' \
	  | $(BIN)/uv pip compile - -c .ci/requirements-dev.txt --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet -o .ci/requirements-oracles.txt
	echo 'duckdb>=1.5,<2' | $(BIN)/uv pip compile - --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet -o .ci/requirements-duckdb.txt

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

# Beside the others: whoever asks for one of them has it first on the path.
BESIDE = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --target $(@D) -r $<

$(SPARK)/.installed: .ci/requirements-spark.txt | $(BIN)/python
	rm -rf $(@D)
	$(BESIDE)
	@touch $@

$(CLOUD)/.installed: .ci/requirements-cloud.txt | $(BIN)/python
	rm -rf $(@D)
	$(BESIDE)
	@touch $@

$(FAKESNOW)/.installed: .ci/requirements-snowflake.txt | $(BIN)/python
	rm -rf $(@D)
	$(BESIDE)
	@touch $@

$(ORACLES)/.installed: .ci/requirements-oracles.txt | $(BIN)/python
	rm -rf $(@D)
	$(BESIDE)
	@touch $@

$(OLDER)/.installed: .ci/requirements-duckdb.txt | $(BIN)/python
	rm -rf $(@D)
	$(BESIDE) && touch $@ || echo "The older DuckDB could not be installed: its test will be skipped."
