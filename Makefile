# One line a job. Needs python3 (3.11 or newer), git and make; uses uv when it is there.
VENV := .venv
PYTHON := $(VENV)/bin/python

# Compiled tests are kept: otherwise each process of the tests compiles them, and the program, anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test tests check yielding-check coverage fuzz soak bench screenshots docs wheelhouse dist clean

demo: $(VENV)/.run            ## the explorer on a throw-away workspace over the sandbox
	@$(PYTHON) -m weda_tui demo

test: $(VENV)/.dev            ## checks and every test, side by side
	@$(MAKE) --no-print-directory -j2 yielding-check tests

yielding-check:               # uses the processors while the tests wait
	@nice -n 19 $(MAKE) --no-print-directory check

tests: $(VENV)/.dev           ## every test; in a fresh clone one process compiles them for all
	@test -d tests/__pycache__ || $(PYTHON) -m pytest --collect-only -qq >/dev/null || :
	$(PYTHON) -m pytest -n auto --dist worksteal

coverage: $(VENV)/.dev        ## every test, and the branches that none of them takes: 90 % must be
	$(PYTHON) -m pytest -n auto --dist worksteal --cov --cov-report=term

check: $(VENV)/.dev           ## everything but the tests
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(VENV)/bin/basedpyright
	$(VENV)/bin/lint-imports

fuzz: $(VENV)/.dev            ## the property tests with fresh seeds: SECONDS=600, TESTS=tests, SEED=n
	$(PYTHON) -m tests.fuzz --seconds $(or $(SECONDS),600) $(if $(SEED),--seed $(SEED)) $(or $(TESTS),tests)

soak: $(VENV)/.dev            ## runs over rows, killed: nothing is sent twice: KILLS=200, ROWS=5000
	$(PYTHON) -m tests.soak --kills $(or $(KILLS),200) --rows $(or $(ROWS),5000)

bench: $(VENV)/.dev           ## benchmarks, each beside its peer in one run
	$(PYTHON) -m pytest -m bench -s tests/bench

screenshots: $(VENV)/.dev     ## pictures of the real program over the sandbox
	$(PYTHON) -m tests.screenshots

docs: $(VENV)/.dev            ## the parts of README and docs that the program itself says, and the manual
	$(PYTHON) -m tests.pages

wheelhouse:                   ## every wheel of an install without a network, with hashes
	@python3 -m tests.wheelhouse

dist:                         ## source package and wheel, the wheelhouse, and a trial without a network
	@python3 -m tests.dist

clean:
	rm -rf $(VENV) dist wheelhouse .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage*

$(VENV)/.run: pyproject.toml
	@$(call install,.)
	@touch $@

$(VENV)/.dev: pyproject.toml
	@$(call install,.[dev])
	@touch $@ $(VENV)/.run

define install
echo "Setting up $(VENV) …"; \
if command -v uv >/dev/null 2>&1; then \
	uv venv --quiet --allow-existing $(VENV) && uv pip install --quiet --python $(PYTHON) -e '$(1)'; \
else \
	python3 -m venv $(VENV) && $(PYTHON) -m pip install --quiet --disable-pip-version-check -e '$(1)'; \
fi
endef
