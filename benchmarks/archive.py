"""Loads a made-up archive: rows as publishing leaves them, by which pages and index are measured.

    .venv/bin/python benchmarks/archive.py --alerts 100000 --words 700 --data DIR [--database postgres://…/empty]

DIR is then a DATA_DIR, with the archive on SQLite in it unless a database is named. The archive is the same for the
same numbers, on whatever machine; one that is there already is kept. manage.py index makes the index of it.
"""

import argparse
import gc
import itertools
import json
import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_BLOCKS_AT_ONCE = 20  # in one transaction
STAMP = "corpus.json"


def main() -> None:
    options = parser().parse_args()
    start(options.data, options.database)
    prepare(options.data, options.alerts, options.words)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--alerts", type=int, default=10_000)
    made.add_argument("--words", type=int, default=200, help="of each alert, about")
    made.add_argument("--data", type=Path, required=True, help="a folder of the archive's own")
    made.add_argument("--database", default="", help="an empty PostgreSQL database instead of SQLite in that folder")
    return made


def start(data: Path, database: str = "", settings: str = "config.settings") -> None:
    """Have Django work on the archive in `data`."""
    data.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(_ROOT))
    os.environ |= {"DATA_DIR": str(data.resolve()), "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": settings}
    import django

    django.setup()


def prepare(data: Path, alerts: int, words: int) -> None:
    """Load the archive, unless it is there. Raises SystemExit where another one is, or half of one."""
    from alerts.models import Alert

    asked = {"alerts": alerts, "words": words}
    stamp = data / STAMP
    if stamp.exists():
        if json.loads(stamp.read_text()) != asked:
            raise SystemExit(f"{data} holds another archive ({stamp.read_text().strip()}): take another folder.")
        print(f"{data} holds {alerts:,} alerts of {words} words already.")
        return
    bring_up()
    if Alert.objects.exists():
        raise SystemExit(f"{data} or its database holds alerts that are none of this benchmark's: take an empty one.")
    _hurry()
    began = time.perf_counter()
    for done in load(alerts, words, os.cpu_count() or 1):
        rate = done / (time.perf_counter() - began)
        print(f"{done:,} of {alerts:,} alerts, {rate:,.0f} a second", flush=True)
    _settle()
    stamp.write_text(json.dumps(asked) + "\n")
    free = shutil.disk_usage(data).free
    print(f"Loaded in {time.perf_counter() - began:,.0f} s. {free / 1e9:,.0f} GB are left on this disk.")


def bring_up() -> None:
    """Bring an archive that was kept to the tables of today."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def load(alerts: int, words: int, processes: int = 1) -> Iterator[int]:
    """Write the archive into an empty database; says now and then how many alerts there are so far."""
    from django.db import connections, transaction

    from alerts.heads import CHANGES, EVENTS
    from alerts.models import LogHead
    from benchmarks import vocabulary

    vocabulary.make()
    known = vocabulary.Vocabulary()
    known.read()
    if processes > 1:
        connections.close_all()  # none is taken along into another process
    done = 0
    made = _blocks(known, alerts, words, processes)
    while some := list(itertools.islice(made, _BLOCKS_AT_ONCE)):
        with transaction.atomic():
            for rows in some:
                done += _write(rows)
            for name in (EVENTS, CHANGES):
                LogHead.objects.update_or_create(name=name, defaults={"number": done})
        yield done
    _number_on()


def _blocks(known: Any, alerts: int, words: int, processes: int) -> Iterator[Any]:
    from benchmarks.corpus import BLOCK

    jobs = [(number, min(BLOCK, alerts - number * BLOCK)) for number in range(-(-alerts // BLOCK))]
    _begin(known, words)
    if processes == 1:
        yield from map(_block, jobs)
        return
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap(_block, jobs)


_at_work: dict[str, Any] = {}


def _begin(known: Any, words: int) -> None:
    from benchmarks.corpus import Maker

    _at_work.update(maker=Maker(words), vocabulary=known)


def _block(job: tuple[int, int]) -> Any:
    from benchmarks import rows

    gc.disable()  # the rows hold one another until their block is done
    made = rows.block(_at_work["maker"], _at_work["vocabulary"], *job)
    gc.enable()
    return made


def _write(rows: Any) -> int:
    """Write the rows of a block; returns how many alerts are among them."""
    from django.db import connection

    from alerts.models import Alert
    from benchmarks.rows import TABLES, columns

    with connection.cursor() as cursor:
        for model in TABLES:
            _insert(cursor, model._meta.db_table, columns(model), rows[model._meta.db_table])
    return len(rows[Alert._meta.db_table])


def _insert(cursor: Any, table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    if cursor.db.vendor == "postgresql":
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(["%s"] * len(columns))})', rows)


def _number_on() -> None:
    """Have the database number later rows after these."""
    from django.core.management.color import no_style
    from django.db import connection

    from benchmarks.rows import TABLES

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(TABLES)):
            cursor.execute(statement)


def _hurry() -> None:
    """What is made anew in minutes need not outlive a crash: the disk is not waited for."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000", "journal_size_limit=67108864"):
                cursor.execute(f"PRAGMA {pragma}")
        else:
            cursor.execute("SET synchronous_commit = off")


def _settle() -> None:
    """Check what was not checked row by row, and have the planner know the tables."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    main()
