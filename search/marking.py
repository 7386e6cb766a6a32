"""Marking: where in a text the words of a question stand, and the passage that shows most of them.

Gives parts of plain text, each said to be a match or not: the page escapes them, and marks afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from search import text
from search.question import All, AnyOf, Named, Phrase, Prefix, Question, Word
from search.text import Token

# A part of a text, and whether the question matches it.
Part = tuple[str, bool]
_LENGTH = 240  # characters of a passage, about two lines
_MOST_READ = 200_000  # characters of a text: what stands beyond is found, but not shown


@dataclass
class Matcher:
    """What of a text matches a question: words by their stems or as they are, beginnings, and words in a row."""

    language: str
    stems: set[str] = field(default_factory=set)
    exact: set[str] = field(default_factory=set)
    prefixes: tuple[str, ...] = ()
    rows: list[list[str]] = field(default_factory=list)
    _known: dict[str, bool] = field(default_factory=dict)

    def places(self, shown: str) -> list[Token]:
        """The tokens of a text that match, in order."""
        found = {m.start(): Token(m[0], m.start(), m.end()) for m in text.raw_words(shown) if self._matches(m[0])}
        if self.rows:
            found |= {token.start: token for token in self._in_rows(list(text.tokens(shown)))}
        return [found[start] for start in sorted(found)]

    def _in_rows(self, found: list[Token]) -> Iterator[Token]:
        words = [token.text for token in found]
        for row in self.rows:
            for start in range(len(words) - len(row) + 1):
                if words[start] == row[0] and words[start : start + len(row)] == row:
                    yield from found[start : start + len(row)]

    def _matches(self, raw: str) -> bool:
        """Whether a word as written matches; worked out once for each, because a text says most of its words again."""
        known = self._known.get(raw)
        if known is None:
            known = self._known[raw] = any(self._matches_token(token) for token in text.folded(raw))
        return known

    def _matches_token(self, word: str) -> bool:
        return (
            word in self.exact
            or text.stem(word, self.language) in self.stems
            or (bool(self.prefixes) and word.startswith(self.prefixes))
        )


def matcher(question: Question, language: str, within: str) -> Matcher:
    """What `question` matches in a text of an alert in `language`; `within` is one of question.TEXTS."""
    made = Matcher(language)
    for part in _positive(question):
        if getattr(part, "within", "") not in ("", within):
            continue
        words = text.words(getattr(part, "text", ""))
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


def marked(shown: str, match: Matcher) -> list[Part]:
    """`shown` in parts, the matching words marked."""
    return list(_parts(shown, match.places(shown[:_MOST_READ]), 0, len(shown)))


def passage(shown: str, match: Matcher, length: int = _LENGTH) -> list[Part] | None:
    """The passage of `shown` with most different matches, about `length` characters; None where nothing matches."""
    places = match.places(shown[:_MOST_READ])
    if not places:
        return None
    start, end = _window(shown, places, length)
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


def _window(shown: str, places: list[Token], length: int) -> tuple[int, int]:
    best, most, last = places[0], 0, 0
    for n, place in enumerate(places):
        while last < len(places) and places[last].end - place.start <= length:
            last += 1
        different = len({p.text.casefold() for p in places[n:last]})
        if different > most:
            best, most = place, different
    start = _word_start(shown, max(0, best.start - length // 4))
    end = min(len(shown), start + length)
    if end < len(shown) and (space := shown.rfind(" ", start + length // 2, end)) > 0:
        end = max(space, best.end)
    return start, end


def _word_start(shown: str, at: int) -> int:
    if at == 0:
        return 0
    space = shown.find(" ", at)
    return at if space < 0 or space - at > 30 else space + 1


def _parts(shown: str, places: list[Token], start: int, end: int) -> Iterator[Part]:
    at = start
    for token in places:
        if token.start < at or token.end > end:
            continue
        if token.start > at:
            yield shown[at : token.start], False
        yield shown[token.start : token.end], True
        at = token.end
    if at < end:
        yield shown[at:end], False
