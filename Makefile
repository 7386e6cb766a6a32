# make run       serve the archive on this machine (PORT=8123 DATA_DIR=elsewhere make run for a second one)
# make prepare   all that comes before serving, for a server that systemd starts
# make test      everything that can be checked here: style, types, structure, the suite on each database

PYTHON ?= python3

.PHONY: run prepare test

run prepare test:
	@command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) here. Install Python 3.11 or newer, or name one: make $@ PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) config/start.py $@
