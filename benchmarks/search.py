"""The engine part of a results page, side by side with what a Django developer would write first.

    .venv/bin/python benchmarks/search.py --alerts 100000 --words 700 [--postgresql postgres://…/scratch] [--rounds 5]

Builds three indexes of one made-up archive (benchmarks/corpus.py): Tantivy as Forewarned uses it, SQLite FTS5 (bm25,
snippet), and PostgreSQL (a SearchVector column with GIN, ts_rank_cd, ts_headline) where a scratch database is given.
Then asks each the same ten classes of question, each with the same features: 20 hits, exact total, eleven facets, a
histogram by month, and marked passages. Prints medians and 95th percentiles in milliseconds, and ratios of one run.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alerts", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=700)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postgresql", default="")
    parser.add_argument("--without-sqlite", action="store_true")
    parser.add_argument("--folder", default="")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(dir=options.folder or None) as folder:
        os.environ |= {"DATA_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "config.settings"}
        import django

        django.setup()
        run(options, Path(folder))


def run(options: argparse.Namespace, folder: Path) -> None:
    from benchmarks import baselines, questions, tantivy_side

    sides: dict[str, Callable[[questions.Class], object]] = {}
    size = options.alerts, options.words
    sides["Tantivy"] = tantivy_side.build(folder, *size)
    print(
        f"a process that answers holds {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most so far"
    )
    if not options.without_sqlite:
        sides["SQLite FTS5"] = baselines.sqlite(folder, *size)
    if options.postgresql:
        sides["PostgreSQL"] = baselines.postgresql(options.postgresql, *size)
    print(f"\n{options.alerts:,} alerts of {options.words} words; milliseconds, median / 95th percentile")
    print(f"{'question':<26}" + "".join(f"{name:>22}" for name in sides) + "   ratios to Tantivy")
    for question in questions.CLASSES:
        rows = {name: timed(ask, question, options.rounds) for name, ask in sides.items()}
        base = rows["Tantivy"][0]
        figures = "".join(f"{m:>12.1f} /{p:>8.1f}" for m, p in rows.values())
        ratios = " ".join(f"{m / base:>8.1f}" for name, (m, _) in rows.items() if name != "Tantivy")
        print(f"{question.name:<26}{figures}   {ratios}", flush=True)


def timed(ask: Callable[[object], object], question: object, rounds: int) -> tuple[float, float]:
    """Median and 95th percentile of `rounds` answers, after one to warm up; fewer where one takes very long."""
    taken: list[float] = []
    ask(question)
    for _ in range(rounds):
        began = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - began) * 1000)
        if sum(taken) > 20_000:
            break
    ordered = sorted(taken)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


if __name__ == "__main__":
    main()
