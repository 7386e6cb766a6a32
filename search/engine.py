"""The engine: Tantivy, in this process. No other module knows it, so that another engine is another file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Order, Query

from search import text
from search.asking import Ask, Found
from search.question import All, AnyOf, Everything, Issued, Named, Phrase, Prefix, Question, Tied, Without, Word
from search.schema import FACETS, TIE_WEIGHT, TIES, WEIGHTS, Document, day_number

_ALERT, _META = "alert", "meta"
_MORE = "more"  # an alert with more keys of some facet than its columns hold
_HEAP = 128_000_000  # bytes
_SPACED = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
_SORTS = {"-date": ("newest", Order.Asc), "date": ("oldest", Order.Asc), "title": ("by_title", Order.Asc)} | {
    "-title": ("by_title", Order.Desc)
}
_MOST_FUZZY = 2
_MOST_KEYS = 1000
_MOST_COUNTED = 4000  # keys of a column; Tantivy gives up where all columns together have more than 65,000
_MOST_HITS = 1_000_000
# Letters of a word that can be asked for by its beginning, or with letters that differ; and of a key.
_LONGEST = 100
_LONGEST_KEY = 255


# Columns of one value in every alert (“” where it has none), by the facet that they are counted for; and what is over.
# A month (year * 12 + month - 1) tells the year too, so that “year_0” holds those alone that are of no one month.
_COLUMNS = {f"{name}_{n}": name for name, most in FACETS.items() for n in range(most)} | {"month": "year"}
_REST = {f"{name}_rest": name for name, most in FACETS.items() if most > 1}


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
                writer.delete_documents_by_term("uid", _clean(uid))
            count = 0
            for document in documents:
                writer.delete_documents_by_term("uid", _clean(document.uid))
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
        for column in _COLUMNS:  # a column with a gap anywhere is counted the slower way
            meta.add_text(column, "")
        return meta

    def _document(self, document: Document) -> Any:
        made = tantivy.Document()
        made.add_text("kind", _ALERT)
        made.add_text("uid", _clean(document.uid))
        for name, words in document.texts.items():
            if words:
                exact, stemmed = text.analysed(words, document.language)
                made.add_text(name, exact)
                made.add_text(f"{name}_stem", stemmed)
        for name, keys in document.ties.items():
            for key in keys:
                made.add_text(name, _clean(key))
        self._add_columns(made, document)
        for name in ("earliest", "latest", "year"):
            if (value := getattr(document, name)) is not None:
                made.add_integer(name, value)
        for name, key in (("newest", document.newest), ("oldest", document.oldest), ("by_title", document.title)):
            made.add_text(name, _clean(key))
        return made

    def _add_columns(self, made: Any, document: Document) -> None:
        has_more = False
        for name, most in FACETS.items():
            if name == "year":
                continue
            keys = sorted(map(_clean, document.ties.get(name, ())))
            for n in range(most):
                made.add_text(f"{name}_{n}", keys[n] if n < len(keys) else "")
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
        builder = _Builder(self._schema, self._all_languages(searcher))
        query = builder.whole(ask, leave="")
        field, order = _SORTS.get(ask.order, (None, Order.Desc))
        limit, offset = (min(max(number, 0), _MOST_HITS) for number in (ask.limit, ask.offset))
        # Where all is counted anyhow, the best hits are looked for without: what cannot be among them is passed over.
        result = searcher.search(
            query, max(limit, 1), offset=offset, order_by_field=field, order=order, count=not ask.facets
        )
        uids = [searcher.doc(address).get_first("uid") for _, address in result.hits[:limit]]
        if not ask.facets:
            return Found(result.count, uids)
        return self._counted(searcher, builder, ask, query, uids)

    def _counted(self, searcher: Any, builder: "_Builder", ask: Ask, query: Any, uids: list[str]) -> Found:
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
            for word, count in searcher.terms_with_prefix(name, _clean(beginning), limit=limit * 4):
                found[word] = max(found.get(word, 0), count)
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]

    @telling()
    def frequency(self, word: str) -> int:
        """How many alerts hold the folded `word`, as it is, in the text of theirs that most do; about, and quickly."""
        searcher = self._index.searcher()
        return max(searcher.doc_freq(name, _clean(word)) for name in WEIGHTS)

    def _all_languages(self, searcher: Any) -> tuple[str, ...]:
        if self._languages is None:
            terms = searcher.terms_with_prefix("language", "", limit=100)
            self._languages = tuple(sorted({str(term[0]).partition("-")[0] for term in terms}))
        return self._languages

    def _term(self, name: str, value: str) -> Any:
        return Query.term_query(self._schema, name, value, "basic")


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


class _Builder:
    """Questions → queries of Tantivy."""

    def __init__(self, schema: Any, languages: tuple[str, ...]) -> None:
        self._schema = schema
        self._languages = languages

    def whole(self, ask: Ask, leave: str) -> Any:
        """The query of `ask`, but for the filter of the facet `leave`."""
        clauses = [(Occur.Must, self.query(ask.question))]
        clauses += [
            (Occur.Must, _unscored(self.query(q))) for name, q in ask.filters.items() if name != leave or not leave
        ]
        if ask.without:
            clauses.append((Occur.MustNot, self._among("uid", ask.without)))
        return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)

    def query(self, question: Question) -> Any:
        match question:
            case Everything():
                return _unscored(self._term("kind", _ALERT))
            case Word():
                return self._word(question)
            case Prefix():
                return self._prefix(question)
            case Phrase():
                return self._phrase(question)
            case Tied():
                return self._tied(question)
            case Named():  # names.expand was not asked: the words are all that is known
                return self._word(Word(question.text))
            case Issued():
                return self._issued(question)
            case All(parts):
                return self._all(parts)
            case AnyOf(parts):
                return _any([self.query(part) for part in parts])
            case Without(part):
                return self._all((Without(part),))
        raise TypeError(f"no question: {question!r}")

    def _all(self, parts: tuple[Question, ...]) -> Any:
        needed = [part for part in parts if not isinstance(part, Without) and not _is_small(part)]
        # “who warned of genocide” asks for alerts on genocide: small words may be missing, unless there are no others.
        small = Occur.Should if needed else Occur.Must
        clauses = [
            (Occur.MustNot, self.query(part.part))
            if isinstance(part, Without)
            else (small if _is_small(part) else Occur.Must, self.query(part))
            for part in parts
        ]
        if all(occur is Occur.MustNot for occur, _ in clauses):
            clauses.append((Occur.Must, self.query(Everything())))
        if len(clauses) == 1:  # by itself, a word is looked for with what cannot be among the best passed over
            return clauses[0][1]
        return Query.boolean_query(clauses)

    def _word(self, word: Word) -> Any:
        tokens = text.words(word.text)
        if not tokens:
            return Query.empty_query()
        if text.is_run(word.text):
            return self._run(word, tokens)
        return _every([self._token(token, word) for token in tokens])

    def _run(self, word: Word, tokens: list[str]) -> Any:
        """Letters of a script without spaces: one of them is either of a pair, several stand in a row."""
        if len(tokens) == 1 and len(tokens[0]) == 1:
            return _any([
                _boosted(Query.regex_query(self._schema, f, f".?{tokens[0]}.?"), f) for f in _fields(word.within)
            ])  # fmt: skip
        return self._phrase(Phrase(word.text, word.within))

    def _token(self, token: str, word: Word) -> Any:
        fields = _fields(word.within)
        if word.distance and len(token) <= _LONGEST:
            distance = min(word.distance, _MOST_FUZZY)
            return _any([_boosted(Query.fuzzy_term_query(self._schema, f, token, distance), f) for f in fields])
        stems = text.stems(token, self._languages)
        return _any([
            _boosted(Query.term_query(self._schema, f"{f}_stem", stem, "freq"), f) for f in fields for stem in stems
        ])  # fmt: skip

    def _prefix(self, prefix: Prefix) -> Any:
        tokens = text.words(prefix.text)
        fields = _fields(prefix.within)
        if not tokens or len(tokens[-1]) > _LONGEST:
            return Query.empty_query()
        begins = _any([_boosted(Query.regex_query(self._schema, f, f"{tokens[-1]}.*"), f) for f in fields])
        return _every([*(self._token(t, Word(t, prefix.within)) for t in tokens[:-1]), begins])

    def _phrase(self, phrase: Phrase) -> Any:
        tokens: list[Any] = text.words(phrase.text)
        fields = _fields(phrase.within)
        if not tokens:
            return Query.empty_query()
        if len(tokens) == 1:
            return _any([_boosted(self._term(f, tokens[0], "position"), f) for f in fields])
        return _any([_boosted(Query.phrase_query(self._schema, f, tokens, slop=phrase.slop), f) for f in fields])

    def _tied(self, tied: Tied) -> Any:
        keys = [key for key in tied.keys if key][:_MOST_KEYS]
        if not keys:
            return Query.empty_query()
        if tied.to == "year":
            years = [int(key) for key in keys if len(key) <= 4 and key.isascii() and key.isdigit()]
            return _unscored(_any([self._years(year, year) for year in years]))
        name = "indicator" if tied.to == "stage" else tied.to
        if name not in (*TIES, "uid"):
            return Query.empty_query()
        return Query.const_score_query(self._among(name, keys), TIE_WEIGHT)

    def _years(self, first: int, last: int) -> Any:
        return Query.range_query(self._schema, "year", tantivy.FieldType.Integer, first, last)

    def _issued(self, issued: Issued) -> Any:
        clauses = []
        if issued.first:
            clauses.append(self._range("latest", day_number(issued.first), None))
        if issued.last:
            clauses.append(self._range("earliest", None, day_number(issued.last)))
        return _unscored(_every(clauses)) if clauses else self.query(Everything())

    def _range(self, name: str, low: int | None, high: int | None) -> Any:
        return Query.range_query(self._schema, name, tantivy.FieldType.Integer, low, high)

    def _among(self, name: str, keys: Iterable[str]) -> Any:
        return Query.term_set_query(self._schema, name, sorted({_clean(key) for key in keys}))

    def _term(self, name: str, value: str, option: str = "basic") -> Any:
        return Query.term_query(self._schema, name, value, option)


def _fields(within: str) -> list[str]:
    return [name for name in WEIGHTS if within in ("", name)]


def _clean(key: str) -> str:
    """A key as the index can hold it: without lone surrogates, and not too long for a column."""
    return key.encode("utf-8", "ignore").decode()[:_LONGEST_KEY]


def _is_small(part: Question) -> bool:
    """Whether `part` is a word such as “of”, asked for anywhere."""
    return isinstance(part, Word) and not (part.within or part.distance) and text.is_small(part.text)


def _boosted(query: Any, field: str) -> Any:
    return Query.boost_query(query, WEIGHTS[field])


def _unscored(query: Any) -> Any:
    return Query.const_score_query(query, 0.0)


def _any(queries: list[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, q) for q in queries])


def _every(queries: list[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, q) for q in queries])
