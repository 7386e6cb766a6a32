"""Questions → queries of Tantivy. With search/engine.py, the only module that knows it."""

from collections.abc import Iterable
from typing import Any

import tantivy
from tantivy import Occur, Query

from search import text
from search.asking import Ask
from search.question import All, AnyOf, Everything, Issued, Named, Phrase, Prefix, Question, Tied, Without, Word
from search.schema import TIE_WEIGHT, TIES, WEIGHTS, day_number

ALERT = "alert"  # the kind of the documents that are alerts
_MOST_FUZZY = 2
_MOST_KEYS = 1000
# Letters of a word that can be asked for by its beginning, or with letters that differ; and of a key.
_LONGEST = 100
_LONGEST_KEY = 255


def clean(key: str) -> str:
    """A key as the index can hold it: without lone surrogates, and not too long for a column."""
    if key.isascii() and len(key) <= _LONGEST_KEY:
        return key
    return key.encode("utf-8", "ignore").decode()[:_LONGEST_KEY]


def is_scored(question: Question) -> bool:
    """Whether some alerts may match `question` better than others."""
    match question:
        case All(parts):
            return any(is_scored(part) for part in parts)
        case Everything() | Tied() | Issued() | Without():
            return False
    return True


class Builder:
    """Questions → queries of Tantivy."""

    def __init__(self, schema: Any, languages: tuple[str, ...]) -> None:
        self._schema = schema
        self._languages = languages

    def whole(self, ask: Ask, leave: str) -> Any:
        """The query of `ask`, but for the filter of the facet `leave`."""
        clauses = [(Occur.Must, self.query(ask.question))]
        clauses += [
            (Occur.Must, unscored(self.query(q))) for name, q in ask.filters.items() if name != leave or not leave
        ]
        if ask.without:
            clauses.append((Occur.MustNot, self._among("uid", ask.without)))
        return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)

    def query(self, question: Question) -> Any:
        match question:
            case Everything():
                return unscored(self._term("kind", ALERT))
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
            return unscored(_any([self._years(year, year) for year in years]))
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
        return unscored(_every(clauses)) if clauses else self.query(Everything())

    def _range(self, name: str, low: int | None, high: int | None) -> Any:
        return Query.range_query(self._schema, name, tantivy.FieldType.Integer, low, high)

    def _among(self, name: str, keys: Iterable[str]) -> Any:
        return Query.term_set_query(self._schema, name, sorted({clean(key) for key in keys}))

    def _term(self, name: str, value: str, option: str = "basic") -> Any:
        return Query.term_query(self._schema, name, value, option)


def _fields(within: str) -> list[str]:
    return [name for name in WEIGHTS if within in ("", name)]


def _is_small(part: Question) -> bool:
    """Whether `part` is a word such as “of”, asked for anywhere."""
    return isinstance(part, Word) and not (part.within or part.distance) and text.is_small(part.text)


def _boosted(query: Any, field: str) -> Any:
    return Query.boost_query(query, WEIGHTS[field])


def unscored(query: Any) -> Any:
    return Query.const_score_query(query, 0.0)


def _any(queries: list[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, q) for q in queries])


def _every(queries: list[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, q) for q in queries])
