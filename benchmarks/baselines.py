"""What a Django developer would write first, with the same features: FTS5 of SQLite, and a SearchVector of PostgreSQL.

Rows and ties stand in plain tables with indexes; a question is one full-text match, from which the hits, the exact
total, eleven facets and the months are taken by SQL, as one does without an engine beside the database.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.corpus import Sample, samples
from benchmarks.questions import Class

_BATCH = 5_000
_COLUMNS = ("issuer", "type", "genre", "situation", "measure", "language", "crime", "modality", "year")
_SETS = ("country", "addressee")
Execute = Callable[[str, Any], list[tuple[Any, ...]]]


def sqlite(folder: Path, alerts: int, words: int) -> Callable[[Class], object]:
    """Build FTS5 in `folder`; returns what answers a question with bm25 and snippet()."""
    database = sqlite3.connect(folder / "fts5.sqlite3")
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;"
        + _tables("INTEGER PRIMARY KEY")
        + "CREATE VIRTUAL TABLE words USING fts5(title, body, tokenize='unicode61 remove_diacritics 2');"
    )

    def insert(rows: list[tuple[Any, ...]], ties: list[tuple[Any, ...]], texts: list[tuple[Any, ...]]) -> None:
        marks = ",".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO alert VALUES ({marks})", rows)
        database.executemany("INSERT INTO tie VALUES (?, ?, ?)", ties)
        database.executemany("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", texts)
        database.commit()

    _build("SQLite FTS5", alerts, words, insert)
    database.execute("ANALYZE")

    def answer(question: Class) -> object:
        def execute(sql: str, values: Any) -> list[tuple[Any, ...]]:
            return database.execute(sql, values).fetchall()

        return _answer(execute, _fts5(question), question, "?")

    return answer


def postgresql(address: str, alerts: int, words: int) -> Callable[[Class], object]:
    """Build a tsvector with GIN in the scratch database at `address`; returns what answers with ts_rank_cd."""
    database = psycopg.connect(address, autocommit=True)
    for table in ("alert", "tie", "words"):
        database.execute(f"DROP TABLE IF EXISTS {table}")  # type: ignore[arg-type]
    for statement in _tables("bigint PRIMARY KEY").split(";"):
        if statement.strip():
            database.execute(statement)  # type: ignore[arg-type]
    database.execute("CREATE TABLE words (id bigint PRIMARY KEY, title text, body text, vector tsvector)")

    def insert(rows: list[tuple[Any, ...]], ties: list[tuple[Any, ...]], texts: list[tuple[Any, ...]]) -> None:
        with database.transaction(), database.cursor() as cursor:
            for table, lines in (("alert", rows), ("tie", ties), ("words (id, title, body)", texts)):
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:  # type: ignore[arg-type]
                    for line in lines:
                        copy.write_row(line)

    def index() -> None:
        database.execute(
            "UPDATE words SET vector = setweight(to_tsvector('english', title), 'A')"
            " || setweight(to_tsvector('english', body), 'B')"
        )
        database.execute("CREATE INDEX ON words USING gin (vector)")
        database.execute("VACUUM ANALYZE words")
        database.execute("ANALYZE")

    _build("PostgreSQL", alerts, words, insert, index)

    def answer(question: Class) -> object:
        def execute(sql: str, values: Any) -> list[tuple[Any, ...]]:
            return database.execute(sql, values).fetchall()  # type: ignore[arg-type]

        return _answer(execute, _tsvector(question), question, "%s")

    return answer


def _tables(key: str) -> str:
    columns = ", ".join(f"{name} text" for name in _COLUMNS if name != "year")
    indexes = "".join(f"CREATE INDEX alert_{name} ON alert ({name});" for name in (*_COLUMNS, "day"))
    return (
        f"CREATE TABLE alert (id {key}, {columns}, year integer, month integer, day text);"
        "CREATE TABLE tie (id bigint, kind text, key text); CREATE INDEX tie_id ON tie (id, kind);" + indexes
    )


def _build(
    name: str, alerts: int, words: int, insert: Callable[..., None], finish: Callable[[], None] | None = None
) -> None:
    taken = 0.0
    for first, batch in _batches(alerts, words):
        rows, ties, texts = [], [], []
        for number, s in enumerate(batch, first):
            values = [getattr(s, column) for column in _COLUMNS if column != "year"]
            rows.append((number, *values, s.day.year, s.day.year * 12 + s.day.month - 1, s.day.isoformat()))
            ties += [(number, "country", key) for key in s.countries]
            ties += [(number, "addressee", key) for key in s.addressees]
            texts.append((number, s.title, f"{s.abstract}\n{s.recommends}\n{s.body}"))
        began = time.perf_counter()
        insert(rows, ties, texts)
        taken += time.perf_counter() - began
    began = time.perf_counter()
    if finish:
        finish()
    taken += time.perf_counter() - began
    print(f"{name}: {alerts / taken:,.0f} alerts/s", flush=True)


def _batches(alerts: int, words: int) -> Iterator[tuple[int, list[Sample]]]:
    made = samples(alerts, words)
    for first in range(0, alerts, _BATCH):
        yield first, [s for _, s in zip(range(_BATCH), made, strict=False)]


def _answer(execute: Execute, match: tuple[str, str, str, list[Any]], question: Class, mark: str) -> object:
    """The hits with passages, the total, the facets and the months of one question."""
    joined, rank, passage, values = match
    where, more = _where(question, mark)
    found = f"SELECT alert.id FROM alert {joined} WHERE {where}"
    asked = [*values, *more]
    order = "alert.day DESC, alert.id" if question.by_date or not values else f"{rank}, alert.id"
    hits = execute(f"SELECT alert.id, {passage} FROM alert {joined} WHERE {where} ORDER BY {order} LIMIT 20", asked)
    if mark == "%s" and values:  # ts_headline of the twenty hits alone: it parses each text anew
        hits = [
            execute("SELECT ts_headline('english', %s, to_tsquery('english', %s))", [b, values[0]]) for _, b in hits
        ]
    total = execute(f"SELECT count(*) FROM ({found}) AS found", asked)
    facets = [
        execute(f"SELECT {name}, count(*) FROM alert WHERE id IN ({found}) GROUP BY 1", asked)
        for name in (*_COLUMNS, "month")
    ]
    facets += [
        execute(f"SELECT key, count(*) FROM tie WHERE kind = '{name}' AND id IN ({found}) GROUP BY 1", asked)
        for name in _SETS
    ]
    return hits, total, facets


def _where(question: Class, mark: str) -> tuple[str, list[Any]]:
    clauses, values = ["1 = 1"], []
    for clause, value in (
        ("alert.issuer = {}", question.issuer),
        ("alert.day >= {}", question.first and question.first.isoformat()),
        ("alert.day <= {}", question.last and question.last.isoformat()),
    ):
        if value:
            clauses.append(clause.format(mark))
            values.append(value)
    return " AND ".join(clauses), values


def _fts5(question: Class) -> tuple[str, str, str, list[Any]]:
    text = " AND ".join(question.every) or " OR ".join(question.some)
    text = f'"{" ".join(question.phrase)}"' if question.phrase else f"{question.prefix}*" if question.prefix else text
    if not text:
        return "JOIN words ON words.rowid = alert.id", "", "substr(words.body, 1, 240)", []
    # The passages are made of the twenty hits alone: SQLite puts a snippet() off until the rows are sorted.
    return (
        "JOIN words ON words.rowid = alert.id AND words MATCH ?",
        "bm25(words, 5.0, 1.0)",
        "snippet(words, 1, '<', '>', '…', 40)",
        [text],
    )


def _tsvector(question: Class) -> tuple[str, str, str, list[Any]]:
    text = " & ".join(question.every) or " | ".join(question.some)
    text = " <-> ".join(question.phrase) if question.phrase else f"{question.prefix}:*" if question.prefix else text
    if not text:
        return "JOIN words ON words.id = alert.id", "", "left(words.body, 240)", []
    return (
        "JOIN to_tsquery('english', %s) AS asked ON true JOIN words ON words.id = alert.id AND words.vector @@ asked",
        "ts_rank_cd(words.vector, asked) DESC",
        "words.body",
        [text],
    )
