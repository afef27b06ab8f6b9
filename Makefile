# FCMS. `make run` is all a newcomer needs; the other targets are for those who change the program.
.DEFAULT_GOAL := help
.PHONY: help run worker setup test check fix bench lock
MAKEFLAGS += --no-print-directory
BIN := .venv/bin

help: ## list the targets
	@sed -n 's/^\([a-z]*\): .*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: ## set up and serve the demonstration on http://127.0.0.1:8000 (FCMS_PORT changes the port)
	@scripts/setup run && exec $(BIN)/fcms demo

worker: ## run the background work alone (make run starts it by itself)
	@scripts/setup run && exec $(BIN)/fcms worker

setup: ## install everything for tests and checks into .venv
	@scripts/setup dev

test: ## run every test
	@scripts/setup dev
	@$(BIN)/pytest -n 2 --dist loadfile --ignore tests/journeys
	@exec $(BIN)/pytest tests/journeys

check: ## format, lint, types, import contracts, migrations, generated documents, promises
	@scripts/setup dev && exec $(BIN)/python scripts/check.py

fix: ## repair what a tool can: format, lint, generated documents
	@scripts/setup dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/python scripts/reference.py

bench: ## run the benchmarks of bench/, each printing a ratio against its floor
	@scripts/setup dev && exec $(BIN)/python -m bench

lock: ## pin every dependency again with its hashes
	@scripts/setup dev && exec scripts/lock
