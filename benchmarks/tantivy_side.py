"""Forewarned's own side: the documents through search.engine, the answer with marked passages."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.corpus import Sample, samples
from benchmarks.questions import Class
from search.asking import Ask
from search.engine import Engine
from search.marking import Matchers, passage
from search.question import All, AnyOf, Everything, Issued, Phrase, Prefix, Question, Tied, Word
from search.schema import Document, _newest, _oldest, day_number

_BATCH = 20_000


def build(folder: Path, alerts: int, words: int) -> Callable[[Class], object]:
    """Index the made-up archive; returns what answers a question. Texts for passages are kept as the database would."""
    texts = Texts(folder / "texts.sqlite3")
    engine = Engine(folder / "tantivy")
    began, size = time.perf_counter(), 0
    made = samples(alerts, words)
    taken = 0.0
    for number in range(0, alerts, _BATCH):
        batch = [s for _, s in zip(range(_BATCH), made, strict=False)]
        size += sum(len(s.body) + len(s.abstract) + len(s.recommends) + len(s.title) for s in batch)
        texts.keep(batch)
        documents = [document(s) for s in batch]
        began = time.perf_counter()
        engine.write(documents, [], number + 1, threads=2)
        taken += time.perf_counter() - began
    on_disk = sum(f.stat().st_size for f in (folder / "tantivy").rglob("*") if f.is_file())
    print(
        f"Tantivy: {alerts / taken:,.0f} alerts/s of {size / alerts / 1000:.1f} kB; "
        f"index {on_disk / size:.2f} of the text ({on_disk / 1e6:,.0f} MB)",
        flush=True,
    )
    update(engine, next(samples(1, words, seed=2)), alerts)

    def answer(question: Class) -> object:
        asked = _question(question)
        found = engine.search(Ask(asked, _filters(question), order="-date" if question.by_date else "relevance"))
        match = Matchers(asked).of("en", "body")
        return found, [passage(text, match) for text in texts.of(found.uids)]

    return answer


def update(engine: Engine, sample: Sample, alerts: int) -> None:
    taken = []
    for n in range(5):
        began = time.perf_counter()
        engine.write([document(sample)], [], alerts + 2 + n)
        taken.append(time.perf_counter() - began)
    print(f"Tantivy: one alert written and to be seen after {sorted(taken)[2] * 1000:.0f} ms", flush=True)


def document(sample: Sample) -> Document:
    day = day_number(sample.day)
    return Document(
        uid=sample.uid,
        language=sample.language,
        texts={
            "title": sample.title, "abstract": sample.abstract, "body": sample.body, "recommends": sample.recommends,
        },
        ties={
            "issuer": {sample.issuer}, "type": {sample.type}, "genre": {sample.genre}, "country": set(sample.countries),
            "situation": {sample.situation}, "addressee": set(sample.addressees), "measure": {sample.measure},
            "language": {sample.language}, "crime": {sample.crime}, "modality": {sample.modality},
        },
        earliest=day, latest=day, year=sample.day.year, month=sample.day.year * 12 + sample.day.month - 1,
        newest=_newest(day, day) + sample.uid, oldest=_oldest(day, day) + sample.uid,
        title=f"{sample.title}\0{sample.uid}",
    )  # fmt: skip


class Texts:
    """The texts of hits, read again from a database as the page does."""

    def __init__(self, path: Path) -> None:
        import sqlite3

        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.execute("CREATE TABLE text (uid TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID")

    def keep(self, batch: list[Sample]) -> None:
        self._connection.executemany(
            "INSERT INTO text VALUES (?, ?)", ((s.uid, f"{s.title}\n{s.abstract}\n{s.body}") for s in batch)
        )
        self._connection.commit()

    def of(self, uids: list[str]) -> Iterator[str]:
        marks = ",".join("?" * len(uids))
        rows = dict(self._connection.execute(f"SELECT uid, body FROM text WHERE uid IN ({marks})", uids))
        return (rows[uid] for uid in uids if uid in rows)


def _question(asked: Class) -> Question:
    if asked.phrase:
        return Phrase(" ".join(asked.phrase))
    if asked.prefix:
        return Prefix(asked.prefix)
    if asked.some:
        return AnyOf(tuple(Word(word) for word in asked.some))
    return All(tuple(Word(word) for word in asked.every)) if asked.every else Everything()


def _filters(asked: Class) -> dict[str, Question]:
    found: dict[str, Question] = {}
    if asked.issuer:
        found["issuer"] = Tied("issuer", (asked.issuer,))
    if asked.first or asked.last:
        found["date"] = Issued(asked.first, asked.last)
    return found
