"""Marking: where in a text the words of a question stand, and the passage that shows most of them.

Gives parts of plain text, each said to be a match or not: the page escapes them, and marks afterwards.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from search import sieve, text
from search.question import All, AnyOf, Named, Phrase, Prefix, Question, Word

# A part of a text, and whether the question matches it.
Part = tuple[str, bool]
Span = tuple[int, int]
_LENGTH = 240  # characters of a passage, about two lines
_MOST_READ = 200_000  # characters of a text: what stands beyond is found, but not shown
_FIRST, _ENOUGH = 2_000, 20_000  # characters that are read first, and that are read where something was found
_OVERLAP = 400  # characters that are read again with what follows, for the sake of words in a row


@dataclass
class Matcher:
    """What of a text matches a question: words by their stems or as they are, beginnings, and words in a row."""

    language: str
    stems: set[str] = field(default_factory=set)
    exact: set[str] = field(default_factory=set)
    prefixes: tuple[str, ...] = ()
    rows: list[list[str]] = field(default_factory=list)

    wanted: int = 0  # different words that a passage can show at best; for early leave

    def __post_init__(self) -> None:
        self._as_it_is, self._stemmed = text.analyses(self.language)

    @cached_property
    def _sieve(self) -> sieve.Sieve | None:
        return sieve.made_for(self.language, {*self.stems, *self.exact, *self.prefixes}, self.rows)

    def places(self, shown: str, start: int = 0, end: int = sys.maxsize) -> list[Span]:
        """The words of a text that match, in order; of its part from `start` to before `end`, which cut no word."""
        if self._sieve and (plain := sieve.plain(shown)) is not None:
            likely, in_rows = self._sieve.places(plain, start, end)
            matching = self._matching({m[0] for m in likely}, is_plain=True)
            found = [m.span() for m in likely if m[0] in matching]
            return sorted({*found, *in_rows}) if in_rows else found
        raw = list(text.raw_words(shown, start, end))
        words = [m[0] for m in raw]
        matching = self._matching(set(words), is_plain=shown.isascii() and "_" not in shown)
        found = [m.span() for m, word in zip(raw, words, strict=True) if word in matching] if matching else []
        return sorted({*found, *self._in_rows(raw, words)}) if self.rows else found

    def _matching(self, words: set[str], is_plain: bool) -> set[str]:
        """Those of the words as written that match by themselves. A plain one is a single token, or none."""
        exact, stems, as_it_is, stemmed = self.exact, self.stems, self._as_it_is, self._stemmed
        found = (
            {word for word in words if stemmed[word] in stems or as_it_is[word] in exact} if stems or exact else set()
        )
        if self.prefixes:
            found |= {word for word in words if as_it_is[word].startswith(self.prefixes)}
        if not is_plain:
            several = (word for word in words if " " in as_it_is[word])
            found |= {word for word in several if self._matching(set(as_it_is[word].split()), is_plain=True)}
        return found

    def _in_rows(self, raw: list[re.Match[str]], words: list[str]) -> Iterator[Span]:
        tokens, spans = [], []
        for m, word in zip(raw, map(self._as_it_is.__getitem__, words), strict=True):
            for token in word.split():
                tokens.append(token)
                spans.append(m.span())
        for row in self.rows:
            for start in _all_of(tokens, row[0]):
                if tokens[start : start + len(row)] == row:
                    yield from spans[start : start + len(row)]


def _all_of(words: list[str], word: str) -> Iterator[int]:
    at = -1
    with suppress(ValueError):
        while True:
            at = words.index(word, at + 1)
            yield at


def matcher(question: Question, language: str, within: str) -> Matcher:
    """What `question` matches in a text of an alert in `language`; `within` is one of question.TEXTS."""
    made = Matcher(language)
    for part in _positive(question):
        if getattr(part, "within", "") not in ("", within):
            continue
        words = text.words(getattr(part, "text", ""))
        made.wanted += len(words)
        match part:
            case Prefix() if words:
                made.prefixes += (words[-1],)
                made.stems |= {text.stem(w, language) for w in words[:-1]}
            case Phrase() if len(words) > 1 and not part.slop and not text.is_run(part.text):
                made.rows.append(words)
            case Phrase():
                made.exact |= set(words)
            case Word() if part.distance:
                made.exact |= set(words)
            case Word() | Named():
                made.stems |= {text.stem(w, language) for w in words}
                made.exact |= set(words)
    return made


class Matchers:
    """The matchers of a question for the texts of a page: what one text taught of its words serves the next."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._names_a_text = any(getattr(part, "within", "") for part in _positive(question))
        self._made: dict[tuple[str, str], Matcher] = {}

    def of(self, language: str, within: str) -> Matcher:
        key = language, within if self._names_a_text else ""
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = matcher(self._question, language, within)
        return found


def marked(shown: str, match: Matcher) -> list[Part]:
    """`shown` in parts, the matching words marked."""
    return list(_parts(shown, match.places(shown[:_MOST_READ]), 0, len(shown)))


def passage(shown: str, match: Matcher, length: int = _LENGTH) -> list[Part] | None:
    """The passage of `shown` with most different matches, about `length` characters; None where nothing matches.

    A text is read from its beginning, until a passage holds all that is looked for.
    """
    places: list[Span] = []
    best, most, end, whole = (0, 0), 0, 0, min(len(shown), _MOST_READ)
    while end < whole and most < match.wanted and not (places and end > _ENOUGH):
        start = shown.rfind(" ", 0, max(0, end - _OVERLAP)) + 1 if match.rows else end
        end = _word_end(shown, min(whole, max(_FIRST, 2 * end)))
        places = sorted({*places, *match.places(shown, start, end)})
        if places:
            best, most = _best(shown, places, length)
    if not places:
        return None
    start, end = _window(shown, best, length)
    parts = list(_parts(shown, places, start, end))
    return [*([("… ", False)] if start else []), *parts, *([(" …", False)] if end < len(shown) else [])]


def _positive(question: Question) -> Iterator[Question]:
    """The clauses that can match; what a question excludes marks nothing."""
    match question:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _positive(part)
        case Word() | Prefix() | Phrase() | Named():
            yield question


def _best(shown: str, places: list[Span], length: int) -> tuple[Span, int]:
    """The first of the matches from which on most different words stand within `length`, and how many."""
    words = [shown[start:end].casefold() for start, end in places]
    best, most, last, held = places[0], 0, 0, Counter[str]()
    for n, (start, _) in enumerate(places):
        while last < len(places) and places[last][1] - start <= length:
            held[words[last]] += 1
            last += 1
        if len(held) > most:
            best, most = places[n], len(held)
        held[words[n]] -= 1
        if held[words[n]] <= 0:
            del held[words[n]]
    return best, most


def _window(shown: str, best: Span, length: int) -> Span:
    start = _word_start(shown, max(0, best[0] - length // 4))
    end = min(len(shown), start + length)
    if end < len(shown) and (space := shown.rfind(" ", start + length // 2, end)) > 0:
        end = max(space, best[1])
    return start, end


def _word_end(shown: str, at: int) -> int:
    if at >= len(shown):
        return len(shown)
    space = shown.find(" ", at)
    return len(shown) if space < 0 else space


def _word_start(shown: str, at: int) -> int:
    if at == 0:
        return 0
    space = shown.find(" ", at)
    return at if space < 0 or space - at > 30 else space + 1


def _parts(shown: str, places: list[Span], start: int, end: int) -> Iterator[Part]:
    at = start
    for first, last in places:
        if first < at:
            continue
        if last > end:
            break
        if first > at:
            yield shown[at:first], False
        yield shown[first:last], True
        at = last
    if at < end:
        yield shown[at:end], False
