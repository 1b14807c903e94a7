# Everything that a clone can do. It needs Python 3.11 or newer with venv, and nothing else:
# what a target needs beyond that, it brings into .venv/ and .data/.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
UV ?= uv

# With PY=<a python that has the locked packages> no environment is made.
ifdef PY
READY :=
else
PY := .venv/bin/python
READY := .venv/locked-$(shell cat requirements.txt requirements-dev.txt | cksum | tr ' ' -)
endif

SOURCES := $(wildcard gateway services shared deploy bench)

# Compiled modules are kept: a run of the tests starts a hundred processes, each of which would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

# Tests mostly wait: several files at once, each process with servers of its own.
AT_ONCE ?= 3

.PHONY: help run test check format lock bench faults faults-long demo
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z%-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

run: $(READY) ## the whole system on this machine, until Ctrl-C
	@$(PY) -m deploy.local run --with-parent

demo: $(READY) ## a conversation with a customer on Telegram and one on MAX, before imitations of both
	@$(PY) -m tests.demo

test: $(READY) ## every test, with real servers
	@$(PY) -m pytest -n $(AT_ONCE) --dist loadfile

check: $(READY) ## format, lint, types, walls and unit tests, in seconds
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy $(SOURCES) tests/support tests/faults tests/demo
	$(PY) -m pytest $(wildcard tests/test_walls.py) tests/unit

format: $(READY) ## put the code into its form
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: $(READY) ## every benchmark
	$(PY) -m bench

bench-%: $(READY) ## one benchmark, such as bench-create
	$(PY) -m bench.$(subst -,_,$*)

faults: $(READY) ## real processes killed and cut under load, in ten minutes; F="--seed 2 --experiments 1,5"
	$(PY) -m tests.faults $(F)

faults-long: $(READY) ## 50,000 writes over 20 seeded runs, and the report of it in docs/
	$(PY) -m tests.faults --runs 20 --writes 50000 --publish $(F)

lock: ## the locked requirements anew, from pyproject.toml
	$(UV) pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		pyproject.toml -o requirements.txt
	$(UV) pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--extra dev --extra messengers --extra local -c requirements.txt pyproject.toml -o requirements-dev.txt

# The environment is made from the locked files and made anew when they change; half an environment is none.
# The files name everything, so that pip resolves nothing: one package's own bounds are overridden in pyproject.toml.
.venv/locked-%:
	@test -n "$(PYTHON)" || { echo "error: no Python 3.11 or newer with venv found; name one: make PYTHON=..." >&2; exit 1; }
	rm -rf .venv
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		-r requirements-dev.txt
	@touch $@
