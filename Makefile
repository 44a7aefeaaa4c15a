# make run       open the window on a sample transaction (or print it, where no window can be opened)
# make test      run the tests, one worker a core; TEST_ARGS are pytest's (TEST_ARGS="-n0 tests/gui/test_look.py")
# make test-all  the same with those that repeat something many times to see whether anything stays (marked `long`)
# make check     lint, types, import rules, tests: what continuous integration runs
# make bench     run the benchmarks
# make lock      write requirements.lock anew from the newest releases pyproject.toml allows
# make changelog VERSION=0.2.0  move changelog.d/ into CHANGELOG.md
# make messages  collect all texts into resources/locale/xccviz.pot, compile translations
# make package   sdist, wheel, bundle, .deb and AppImage into dist/, each checks itself; PACKAGES="wheel bundle" some of it
# make package-flatpak  a Flatpak of the bundle
# make docs      build the documentation into build/site and check its links (brings MkDocs Material the first time)
# make pictures  draw the window into build/pictures: every sample and more in every view, light and dark

OPEN ?= sample:tutorial-parallel-3-one-panics

# The first Python of at least 3.11 that really runs (a version manager's shim may exist and still refuse).
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	if $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$p; break; fi; done)

BIN := .venv/bin
STAMP := .venv/.installed
TEST_ARGS ?=
PACKAGES ?=

.PHONY: run test test-all check lint bench messages docs pictures changelog lock package package-flatpak clean
.DEFAULT_GOAL := run

$(STAMP): pyproject.toml requirements.lock
	@python="$(PYTHON)"; \
	if [ ! -x $(BIN)/python ]; then \
		if [ -z "$$python" ]; then \
			echo "xccviz needs Python 3.11 or newer with the venv module (Debian: apt-get install python3 python3-venv)." >&2; \
			echo "None was found; name one with: make PYTHON=/path/to/python3" >&2; exit 1; \
		fi; \
		echo "Making .venv with $$python"; \
		"$$python" -m venv .venv; \
	fi
	@echo "Installing xccviz and its tools into .venv (a minute or two the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]" -c requirements.lock
	@$(BIN)/python -m compileall -q -j 0 xccviz || true  # else each process of the first test run does it
	@touch $@

run: $(STAMP)
	@$(BIN)/python -m xccviz.cli.first_run "$(OPEN)"

# loadgroup: tests that walk through everything recorded share one worker, which builds it once.
PYTEST := QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n auto --dist loadgroup

test: $(STAMP)
	$(PYTEST) -m "not long" $(TEST_ARGS)

test-all: $(STAMP)
	$(PYTEST) $(TEST_ARGS)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Both at once: the types keep one processor busy for a minute. What lint says stands in one piece, and again at the end
# where it found something.
check: $(STAMP)
	@mkdir -p build; log=build/lint.log; \
	{ $(MAKE) --no-print-directory lint >$$log 2>&1; found=$$?; cat $$log; exit $$found; } & lint=$$!; \
	$(MAKE) --no-print-directory test; tested=$$?; \
	wait $$lint; linted=$$?; \
	if [ $$linted -ne 0 ] && [ -s $$log ]; then cat $$log; fi; \
	exit $$((tested | linted))

bench: $(STAMP)
	@set -e; for script in $(sort $(wildcard benchmarks/*.py)); do \
		echo "== $$script"; QT_QPA_PLATFORM=offscreen $(BIN)/python "$$script"; done

messages: $(STAMP)
	@$(BIN)/python packaging/make_messages.py

.venv/.docs: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[docs]" -c requirements.lock
	@touch $@

# Strict: a page that no menu has, a link or an anchor that leads nowhere, or a page that loads from elsewhere fails.
docs: .venv/.docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict  # --quiet would hear no warning
	@echo "build/site/index.html (its search wants: $(BIN)/python -m http.server -d build/site)"

pictures: $(STAMP)
	@QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/make_pictures.py $(PICTURES)

changelog: $(STAMP)
	$(BIN)/towncrier build --yes --version $(VERSION)

lock: $(STAMP)
	@$(BIN)/python packaging/make_lock.py

# In an environment of its own: what is handed out holds none of our tools.
package:
	@"$(PYTHON)" packaging/make_package.py $(PACKAGES)

package-flatpak:
	@"$(PYTHON)" packaging/make_flatpak.py

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
