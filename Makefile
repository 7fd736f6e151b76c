# The clinic in two words: `make demo`. `make` alone says what else there is.
# Everything happens in .venv, which .ci/setup fills from hash-pinned lists; with nothing to do that takes milliseconds.

PORT ?=
DATA ?=
ONLY ?=
PYTHON_IN_VENV = .venv/bin/python
HMS = .venv/bin/hms
OPTIONS = $(if $(PORT),--port "$(PORT)") $(if $(DATA),--data "$(DATA)")

help:  ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "  PORT=8000 and DATA=folder choose for demo and run; HMS_DEMO_PASSWORD=... sets every demo password;"
	@echo "  ONLY=name,... chooses figures for bench; TESTS=path chooses tests."

demo:  ## A clinic with made-up people, to try out
	@sh .ci/setup run
	@exec $(HMS) demo $(OPTIONS)

run:  ## The real thing, with a lasting data folder
	@sh .ci/setup run
	@exec $(HMS) run $(OPTIONS)

test:  ## Everything: unit, services on both databases, pipeline, migrations, browser
	@sh .ci/setup test
ifdef TESTS
	@exec $(PYTHON_IN_VENV) -m pytest $(TESTS)
else  # in a browser one after another, as each has a server of its own; both run, whatever the first one finds
	@$(PYTHON_IN_VENV) -m pytest --numprocesses auto --dist loadfile --ignore tests/browser; others=$$?; \
	$(PYTHON_IN_VENV) -m pytest tests/browser && exit $$others
endif

check:  ## Format, lint, types, import contracts, house rules
	@sh .ci/setup test
	@sh .ci/check

bench:  ## Measure the figures and compare them with what is to be reached
	@sh .ci/setup test
	@exec $(PYTHON_IN_VENV) -m tests.bench.run $(if $(ONLY),--only "$(ONLY)")

format:  ## Bring the code into shape
	@sh .ci/setup test
	@.venv/bin/ruff check --quiet --fix . ; .venv/bin/ruff format .

lock:  ## Resolve the dependencies anew (UPGRADE=1 takes newer ones)
	@sh .ci/setup test
	@sh .ci/lock-all $(if $(UPGRADE),--upgrade)

clean:  ## Remove what was built; never your data
	rm -rf .venv .web .codes .bench .states .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find hms tests alembic -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help demo run test check bench format lock clean
.DEFAULT_GOAL := help
