# The commands of the project. Needs Python 3.11 and make; everything else is installed in .venv.

PYTHON ?= $(shell for name in python3.11 python3 python3.12 python3.13; do \
	$$name -c '' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
CHECKS := lint tree layers types migrations texts deployment
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
# Settings as on a real server, for Django's own deployment checks.
PRODUCTION := env -u DATABASE_URL -u CELERY_BROKER_URL DEBUG=false HTTPS=true \
	ALLOWED_HOSTS=contact.example.nl BASE_URL=https://contact.example.nl \
	DATA_DIR=build/deploy-check \
	SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ \
	CUSTOMER_KEY_SECRET=zyxwvutsrqponmlkjihgfedcba9876543210ZYXWVUTSRQPONMLKJIHGFEDCBA

.DEFAULT_GOAL := help
.PHONY: help run install install-suggest install-dev test check bench lock chromium format \
	translations clean $(CHECKS:%=check-%)

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/\1|\2/' \
		| awk -F'|' '{printf "make %-15s %s\n", $$1, $$2}'

run: install ## serve the product with its demo organisation on http://127.0.0.1:8000 (PORT=)
	@$(MANAGE) prepare
	@exec $(MANAGE) serve

install: $(VENV)/installed $(CATALOGUES) ## the environment only, in .venv/

install-suggest: $(VENV)/installed-suggest $(CATALOGUES) ## the same with the part that learns suggestions of a reason

install-dev: $(VENV)/installed-dev $(CATALOGUES) ## the same with the tools for developing

test: install-dev ## the whole suite: SQLite, then PostgreSQL and a broker where they answer (ARGS=)
	@$(MANAGE) prepare --assets
	@$(BIN)/python -m tests.run $(ARGS)

check: $(CHECKS:%=check-%) ## lint, format, types, layers, migrations, translations, deployment, files

$(CHECKS:%=check-%): install-dev

check-lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-tree:
	$(BIN)/python .ci/check_tree.py

check-layers:
	$(BIN)/lint-imports --no-cache

check-types:
	$(BIN)/mypy

check-migrations:
	$(MANAGE) makemigrations --check --dry-run

check-texts:
	$(MANAGE) update_translations --check

check-deployment:
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

bench: install-dev ## the benchmarks, as ratios against a hand-written limit (ARGS=--quick)
	@if [ -f benchmarks/__main__.py ]; then exec $(BIN)/python -m benchmarks $(ARGS); \
	else echo "No benchmarks yet: benchmarks/__main__.py is where they start."; fi

format: install-dev ## put imports and layout right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

translations: install-dev ## bring locale/*/LC_MESSAGES/django.po in step with the source
	$(MANAGE) update_translations

lock: ## pin requirements/*.in with hashes into requirements/*.txt, without any address
	$(PYTHON) -m venv --clear build/uv
	build/uv/bin/python -m pip install --quiet --disable-pip-version-check uv
	cd requirements && for name in base suggest dev; do \
		../build/uv/bin/uv pip compile --quiet --generate-hashes --no-header --no-annotate \
			--no-emit-index-url --no-emit-find-links --python-version 3.11 $(ARGS) \
			$$name.in --output-file $$name.txt || exit 1; done
	! grep -n '://' requirements/*.txt

chromium: ## the browser for the browser tests, from Debian or Ubuntu (needs root)
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		chromium fonts-liberation

clean: ## remove everything made here, except data in var/
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

# Installed again only when a lock file changed.
$(VENV)/installed: requirements/base.txt | $(BIN)/python
	$(PIP_INSTALL) -r requirements/base.txt
	@touch $@

$(VENV)/installed-suggest: requirements/suggest.txt $(VENV)/installed
	$(PIP_INSTALL) -r requirements/base.txt -r requirements/suggest.txt
	@touch $@

$(VENV)/installed-dev: requirements/dev.txt $(VENV)/installed
	$(PIP_INSTALL) -r requirements/base.txt -r requirements/dev.txt
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

%.mo: %.po | $(VENV)/installed
	@$(BIN)/python -m contactreductie.translations
