"""The engine: Tantivy, in this process. But for search/queries.py no other module knows it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from operator import itemgetter
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Order, Query

from search import text
from search.asking import Ask, Found
from search.queries import ALERT, Builder, clean, is_scored
from search.schema import FACETS, TIES, WEIGHTS, Document

_META = "meta"
_MORE = "more"  # an alert with more keys of some facet than its columns hold
_HEAP = 128_000_000  # bytes
_SPACED = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
_SORTS = {"-date": ("newest", Order.Asc), "date": ("oldest", Order.Asc), "title": ("by_title", Order.Asc)} | {
    "-title": ("by_title", Order.Desc)
}
_MOST_COUNTED = 4000  # keys of a column; Tantivy gives up where all columns together have more than 65,000
_MOST_HITS = 1_000_000
# Scores that differ by less are taken to be equal: the same sum in another order.
_EQUAL = 1e-5
_MOST_EQUALS = 20_000  # hits that are looked at to find out which of equal ones are first

# Columns of one value in every alert (“” where it has none), by the facet that they are counted for; and what is over.
# A month (year * 12 + month - 1) tells the year too, so that “year_0” holds those alone that are of no one month.
_COLUMNS = {f"{name}_{n}": name for name, most in FACETS.items() for n in range(most)} | {"month": "year"}
_REST = {f"{name}_rest": name for name, most in FACETS.items() if most > 1}
_OF_FACET = {name: [f"{name}_{n}" for n in range(most)] for name, most in FACETS.items()}
_NO_KEYS = [""] * max(FACETS.values())


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("uid", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("number", stored=True)
    builder.add_text_field("entry", stored=True, tokenizer_name="raw", index_option="basic")
    for name in WEIGHTS:
        builder.add_text_field(name, tokenizer_name="spaced", index_option="position")
        builder.add_text_field(f"{name}_stem", tokenizer_name="spaced", index_option="freq")
    for name in TIES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("among_equals", fast=True)
    for name in ("earliest", "latest", "year"):
        builder.add_integer_field(name, fast=True, indexed=True)
    for name in ("newest", "oldest", "by_title", *_COLUMNS, *_REST):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


VERSION = version("tantivy")  # the format of an index is its engine's


class Unusable(Exception):  # noqa: N818  # it is what the index is
    """The index cannot be read or written: it is not there, or damaged, or the disk is full."""


class Busy(Unusable):
    """Another process writes to the index at this moment."""


@contextmanager
def telling() -> Iterator[None]:
    """What Tantivy raises, as Unusable. A panic of it is a BaseException, and would take the process along."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise (Busy if "LockBusy" in str(error) else Unusable)(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Unusable(str(error)) from error


class Engine:
    """An index of documents, in `folder` or, without one, in memory. All that it does raises Unusable where it cannot.

    With `make`, an index that is not there is made, empty.
    """

    @telling()
    def __init__(self, folder: Path | None = None, make: bool = True) -> None:
        if folder and make:
            folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        if folder and not make:
            self._index = tantivy.Index.open(str(folder))
            if self._index.schema != self._schema:
                raise Unusable(f"The index in {folder} has other fields.")
        else:
            self._index = tantivy.Index(self._schema, str(folder) if folder else None)
        self._index.config_reader("manual")  # `reload` alone decides when another commit is seen
        self._index.register_tokenizer("spaced", _SPACED)
        self._languages: tuple[str, ...] | None = None

    # Writing ----------------------------------------------------------------------------------------------------------

    @telling()
    def write(
        self, documents: Iterable[Document], gone: Iterable[str], number: int, threads: int = 1, entry: str = ""
    ) -> int:
        """Take `gone` (uids) out, put `documents` in the place of those of their uids, and note that the index holds
        the change feed up to `number`, whose mark is `entry`: all of it or nothing. Returns how many were put in.

        Raises Busy where another process writes at this moment.
        """
        writer = self._index.writer(_HEAP * threads, threads)
        try:
            for uid in gone:
                writer.delete_documents_by_term("uid", clean(uid))
            count = 0
            for document in documents:
                writer.delete_documents_by_term("uid", clean(document.uid))
                writer.add_document(self._document(document))
                count += 1
            writer.delete_documents_by_term("kind", _META)
            writer.add_document(self._meta(number, entry))
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()
        self.reload()
        return count

    def _meta(self, number: int, entry: str) -> Any:
        meta = tantivy.Document()
        meta.add_text("kind", _META)
        meta.add_unsigned("number", number)
        meta.add_text("entry", entry)
        meta.add_unsigned("among_equals", 0)
        for column in _COLUMNS:  # a column with a gap anywhere is counted the slower way
            meta.add_text(column, "")
        return meta

    def _document(self, document: Document) -> Any:
        made = tantivy.Document()
        made.add_text("kind", ALERT)
        made.add_text("uid", clean(document.uid))
        for name, words in document.texts.items():
            if words:
                exact, stemmed = text.analysed(words, document.language)
                made.add_text(name, exact)
                made.add_text(f"{name}_stem", stemmed)
        for name, keys in document.ties.items():
            for key in keys:
                made.add_text(name, clean(key))
        self._add_columns(made, document)
        made.add_unsigned("among_equals", document.among_equals)
        for name in ("earliest", "latest", "year"):
            if (value := getattr(document, name)) is not None:
                made.add_integer(name, value)
        for name, key in (("newest", document.newest), ("oldest", document.oldest), ("by_title", document.title)):
            made.add_text(name, clean(key))
        return made

    def _add_columns(self, made: Any, document: Document) -> None:
        has_more = False
        for name, most in FACETS.items():
            if name == "year":
                continue
            keys = sorted(map(clean, document.ties.get(name, ())))
            for column, key in zip(_OF_FACET[name], keys + _NO_KEYS, strict=False):
                made.add_text(column, key)
            for key in keys[most:]:
                made.add_text(f"{name}_rest", key)
                has_more = True
        made.add_text("month", "" if document.month is None else str(document.month))
        of_no_month = document.year is not None and document.month is None
        made.add_text("year_0", f"{document.year:04}" if of_no_month else "")
        if has_more:
            made.add_text("kind", _MORE)

    # Reading ----------------------------------------------------------------------------------------------------------

    @telling()
    def reload(self) -> None:
        """See what other processes have committed."""
        self._index.reload()
        self._languages = None

    @property
    def number(self) -> int:
        """The number of the last change that the index holds; 0 where it holds none."""
        return self.held[0]

    @property
    @telling()
    def held(self) -> tuple[int, str]:
        """The number and the mark of the last change that the index holds; 0 and "" where it holds none."""
        searcher = self._index.searcher()
        hits = searcher.search(self._term("kind", _META), 1, count=False).hits
        if not hits:
            return 0, ""
        meta: Any = searcher.doc(hits[0][1])
        return int(meta.get_first("number")), str(meta.get_first("entry") or "")

    @telling()
    def search(self, ask: Ask) -> Found:
        """Answer `ask`. Never raises for what it asks, only Unusable where the index is unreadable."""
        searcher: Any = self._index.searcher()
        builder = Builder(self._schema, self._all_languages(searcher))
        query = builder.whole(ask, leave="")
        limit, offset = (min(max(number, 0), _MOST_HITS) for number in (ask.limit, ask.offset))
        # Where all is counted anyhow, the best hits are looked for without: what cannot be among them is passed over.
        addresses, count = _hits(searcher, query, ask, offset + limit, is_counted=not ask.facets)
        uids = [searcher.doc(address).get_first("uid") for address in addresses[offset:]]
        if not ask.facets:
            return Found(count, uids)
        return self._counted(searcher, builder, ask, query, uids)

    def _counted(self, searcher: Any, builder: "Builder", ask: Ask, query: Any, uids: list[str]) -> Found:
        counts = self._counts(searcher, query, [name for name in FACETS if name not in ask.filters or name == "year"])
        months, years_only = _numbered(counts["month"]), _numbered(counts["year_0"])
        total = sum(counts["month"].values())
        for name in FACETS:
            if name in ask.filters:
                counts |= self._counts(searcher, builder.whole(ask, leave=name), [name])
        return Found(total, uids, {name: _of_facet(name, counts) for name in FACETS}, months, years_only)

    def _counts(self, searcher: Any, query: Any, facets: list[str]) -> dict[str, Counter[str]]:
        """How many alerts of `query` hold each key, by column; of `facets`."""
        counts = _counted_by(searcher, query, [column for column, name in _COLUMNS.items() if name in facets])
        rest = [column for column, name in _REST.items() if name in facets]
        if rest and searcher.doc_freq("kind", _MORE):
            more = Query.boolean_query([(Occur.Must, query), (Occur.Must, self._term("kind", _MORE))])
            counts |= _counted_by(searcher, more, rest)
        return counts

    @telling()
    def vocabulary(self, beginning: str, limit: int = 50) -> list[tuple[str, int]]:
        """Words of the index that begin so, with how many alerts hold each, the most frequent first."""
        searcher = self._index.searcher()
        found: dict[str, int] = {}
        for name in WEIGHTS:
            for word, count in searcher.terms_with_prefix(name, clean(beginning), limit=limit * 4):
                found[word] = max(found.get(word, 0), count)
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]

    @telling()
    def frequency(self, word: str) -> int:
        """How many alerts hold the folded `word`, as it is, in the text of theirs that most do; about, and quickly."""
        searcher = self._index.searcher()
        return max(searcher.doc_freq(name, clean(word)) for name in WEIGHTS)

    def _all_languages(self, searcher: Any) -> tuple[str, ...]:
        if self._languages is None:
            terms = searcher.terms_with_prefix("language", "", limit=100)
            self._languages = tuple(sorted({str(term[0]).partition("-")[0] for term in terms}))
        return self._languages

    def _term(self, name: str, value: str) -> Any:
        return Query.term_query(self._schema, name, value, "basic")


def _hits(searcher: Any, query: Any, ask: Ask, last: int, is_counted: bool) -> tuple[list[Any], int]:
    """Where the first hits are, up to the `last`, in the order that is asked for; and how many there are, if asked."""
    order = ask.order if ask.order in _SORTS or is_scored(ask.question) else "-date"
    if order in _SORTS:
        field, direction = _SORTS[order]
        found = searcher.search(query, max(last, 1), order_by_field=field, order=direction, count=is_counted)
        return [address for _, address in found.hits[:last]], found.count
    depth = last + 1
    while True:
        found = searcher.search(query, depth, count=is_counted)
        is_whole = len(found.hits) < depth or depth > _MOST_EQUALS or not last
        if is_whole or not _are_equal(found.hits[last - 1][0], found.hits[-1][0]):
            return _in_order(searcher, found.hits)[:last], found.count
        depth *= 8


def _in_order(searcher: Any, hits: list[tuple[float, Any]]) -> list[Any]:
    """Hits by score, equal ones the newest first: so that their order is one, however the index came about."""
    groups: list[list[Any]] = []
    best = 0.0
    for score, address in hits:
        if groups and _are_equal(best, score):
            groups[-1].append(address)
        else:
            groups.append([address])
            best = score
    ordered: list[Any] = []
    for group in groups:
        if len(group) > 1:
            keys = searcher.fast_field_values("among_equals", group)
            group = [address for _, address in sorted(zip(keys, group, strict=True), key=itemgetter(0))]
        ordered += group
    return ordered


def _are_equal(score: float, less: float) -> bool:
    return score - less <= _EQUAL * score


def _counted_by(searcher: Any, query: Any, columns: list[str]) -> dict[str, Counter[str]]:
    """The alerts of `query` by what they hold in each column; under “” those that hold nothing, or a key too many."""
    asked = {column: {"terms": {"field": column, "size": _MOST_COUNTED}} for column in columns}
    counts = {}
    for column, found in searcher.aggregate(query, asked).items():
        counts[column] = Counter({str(bucket["key"]): int(bucket["doc_count"]) for bucket in found["buckets"]})
        counts[column][""] += int(found["sum_other_doc_count"])
    return counts


def _of_facet(name: str, counts: dict[str, Counter[str]]) -> list[tuple[str, int]]:
    """The counts of a facet from those of its columns, the most frequent key first."""
    found = Counter[str]()
    for column, count in counts.items():
        if column == "month":
            if name == "year":
                for month, number in _numbered(count).items():
                    found[f"{month // 12:04}"] += number
        elif column.rpartition("_")[0] == name:
            found.update(count)
    del found[""]
    return sorted(found.items(), key=lambda counted: (-counted[1], counted[0]))


def _numbered(count: Counter[str]) -> dict[int, int]:
    return {int(key): number for key, number in count.items() if key}
