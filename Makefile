# Needs only make and Python 3.11 or newer with venv and pip. `make` alone lists the targets.
PYTHON ?= $(or $(shell command -v python3.11 2>/dev/null),python3)
VENV ?= .venv
ARGS ?=

BIN := $(VENV)/bin
# A file stays with one worker: the examples of a page share a namespace.
WORKERS := -n auto --dist loadfile
# A small third-party distribution, installed beside ours to prove that plug-ins are found.
PLUGIN := $(wildcard tests/plugin/pyproject.toml)

# Neither pip nor pyright shall ask the network whether a newer version of itself exists.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.DEFAULT_GOAL := help
.PHONY: help demo test unit types lint format docs pictures bench bench-quality bench-calendars bench-live bench-catalogue bench-simulation bench-transport soak mutants floor dist coverage clean

help: ## list the targets
	@echo "usage: make TARGET [PYTHON=python3.13] [VENV=.venv313] [ARGS='-k name']"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.ready ## dispatch a month of a real incident log by each strategy, and compare
	@$(BIN)/python -m demo $(ARGS)

test: unit types lint docs ## everything: tests, executed docs, types, lint, docs build
	@echo "==> all checks passed"

unit: $(VENV)/.ready ## run the tests, the code in README and docs, and the docstring examples
	@echo "==> pytest"
	@$(BIN)/python -m pytest $(WORKERS) $(ARGS)

types: $(VENV)/.ready ## check types with mypy and pyright
	@echo "==> mypy"
	@$(BIN)/mypy
	@echo "==> pyright"
	@$(BIN)/pyright --pythonpath $(BIN)/python

lint: $(VENV)/.ready ## check style, format and spelling
	@echo "==> ruff and codespell"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/codespell

format: $(VENV)/.ready ## put the code in the house format and apply safe fixes
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

docs: $(VENV)/.ready ## build the docs; a broken reference is an error
	@echo "==> sphinx"
	@$(BIN)/python -m sphinx -E -n -W --keep-going -q docs docs/_build/html
	@echo "built docs/_build/html/index.html"

pictures: $(VENV)/.ready ## draw the pictures of the docs anew
	@$(BIN)/python docs/pictures/draw.py

bench: $(VENV)-bench/.ready ## measure speed
	@$(VENV)-bench/bin/python -m pytest benchmarks --benchmark-only --benchmark-sort=name \
		--benchmark-columns=min,median,iqr,rounds $(ARGS)

bench-quality: $(VENV)-bench/.ready ## measure how good the decisions are
	@$(VENV)-bench/bin/python benchmarks/quality.py $(ARGS)

bench-calendars: $(VENV)-bench/.ready ## measure business calendars beside other libraries
	@$(VENV)-bench/bin/python -m benchmarks.calendars $(ARGS)

bench-live: $(VENV)-bench/.ready ## measure the live desk beside the plainest correct Python
	@$(VENV)-bench/bin/python -m benchmarks.live $(ARGS)

bench-catalogue: $(VENV)-bench/.ready ## measure what a decision of each strategy costs
	@$(VENV)-bench/bin/python -m benchmarks.catalogue $(ARGS)

bench-simulation: $(VENV)-bench/.ready ## measure simulations beside SimPy and Ciw
	@$(VENV)-bench/bin/python -m benchmarks.simulation $(ARGS)

bench-transport: $(VENV)-bench/.ready ## measure the optimal assignment beside compiled solvers
	@$(VENV)-bench/bin/python -m benchmarks.transport $(ARGS)

soak: $(VENV)/.ready ## send ten million events, right and wrong, through a live desk
	@$(BIN)/python -m tests.soak --events 10000000 $(ARGS)

mutants: $(VENV)-mutants/.ready ## change the solver in one place at a time, and see whether the tests notice
	@$(VENV)-mutants/bin/python -m tests.mutants $(ARGS)

# What the random models and theory show does not hang on versions, and takes longest.
floor: $(VENV)-floor/.ready ## run the tests on the oldest supported attrs, numpy and scipy
	@echo "==> pytest on the floor versions"
	@$(VENV)-floor/bin/python -m pytest $(WORKERS) tests --ignore tests/simulation/theory \
		--deselect tests/dispatcher/test_live_machine.py $(ARGS)

# The sdist's own tests run without its src/, so only the installed wheel can be imported. What is
# to be seen is that it is complete: every module, and a part of the tests that uses most of them.
DIST_TESTS := $(addprefix tests/,board configuration metrics plotting scores test_conformance.py test_plugins.py)
define IMPORT_ALL
import importlib, pkgutil, ticketroute
names = [each.name for each in pkgutil.walk_packages(ticketroute.__path__, "ticketroute.")]
print(len([importlib.import_module(name) for name in names]), "modules in the wheel")
endef
export IMPORT_ALL

dist: ## build sdist and wheel, and test the wheel in a fresh environment
	@rm -rf dist $(VENV)-dist
	@echo "==> building sdist and wheel"
	$(call create,$(VENV)-dist)
	@$(VENV)-dist/bin/python -m pip install -qq --group dist
	@$(VENV)-dist/bin/python -m build --quiet .
	@echo "==> pytest on the installed wheel"
	$(call install,$(VENV)-dist,--group test dist/*.whl)
	@mkdir $(VENV)-dist/sdist
	@tar -xzf dist/*.tar.gz -C $(VENV)-dist/sdist --strip-components=1
	@rm -r $(VENV)-dist/sdist/src
	@cd $(VENV)-dist/sdist && ../bin/python -c "$$IMPORT_ALL" && ../bin/python -m pytest $(WORKERS) $(DIST_TESTS) $(ARGS)
	@ls -l dist

coverage: $(VENV)/.ready ## run the tests and list the lines and branches they miss
	@$(BIN)/python -m coverage run -m pytest -q $(ARGS)
	@$(BIN)/python -m coverage report

clean: ## remove environments, caches and build results
	@rm -rf .venv .venv-* demo/output dist docs/_build .coverage .benchmarks .hypothesis
	@rm -rf .mypy_cache .pytest_cache .ruff_cache mutants
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- environments ---------------------------------------------------------------------------------
# The stamp comes last: a set-up that failed half way is simply run again.

# $(call create,FOLDER): an environment whose pip works is kept. A broken one is started afresh, but
# only under our own names: a VENV from elsewhere is never cleared. pip reads groups since 25.1.
define create
	@$(1)/bin/python -m pip --version >/dev/null 2>&1 || \
		$(PYTHON) -m venv $(if $(filter .venv%,$(1)),--clear) $(1)
	@$(1)/bin/python -m pip install -qq 'pip>=25.1'
endef

# $(call install,FOLDER,WHAT): the plug-in follows without its dependencies, which is ourselves.
define install
	@$(1)/bin/python -m pip install -qq $(2)
	@$(if $(PLUGIN),$(1)/bin/python -m pip install -qq --no-deps -e tests/plugin)
endef

$(VENV)/.ready: pyproject.toml $(PLUGIN)
	@echo "==> setting up $(VENV) with $(PYTHON), once; half a minute or more"
	$(call create,$(VENV))
	$(call install,$(VENV),--group dev -e .)
	@touch $@

# An environment of its own: one of the peers installs a package named tests, which hides ours.
$(VENV)-bench/.ready: pyproject.toml $(PLUGIN)
	@echo "==> setting up $(VENV)-bench, with all libraries that are measured beside ours"
	$(call create,$(VENV)-bench)
	$(call install,$(VENV)-bench,--group bench -e .)
	@touch $@

$(VENV)-mutants/.ready: pyproject.toml $(PLUGIN)
	@echo "==> setting up $(VENV)-mutants, once"
	$(call create,$(VENV)-mutants)
	$(call install,$(VENV)-mutants,--group mutants -e .)
	@touch $@

$(VENV)-floor/.ready: pyproject.toml $(PLUGIN)
	@echo "==> setting up $(VENV)-floor with the oldest supported versions, once"
	$(call create,$(VENV)-floor)
	$(call install,$(VENV)-floor,--group floor -e .)
	@touch $@
