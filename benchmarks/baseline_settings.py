"""Forewarned's settings, with the results page of a baseline and the database that it asks."""

from config import environment
from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, DATA_DIR, DATABASES

ROOT_URLCONF = "benchmarks.baseline_page"
DATABASES["baseline"] = environment.database("BASELINE_URL", default=DATA_DIR / "fts5.sqlite3", base=BASE_DIR)
