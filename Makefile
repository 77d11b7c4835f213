# The first suitable Python on PATH that really starts: a shim may stand for one that is not installed.
PYTHON := $(shell for python in python3.11 python3.12 python3; do \
	if $$python -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' 2>/dev/null; \
	then command -v $$python; break; fi; done)
ifeq ($(PYTHON),)
$(error Python 3.11 or 3.12 is needed, and neither is on PATH)
endif

VENV := .venv/bin
BOOTSTRAP := @$(PYTHON) -m embedded.bootstrap
UV = "$$($(PYTHON) -m embedded.uv | tail -1)"
# Three at once keep two cores busy, because browsers and servers make the tests wait. What is made for a file of tests
# is made once, so a file stays with one. A fixed seed: all three must find the same tests.
TOGETHER := -n 3 --dist loadfile
# The models are compared with the migrations; the warning is that no server was asked which of these it has.
WITHOUT_SERVER := -W 'ignore:Got an error checking a consistent migration history'

.PHONY: run test test-matrix check fix bench assets lock clean

run: ## start everything; PORT and DATA_DIR move it
	$(BOOTSTRAP) local
	@exec $(VENV)/python -m embedded

test: ## every test, on servers of its own; ARGS narrows it
	$(BOOTSTRAP) dev
	@PYTHONHASHSEED=0 exec $(VENV)/pytest $(if $(ARGS),$(ARGS),--cov $(TOGETHER))

test-matrix: ## before a release: every role, relation and method at every address of a case
	$(BOOTSTRAP) dev
	@MATRIX=whole exec $(VENV)/pytest --no-cov tests/test_matrix.py

check: ## what comes before the tests
	$(BOOTSTRAP) dev
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/mypy .
	$(VENV)/lint-imports
	DJANGO_SETTINGS_MODULE=config.settings.test $(VENV)/python $(WITHOUT_SERVER) manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=config.settings.test $(VENV)/python manage.py draw_workflow --check
	$(VENV)/djlint --lint --quiet templates
	$(UV) pip check --quiet --python $(VENV)/python

fix: ## what can be put right without thinking
	$(BOOTSTRAP) dev
	$(VENV)/ruff format .
	$(VENV)/ruff check --fix .

bench: ## how long things take, beside a yardstick measured in the same run; CASES=1000000 for headroom
	$(BOOTSTRAP) dev
	$(VENV)/python -m tests.bench
	$(VENV)/python -m tests.bench_ledger
	@exec $(VENV)/python -m tests.bench_casework $(if $(CASES),--count $(CASES))

assets: ## the files that browsers are served, again
	rm -rf static/vendor
	$(BOOTSTRAP) local

lock: ## pin every package again, after pyproject.toml or package.json changed
	UV=$(UV) requirements/lock.sh
	npm install --package-lock-only

clean: ## everything that was installed or made here; the data in .local stays
	rm -rf .venv .tools node_modules static/vendor staticfiles .*_cache .hypothesis .coverage htmlcov
