"""What `make test` runs: style, types, structure, then the suite on each database that answers.

It ends with what was not run and why. With REQUIRE_ALL=1 anything not run is a failure.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

from tests.conftest import CHROMIUM_NAMES, everything_required

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# Each index that a test makes starts threads; with an arena of memory a thread, what they free is kept and never given
# back, and a process of the suite grows to more than a gigabyte.
ARENAS = {"MALLOC_ARENA_MAX": "2"}
POSTGRESQL = os.environ.get("TEST_DATABASE_URL") or "postgresql://postgres@127.0.0.1:5432/forewarned"


def main() -> int:
    checks = static_checks()
    missing = []
    if not any(map(shutil.which, CHROMIUM_NAMES)):
        missing.append("pages in a real browser: no chromium here (Debian: apt-get install chromium)")
    if not shutil.which("npm"):
        missing.append("the pages' HTML against the standard: no npm here (Debian: apt-get install npm)")
    if not shutil.which("xgettext"):
        missing.append("that all is translated: no gettext here (Debian: apt-get install gettext)")
    with ThreadPoolExecutor() as beside:  # the suite, which now and then waits for a browser
        passed = beside.map(passes, checks.keys(), checks.values())
        well = passes("the suite on SQLite", pytest(), DATABASE_URL="")
        failed = [name for name, is_well in zip(checks, passed, strict=True) if not is_well]
    if not well:
        failed.append("the suite on SQLite")
    if reason := silence_of(POSTGRESQL):
        missing.append(f"the suite on PostgreSQL: {reason} (name one with TEST_DATABASE_URL)")
    elif not passes("the suite on PostgreSQL", [*pytest(), "-m", "not once"], DATABASE_URL=POSTGRESQL):
        failed.append("the suite on PostgreSQL")
    return conclude(failed, missing)


def static_checks() -> dict[str, list[str]]:
    templates = [str(path) for path in sorted(ROOT.glob("templates/**/*.html"))]
    migrations = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", "--settings=tests.settings"]
    return {
        "mypy": [str(BIN / "mypy")],  # which takes longest
        "ruff check": [str(BIN / "ruff"), "check", "--quiet", "."],
        "ruff format": [str(BIN / "ruff"), "format", "--quiet", "--diff", "."],
        "import-linter": [str(BIN / "lint-imports"), "--no-logo"],
        "djade": [str(BIN / "djade"), "--target-version", "5.2", "--check", *templates],
        "migrations": migrations,
    }


def pytest() -> list[str]:
    workers = (os.cpu_count() or 1) + 2  # some wait for browsers and for processes of their own
    return [sys.executable, "-m", "pytest", "-q", "-n", str(workers), "--dist", "worksteal", "-rfE", "--durations=5"]


def passes(name: str, command: list[str], **environment: str) -> bool:
    """Run it, in full view when it is the suite, else in view only when it fails."""
    if name.startswith("the suite"):
        print(f"--- {name}", flush=True)
        return subprocess.call(command, cwd=ROOT, env=os.environ | ARENAS | environment) == 0
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False)
    print(f"--- {name}\n{done.stdout + done.stderr if done.returncode else ''}", end="", flush=True)
    return done.returncode == 0


def silence_of(url: str) -> str:
    """Why this PostgreSQL cannot be used; "" when it can."""
    try:
        with psycopg.connect(url.rpartition("/")[0] + "/postgres", connect_timeout=3) as connection:
            row = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
    except psycopg.Error as error:
        return " ".join(str(error).split())[:200]
    return "" if row and row[0] else "its user may not create databases"


def conclude(failed: list[str], missing: list[str]) -> int:
    for line in missing:
        print(f"NOT RUN  {line}")
    if failed:
        print(f"FAILED   {', '.join(failed)}")
    if missing and everything_required():
        print("FAILED   REQUIRE_ALL=1, and not everything could be run")
        return 1
    if not failed:
        print("PASSED   everything" + (" else" if missing else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
