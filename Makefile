# Orepass: everything a newcomer types. `make` lists it.

SERVE ?= 1
PORT ?= 8000
VENV := .venv
PYTHON := $(VENV)/bin/python
SAMPLE ?= 200
SEED ?= 3
ROUNDS ?= 20000
# Whoever starts Python a hundred times reads it compiled: without this a command takes three seconds and not one.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo serve test check coverage fast full alike scale fuzz bench plausibility docs lock messages mutants mutants-of-packs wheel try-wheel clean

help: ## list these commands
	@awk 'BEGIN {FS = ":.*## "} /^##@ / {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

##@ Use it

setup: ## make .venv with .venv/bin/orepass (quick when nothing changed)
	@scripts/setup.sh run

demo: setup ## a believable chain from mine to battery, then the server with a login per role (SERVE=0 stops before it)
	@$(VENV)/bin/orepass demo
	@if [ "$(SERVE)" != 0 ]; then $(VENV)/bin/orepass serve --port $(PORT); fi

serve: setup ## the server on http://127.0.0.1:8000
	@$(VENV)/bin/orepass serve --port $(PORT)

##@ Change it

setup-dev: ## make .venv with what the checks and tests need as well
	@scripts/setup.sh dev

check: setup-dev ## lint, types, layers, migrations, and the fast tests
	@$(PYTHON) scripts/check.py

coverage: setup-dev ## every branch of the rules is run by a test, or it is named here
	@$(PYTHON) scripts/coverage_of_rules.py

fast: setup-dev ## the tests that need no database, browser or reference material
	@$(VENV)/bin/pytest -q tests/rules tests/architecture tests/properties

test: setup-dev ## everything: both databases, browser, conformance
	@$(PYTHON) scripts/run_tests.py

full: test alike scale try-wheel ## `make test` plus what is asked alike, the long runs and the wheel in a fresh environment

alike: setup-dev ## ask PostgreSQL by the tests that `make test` leaves out, for others ask it the same
	@$(PYTHON) scripts/run_tests.py --alike

scale: setup-dev ## the long runs: 100,000 withdrawals race for one account on PostgreSQL (ten to thirty minutes)
	@$(PYTHON) scripts/run_tests.py --scale

fuzz: setup-dev ## spoil real inputs for every reader of credentials, log and passports (ROUNDS=20000 for each)
	@OREPASS_FUZZ=$(ROUNDS) $(VENV)/bin/pytest -q -n 2 tests/fuzz

try-wheel: setup-dev ## build the wheel, install it elsewhere and run the demonstration there
	@scripts/try_wheel.sh

mutants: setup-dev ## break the rules on purpose: does a test notice? (ROOM=scheme SAMPLE=200 SEED=3)
	@$(PYTHON) scripts/mutants.py $(ROOM) --sample $(SAMPLE) --seed $(SEED)

mutants-of-packs: setup-dev ## break the standards on purpose: does a worked case notice? (SAMPLE=0 for every change)
	@$(PYTHON) scripts/pack_mutants.py --sample $(SAMPLE) --seed $(SEED)

bench: setup-dev ## benchmarks against peers
	@$(VENV)/bin/orepass bench all

plausibility: setup-dev ## measure how often honest mines would be asked (docs/plausibility.md; needs OREPASS_REFERENCE)
	@$(PYTHON) scripts/measure_plausibility.py

docs: setup-dev ## write the generated pages of docs (docs/conformance.md needs OREPASS_REFERENCE)
	@$(PYTHON) scripts/write_reference.py
	@$(PYTHON) scripts/write_scenarios.py
	@$(PYTHON) scripts/write_conformance.py

messages: setup-dev ## collect and compile the translations
	@$(PYTHON) -m orepass.web.catalogues

lock: setup-dev ## compile requirements*.in into requirements*.txt, with hashes and without addresses
	@scripts/lock.sh

wheel: setup-dev ## build the wheel into dist/
	@$(PYTHON) -m build -q --wheel

clean: ## remove what can be made again (not var/, where the state lives)
	@rm -rf $(VENV) .venv-uv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist build
