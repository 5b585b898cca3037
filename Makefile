# make run: start Cairn. make test: every test. make check: format, lint, types, layers, migrations. make bench: measures.
# make understanding: how well sentences are understood. make weights: train the weights of understanding again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOMS := bot handlers store config framework
RUN_ARGS ?=

.PHONY: run test check bench practice rehearsal kill-loop slack-kill-loop pictures lock format clean
.DEFAULT_GOAL := run

# Hashes make the lock file the only thing that decides what is installed; the project itself comes after, in place.
define install
	@$(PYTHON) -c 'import sys; sys.exit("Cairn needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
endef

$(VENV)/installed: requirements.lock pyproject.toml
	$(call install,requirements.lock)

$(VENV)/installed-dev: requirements-dev.lock pyproject.toml
	$(call install,requirements-dev.lock)
	@touch $(VENV)/installed

run: $(VENV)/installed
	@$(BIN)/python -m compileall -q $(ROOMS)
	@$(BIN)/cairn run $(RUN_ARGS)

test: $(VENV)/installed-dev
	@$(BIN)/python -m compileall -q $(ROOMS)
	$(BIN)/python -m pytest -n auto --dist worksteal $(TEST_ARGS)

check: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m store.migrations.check

bench: $(VENV)/installed-dev
	@$(BIN)/python -m compileall -q $(ROOMS)
	$(BIN)/python -m bench $(BENCH_ARGS)

# How often people's own words find the right theme of strong practice.
practice: $(VENV)/installed-dev
	$(BIN)/python -m tests.practice.measure

# Eight school weeks of the demo in fast motion, with the log of everything that goes out and the report at the end.
rehearsal: $(VENV)/installed
	$(BIN)/cairn rehearse

understanding: $(VENV)/installed-dev
	$(BIN)/python -m tests.understanding.measure $(UNDERSTANDING_ARGS)

weights: $(VENV)/installed-dev
	$(BIN)/python -m tests.understanding.train

# The long form of the proof that the test suite runs in short: a thousand kills at random moments.
kill-loop: $(VENV)/installed-dev
	$(BIN)/python -m tests.crash.loop --kills 1000

# Cairn itself killed at random moments while it is written to on Slack.
slack-kill-loop: $(VENV)/installed-dev
	$(BIN)/python -m tests.crash.slack_loop --kills 34

pictures: $(VENV)/installed-dev
	$(BIN)/python -m docs.make_pictures

lock: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra dev --group build pyproject.toml -o requirements-dev.lock
	$(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header -c requirements-dev.lock --group build pyproject.toml -o requirements.lock

format: $(VENV)/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist *.egg-info
