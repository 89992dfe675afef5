# `make run` sets up .venv and opens the course; `make help` lists the rest.
#
#   PYTHON=/path/to/python   use this Python (3.11 to 3.14), with the TensorFlow that it has, if any
#   WHEELS=folder            install from a folder of wheels, without a network
#   ARGS="..."               what else to tell tuitutor, pytest or sphinx-build
#   ONLY="xor golf" SEEDS=1  make course: only these lessons or exercises, and with so many seeds

SHELL := bash
VENV := .venv
BIN := $(VENV)/bin
export PYTHON WHEELS CONSTRAINTS
unexport PYTHONDONTWRITEBYTECODE # thousands of processes would each compile what the last one has compiled

.PHONY: run test test-long course answers notebooks book adversarial test-install soak soak-slurm class wheels check release-check bench other-pythons coach snapshots pictures release clean help FORCE

run: $(VENV)/installed ## set up and open the course
	@$(BIN)/tuitutor $(ARGS)

# More at once than two cores compute: many wait for processes, screens and time limits.
test: $(VENV)/installed-dev ## set up and run the tests
	@$(BIN)/pytest -n 3 --dist worksteal $(ARGS)

test-long: $(VENV)/installed-dev ## the tests that kill, flood and follow real processes, which takes minutes
	@$(BIN)/pytest -m long -n 4 --dist worksteal $(ARGS)

test-install: $(VENV)/installed-dev ## build, install and run elsewhere: other users, no network, no TensorFlow
	@test -n "$(WHEELS)" || $(MAKE) --no-print-directory wheels
	@WHEELS=$${WHEELS:-wheels} $(BIN)/pytest -m install tests/install $(ARGS)

course: $(VENV)/installed-dev ## train all cells, starters, solutions and answers with three seeds (SEEDS=10: with ten)
	@$(BIN)/tuitutor lint --run --seeds $(or $(SEEDS),3) $(ONLY:%=--only %) lessons
	@test -n "$(ONLY)" || $(BIN)/pytest -m answers -n 2 --dist worksteal --seeds $(or $(SEEDS),3) tests/engine/test_answers.py tests/engine/test_followed.py $(ARGS)

answers: $(VENV)/installed-dev ## grade right and wrong answers to all exercises: minutes (DRAWN=text: those that it draws)
	@$(BIN)/pytest -m answers -n 2 --dist worksteal $(DRAWN:%=--drawn %) tests/engine/test_answers.py tests/engine/test_followed.py $(ARGS)

notebooks: $(VENV)/installed-book ## run all cells of all lessons, in the course's own worker and in Jupyter
	@$(BIN)/pytest -m book $(ARGS)

book: $(VENV)/installed-book ## make a web page of the lessons in build/book, or tell what Sphinx complains of
	@$(BIN)/python docs/book/build.py $(ARGS)

adversarial: $(VENV)/installed-dev ## answers of all kinds are graded; those that cheat, escape or bomb on emulated kernels too
	@$(BIN)/pytest -m adversarial tests/adversarial $(ARGS)

coach: $(VENV)/installed-dev ## what the coach finds in the faults of others, and whether it leaves healthy programs alone: minutes
	@$(BIN)/python -m tests.faults $(ARGS)

soak: $(VENV)/installed-dev ## 100,000 epochs and 1 GB of output; an hour of use; 200 runs; every attack at every tier; 20 kills of grade
	@$(BIN)/pytest tests/soak/long_runs.py $(ARGS)
	@$(BIN)/pytest tests/adversarial/soak.py $(ARGS)
	@$(BIN)/pytest -m soak tests/classroom tests/cli tests/worker $(ARGS)

soak-slurm: $(VENV)/installed-dev ## what a cluster seldom does to jobs, on a real Slurm of our own
	@$(BIN)/pytest -m "long and soak" tests/cluster $(ARGS)

class: $(VENV)/installed-dev ## mark a class of 60 from release to gradebook, killed and graded on over a real Slurm
	@$(BIN)/pytest -m long tests/cluster/test_whole_class.py --learners 60 $(ARGS)

# soak is left out: it takes hours.
release-check: export PYTEST_ADDOPTS += -o faulthandler_timeout=1200 -o faulthandler_exit_on_timeout=true
release-check: ## run everything that has to pass before a release: an hour and more
	$(MAKE) check
	$(MAKE) test ARGS=--hypothesis-profile=thorough
	$(MAKE) test-long
	$(MAKE) course SEEDS=1
	$(MAKE) book notebooks
	$(MAKE) adversarial
	$(MAKE) test-install
	$(MAKE) other-pythons
	$(MAKE) soak-slurm
	$(MAKE) bench

release: release-check ## after release-check: what to upload, in dist, and the tag to set; uploads nothing
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist
	$(BIN)/uvx twine check --strict dist/*
	@echo "Upload these, then: git tag -a v$$($(BIN)/tuitutor --version | cut -d' ' -f2) -m 'See CHANGELOG.md'"

wheels: ## fill the folder wheels (or WHEELS) for machines without a network
	@tools/setup wheels

check: $(VENV)/installed-dev ## ruff, mypy and the import contracts
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports

other-pythons: $(VENV)/installed-dev ## learner code in the oldest Keras and in Debian's Python, with nothing of ours
	@tools/other-pythons $(ARGS)

bench: $(VENV)/installed-dev ## measure speed, memory and bytes against their bars; writes BENCHMARKS.md: ten minutes
	@$(BIN)/python -m benchmarks $(ARGS)

snapshots: $(VENV)/installed-dev ## draw again what the tests say the app looks like, to be looked at: git diff --stat
	@TUITUTOR_DRAW_SNAPSHOTS=1 $(BIN)/pytest -q -n 2 -m "long or not long" tests/tui/test_snapshots.py tests/tui/play/test_snapshot.py $(ARGS)

pictures: $(VENV)/installed-dev ## draw the moving picture of the README again; ARGS="--all FOLDER": the loop at 11 sizes and terminals
	@TEXTUAL_COLOR_SYSTEM=truecolor $(BIN)/python docs/draw_pictures.py $(ARGS)

clean: ## remove .venv and what the tools left behind
	rm -rf $(VENV) .pythons .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1: /p; s/^#   /  /p' Makefile

# Another Python than the one that .venv was made with, if asked for by name, makes a new .venv.
ifneq ($(PYTHON),)
ifneq ($(PYTHON),$(shell cat $(VENV)/made-with 2>/dev/null))
$(VENV)/installed $(VENV)/installed-dev $(VENV)/installed-book: FORCE
endif
endif

$(VENV)/installed: pyproject.toml
	@tools/setup

$(VENV)/installed-dev: pyproject.toml
	@tools/setup dev

$(VENV)/installed-book: pyproject.toml
	@tools/setup dev book
