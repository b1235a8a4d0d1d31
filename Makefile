# Two commands: `make run` starts the local community in the browser, `make test` passes the tests. Both set up first.
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: run test test-slow lint fmt bench lock

run: .venv/ready
	$(BIN)/python -m bot demo

test: .venv/ready-dev
	$(BIN)/pytest -m "not slow"

# What takes minutes: 200 kills, and whatever else is marked slow. CI runs it too.
test-slow: .venv/ready-dev
	$(BIN)/pytest -m slow

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: .venv/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/ready-dev
	for name in consults engine search deid platforms; do $(BIN)/python -m benchmarks.$$name || exit 1; done

# What pyproject.toml asks for, resolved and hashed anew.
lock: .venv/ready-dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

.venv/ready: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

.venv/ready-dev: requirements-dev.txt .venv/ready
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@
