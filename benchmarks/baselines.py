"""What a Django developer would write first: FTS5 of SQLite, and a SearchVector of PostgreSQL.

The texts of an archive that is there are copied into plain tables beside it, with its ties and an index on each. A
question is one full-text match, from which the hits, the exact total, the facets and the months are taken by SQL: each
by a query of its own, as the ORM would send it. The database "baseline" holds them.
"""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError, connections

ALIAS = "baseline"
COLUMNS = ("type", "genre", "language", "year")
TIES = ("issuer", "country", "place", "situation", "addressee", "measure", "crime", "modality")
_BATCH = 2_000
_DAYS = ("0000-00-00", "9999-99-99")  # of what is undated: no range holds both


@dataclass(frozen=True)
class Asked:
    """A question: words, and what narrows them: keys by facet, and the first and the last day."""

    words: str
    keys: dict[str, list[str]] = field(default_factory=dict)
    first: dt.date | None = None
    last: dt.date | None = None
    by_date: bool = False
    offset: int = 0


@dataclass(frozen=True)
class Answered:
    """Uids of the hits, each with its passage, in which matches stand between \\x02 and \\x03."""

    hits: list[tuple[str, str]]
    total: int
    facets: dict[str, list[tuple[str, int]]]
    months: dict[int, int]
    years_only: dict[int, int]


# Building -------------------------------------------------------------------------------------------------------------


def build() -> int:
    """Copy the archive into the baseline's tables, unless they hold it; returns how many alerts were copied."""
    from alerts.models import Alert

    connection = connections[ALIAS]
    alerts = Alert.objects.published().count()
    if "baseline_built" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute("SELECT alerts FROM baseline_built")
            if cursor.fetchone() == (alerts,):
                return 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for pragma in ("journal_mode=WAL", "synchronous=OFF", "cache_size=-262144"):
                cursor.execute(f"PRAGMA {pragma}")
        for table in ("built", "alert", "tie", "words"):
            cursor.execute(f"DROP TABLE IF EXISTS baseline_{table}")
        for statement in _tables(connection.vendor):
            cursor.execute(statement)
        for rows, ties, texts in _copied():
            _insert(cursor, "baseline_alert", rows)
            _insert(cursor, "baseline_tie", ties)
            _insert(cursor, "baseline_words (rowid, title, body)" if connection.vendor == "sqlite" else _WORDS, texts)
        for statement in _indexes(connection.vendor):
            cursor.execute(statement)
        cursor.execute("CREATE TABLE baseline_built (alerts bigint)")
        cursor.execute("INSERT INTO baseline_built VALUES (%s)", [alerts])
    return alerts


_WORDS = "baseline_words (id, title, body)"
_VECTOR = "setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')"


def _tables(vendor: str) -> Iterator[str]:
    columns = "type text, genre text, language text, year integer, month integer, earliest text, latest text"
    yield f"CREATE TABLE baseline_alert (id bigint PRIMARY KEY, uid text, {columns})"
    yield "CREATE TABLE baseline_tie (id bigint, kind text, key text)"
    if vendor == "sqlite":
        yield (
            "CREATE VIRTUAL TABLE baseline_words USING "
            "fts5(title, body, tokenize='porter unicode61 remove_diacritics 2')"
        )
    else:
        yield (
            "CREATE TABLE baseline_words (id bigint PRIMARY KEY, title text, body text, "
            f"vector tsvector GENERATED ALWAYS AS ({_VECTOR}) STORED)"
        )


def _indexes(vendor: str) -> Iterator[str]:
    for column in (*COLUMNS, "earliest", "latest"):
        yield f"CREATE INDEX baseline_alert_{column} ON baseline_alert ({column})"
    yield "CREATE INDEX baseline_tie_id ON baseline_tie (id, kind)"
    yield "CREATE INDEX baseline_tie_key ON baseline_tie (kind, key)"
    if vendor == "postgresql":
        yield "CREATE INDEX baseline_words_vector ON baseline_words USING gin (vector)"
        yield "VACUUM ANALYZE baseline_words"
    yield "ANALYZE"


def _insert(cursor: Any, table: str, rows: list[tuple[Any, ...]]) -> None:
    if cursor.db.vendor == "postgresql":
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    elif rows:
        cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)


def _copied() -> Iterator[tuple[list[Any], list[Any], list[Any]]]:
    """The rows of each table, of so many alerts at once."""
    from alerts.models import Alert, Situation

    last = 0
    public = Alert.objects.published().order_by("pk")
    through = Situation.alerts.through.objects  # type: ignore[attr-defined]
    while batch := list(public.filter(pk__gt=last).only("uid", "record", "issued_earliest", "issued_latest")[:_BATCH]):
        tied = through.filter(alert_id__gt=last, alert_id__lte=batch[-1].pk)
        ties = [(pk, "situation", uid) for pk, uid in tied.values_list("alert_id", "situation__uid")]
        for alert in batch:
            ties += [(alert.pk, kind, key) for kind, key in sorted(_ties(alert.record or {}))]
        yield [_row(alert) for alert in batch], ties, [(a.pk, *_texts(a.record or {})) for a in batch]
        last = batch[-1].pk


def _row(alert: Any) -> tuple[Any, ...]:
    record, first, last = alert.record, alert.issued_earliest, alert.issued_latest
    is_month = first and last and (first.year, first.month) == (last.year, last.month)
    return (
        alert.pk, alert.uid, record["type"]["uid"], record["type"]["genre"], record["language"],
        first.year if first else None, first.year * 12 + first.month - 1 if is_month else None,
        *(day.isoformat() if day else none for day, none in zip((first, last), reversed(_DAYS), strict=True)),
    )  # fmt: skip


def _texts(record: dict[str, Any]) -> tuple[str, str]:
    asks = "\n".join(r["text"] for r in record["recommendations"])
    return record["title"], f"{record['abstract']}\n{asks}\n{record['body'] or ''}"


def _ties(record: dict[str, Any]) -> set[tuple[str, str]]:
    """What an alert is tied to, besides the situations of the whole."""
    found = {(p["role"], p["organization"]["uid"]) for p in record["parties"]}
    found |= {("country", c["code"]) for c in record["countries"]}
    found |= {("place", p["place"]["uid"]) for p in record["places"]}
    for said in record["characterizations"]:
        found |= {("crime", said["crime"]), ("modality", said["modality"])}
    for ask in record["recommendations"]:
        found |= {("addressee", a["organization"]["uid"]) for a in ask["addressees"]}
        found |= {(kind, ask[kind]["uid"]) for kind in ("measure", "situation") if ask[kind]}
    return found


# Answering ------------------------------------------------------------------------------------------------------------


def answer(asked: Asked, seconds: float, limit: int = 20) -> Answered | None:
    """The hits with passages, the total, the facets and the months of a question; None where it takes longer."""
    connection, until = connections[ALIAS], time.monotonic() + seconds
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(lambda: time.monotonic() > until, 100_000)
    try:
        with connection.cursor() as cursor:
            return _Asking(cursor, asked, until).answered(limit)
    except OperationalError:
        return None


class _Asking:
    def __init__(self, cursor: Any, asked: Asked, until: float) -> None:
        self._cursor, self._asked, self._until = cursor, asked, until
        self._is_sqlite = cursor.db.vendor == "sqlite"

    def answered(self, limit: int) -> Answered:
        found, values = self._found()
        facets = {}
        for name in (*COLUMNS, *TIES):
            own, its = self._found(leave=name) if name in self._asked.keys else (found, values)
            facets[name] = self._counted(name, own, its)
        by_month = self._rows(
            f"SELECT month, year, count(*) FROM baseline_alert WHERE id IN ({found}) AND year IS NOT NULL "
            "GROUP BY 1, 2",
            values,
        )
        return Answered(
            self._hits(limit),
            self._rows(f"SELECT count(*) FROM ({found}) AS found", values)[0][0],
            facets,
            {month: count for month, _, count in by_month if month is not None},
            {year: count for month, year, count in by_month if month is None},
        )

    def _rows(self, sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
        if not self._is_sqlite:
            left = max(1, round((self._until - time.monotonic()) * 1000))
            self._cursor.execute(f"SET statement_timeout = {left}")
        self._cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = self._cursor.fetchall()
        return rows

    def _counted(self, name: str, found: str, values: list[Any]) -> list[tuple[str, int]]:
        if name in COLUMNS:
            sql = f"SELECT {name}, count(*) FROM baseline_alert WHERE id IN ({found}) AND {name} IS NOT NULL"
        else:
            sql = f"SELECT key, count(*) FROM baseline_tie WHERE kind = '{name}' AND id IN ({found})"
        rows = self._rows(f"{sql} GROUP BY 1 ORDER BY 2 DESC, 1", values)
        return [(str(key), count) for key, count in rows]

    def _hits(self, limit: int) -> list[tuple[str, str]]:
        where, values = self._where()
        match, passage, rank, matched = self._match()
        order = "earliest DESC, latest DESC, uid" if self._asked.by_date or not rank else f"{rank}, uid"
        sql = (
            f"SELECT uid, {passage} FROM baseline_alert JOIN {match} WHERE {where} ORDER BY {order} LIMIT %s OFFSET %s"
        )
        hits = self._rows(sql, [*matched, *values, limit, self._asked.offset])
        if self._is_sqlite or not matched:
            return [(str(uid), str(text)) for uid, text in hits]
        # Of the twenty hits alone: ts_headline reads each text anew.
        headline = f"SELECT ts_headline('english', %s, {self._tsquery}, E'StartSel=\\x02, StopSel=\\x03')"
        return [(uid, self._rows(headline, [text, *matched])[0][0]) for uid, text in hits]

    def _found(self, leave: str = "") -> tuple[str, list[Any]]:
        """A query for the keys of all that is found, but for the filter of the facet `leave`."""
        where, values = self._where(leave)
        match, _, _, matched = self._match()
        join = f"JOIN {match} " if matched else ""
        return f"SELECT baseline_alert.id FROM baseline_alert {join}WHERE {where}", [*matched, *values]

    def _where(self, leave: str = "") -> tuple[str, list[Any]]:
        clauses, values = ["1 = 1"], list[Any]()
        for name, keys in self._asked.keys.items():
            if name == leave:
                continue
            among = ", ".join(["%s"] * len(keys))
            tied = f"SELECT id FROM baseline_tie WHERE kind = '{name}' AND key IN ({among})"
            clauses.append(f"{name} IN ({among})" if name in COLUMNS else f"baseline_alert.id IN ({tied})")
            values += keys
        for clause, day in (
            ("latest >= %s AND year IS NOT NULL", self._asked.first),
            ("earliest <= %s", self._asked.last),
        ):
            if day:
                clauses.append(clause)
                values.append(day.isoformat())
        return " AND ".join(clauses), values

    def _match(self) -> tuple[str, str, str, list[Any]]:
        """What is joined, the passage, the rank, and the words as the database reads them."""
        words = self._asked.words
        if self._is_sqlite:
            join = "baseline_words ON baseline_words.rowid = baseline_alert.id"
            if not words:
                return join, "substr(body, 1, 240)", "", []
            passage = "snippet(baseline_words, 1, char(2), char(3), '…', 40)"
            return f"{join} AND baseline_words MATCH %s", passage, "bm25(baseline_words, 5.0, 1.0)", [words]
        join = "baseline_words ON baseline_words.id = baseline_alert.id"
        if not words:
            return join, "left(body, 240)", "", []
        join = f"{self._tsquery} AS asked ON true JOIN {join} AND vector @@ asked"
        return join, "body", "ts_rank_cd(vector, asked) DESC", [words.replace("*", ":*")]

    @property
    def _tsquery(self) -> str:
        """Words with quotation marks and OR as they are typed; a beginning needs the other function."""
        return f"{'to' if '*' in self._asked.words else 'websearch_to'}_tsquery('english', %s)"
