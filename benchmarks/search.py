"""The whole results page, side by side with what a Django developer would write first; and what stands behind it.

    .venv/bin/python benchmarks/archive.py --alerts 100000 --words 700 --data DIR
    .venv/bin/python benchmarks/search.py --data DIR [--postgresql postgres://…/empty] --prepare
    .venv/bin/python benchmarks/search.py --data DIR [--postgresql postgres://…/empty] --keep-index [--write]

Asks ten classes of question over HTTP of three sites on one archive: Forewarned, SQLite FTS5 (bm25, snippet) and, where
a scratch database is given, PostgreSQL (SearchVector column with GIN, ts_rank_cd, ts_headline). Each is served as
`manage.py serve` does, by one worker, and draws the same page: 20 hits, exact total, twelve facets, histogram,
passages. Then measures the engine's part, building, memory, and how soon what is published is seen. --prepare only
makes what is missing (the index, the baselines' tables), which is kept in DIR and in the scratch database; --keep-index
does not time building the index. --write puts the figures into docs/performance.md. Leave the machine alone meanwhile.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import archive, report, serving

MOST_QUERIES = 8
GIVEN_UP = 504
_BASELINE = "benchmarks.baseline_settings"
_PATIENCE = 60.0  # seconds for one page of Forewarned; a baseline stops itself before
Times = list[float]


def main() -> None:
    options = parser().parse_args()
    stamp = options.data / archive.STAMP
    if not stamp.exists():
        raise SystemExit(f"{options.data} holds no archive to measure: benchmarks/archive.py makes one.")
    archive.start(options.data)
    archive.bring_up()
    if options.prepare:
        prepare(options)
        return
    figures = report.Figures(**json.loads(stamp.read_text()), rounds=options.rounds, cap=options.cap)
    figures.machine = report.machine(options.postgresql)
    measure(options, figures)
    print(text := report.text(figures))
    if options.write:
        report.write(text, figures)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--data", type=Path, required=True, help="the folder that benchmarks/archive.py filled")
    made.add_argument("--postgresql", default="", help="a scratch database for the baseline")
    made.add_argument("--without-baselines", action="store_true")
    made.add_argument("--prepare", action="store_true", help="make what is missing, and measure nothing")
    made.add_argument("--rounds", type=int, default=7, help="questions of each class, each with other words")
    made.add_argument("--cap", type=float, default=20.0, help="seconds for each class and baseline; then it is left")
    made.add_argument("--keep-index", action="store_true", help="do not build the index anew, if there is one")
    made.add_argument("--write", action="store_true", help="into docs/performance.md")
    return made


def prepare(options: argparse.Namespace) -> None:
    """Make the index and the tables of the baselines, so far as they are not there."""
    from django.core.management import call_command

    call_command("index")
    if not options.without_baselines:
        for name, address in baselines(options):
            tell(f"{name}: {build_baseline(options.data, address):,.0f} alerts a second, or there already")


def baselines(options: argparse.Namespace) -> list[tuple[str, str]]:
    """The names and the databases of those that are asked for; "" is SQLite."""
    return [("SQLite FTS5", ""), *([("PostgreSQL", options.postgresql)] if options.postgresql else [])]


def measure(options: argparse.Namespace, figures: report.Figures) -> None:
    from benchmarks import questions, upkeep

    classes = questions.classes(figures.alerts, figures.words)
    tell("Forewarned")
    upkeep.index(figures, keep=options.keep_index)
    with serving.served(options.data) as site:
        pages(site, "Forewarned", classes, figures, cap=None)
        inside(classes, figures)
        figures.resident, figures.anonymous = site.memory()
        upkeep.publish(site, figures)
    if options.without_baselines:
        return
    for name, address in baselines(options):
        tell(name)
        figures.built[name] = build_baseline(options.data, address)
        with serving.served(options.data, _BASELINE, BASELINE_URL=address, BASELINE_SECONDS=str(options.cap)) as site:
            pages(site, name, classes, figures, cap=options.cap)


def tell(words: str) -> None:
    print(f"{words} ...", file=sys.stderr, flush=True)


def pages(site: serving.Site, name: str, classes: list[Any], figures: report.Figures, cap: float | None) -> None:
    """Time the page of each class: once to warm up, then `rounds` questions, or as many as `cap` seconds allow.

    A page that a baseline gives up is none.
    """
    for asked in classes:
        until = time.monotonic() + (cap or 3600)
        taken: Times = []
        for n in (figures.rounds, *range(figures.rounds)):
            page = site.get(f"/search/?{asked.of(n)}", _PATIENCE)
            if page.status not in (0, 200) and (cap is None or page.status != GIVEN_UP):
                raise SystemExit(f"{name} answered {page.status} to {asked.of(n)}")
            if page.status == 200 and (n < figures.rounds or time.monotonic() > until):
                taken.append(page.took)
            if n == 0:
                figures.totals.setdefault(asked.name, {})[name] = page.total
            if page.status != 200 or time.monotonic() > until:
                break
        figures.pages.setdefault(asked.name, {})[name] = taken
        tell(f"  {asked.name}: {statistics.median(taken):,.1f} ms" if taken else f"  {asked.name}: not in {cap} s")


def inside(classes: list[Any], figures: report.Figures) -> None:
    """Time the parts of the answer in this process, without HTTP and HTML, and count the page's database queries."""
    from django.db import connection
    from django.http import QueryDict
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from search import answer
    from search.engine import Engine

    clock = {"engine": 0.0, "marking": 0.0}
    engine, marking = Engine.search, answer.hits
    Engine.search = timed(engine, clock, "engine")  # type: ignore[method-assign]
    answer.hits = timed(marking, clock, "marking")
    client = Client(headers={"host": "127.0.0.1"})
    for asked in classes:
        taken: dict[str, Times] = {"engine": [], "marking": [], "answer": []}
        for n in (figures.rounds, *range(figures.rounds)):
            clock.update(engine=0.0, marking=0.0)
            began = time.perf_counter()
            answer.answer(QueryDict(asked.of(n)), timezone.localdate())
            whole = (time.perf_counter() - began) * 1000
            if n < figures.rounds:
                for name, value in (("engine", clock["engine"]), ("marking", clock["marking"]), ("answer", whole)):
                    taken[name].append(value)
        figures.parts[asked.name] = taken
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/search/?{asked.of(0)}")
        figures.queries[asked.name] = len(queries)
        if len(queries) > MOST_QUERIES:
            tell(f"  {asked.name}: {len(queries)} database queries, and {MOST_QUERIES} are the most there may be")
    Engine.search, answer.hits = engine, marking  # type: ignore[method-assign]


def timed(function: Callable[..., Any], clock: dict[str, float], name: str) -> Callable[..., Any]:
    """`function`, each call of which adds its milliseconds to the clock."""

    def measured(*args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            clock[name] += (time.perf_counter() - began) * 1000

    return measured


def build_baseline(data: Path, address: str) -> float:
    """Alerts a second; 0 where it was there."""
    environment = os.environ | {
        "DATA_DIR": str(data.resolve()), "BASELINE_URL": address, "DJANGO_SETTINGS_MODULE": _BASELINE,
        "PYTHONPATH": str(serving.ROOT),
    }  # fmt: skip
    began = time.perf_counter()
    code = "from benchmarks import baselines; print(baselines.build())"
    made = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=serving.ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return int(made.stdout) / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
