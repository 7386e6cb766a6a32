"""Did you mean: words that hardly any alert holds → words of the index like them, that many more hold.

The index holds published alerts only, and so do the suggestions: each is asked for before it is made.
"""

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from identifiers.folding import is_unspaced
from search import text
from search.asking import Ask
from search.engine import Engine
from search.question import All, AnyOf, Phrase, Question, Tied, Without, Word

# A question that finds more than that is not asked after.
FEW = 3
_MOST_WORDS = 8
_SHORTEST = 4
_SHORTEST_FOR_TWO = 6  # letters of a word in which two may be wrong
_CLEARLY = 10  # times as many alerts must hold the word that is suggested
_BEGINNING = 3  # letters
_MOST_READ = 500  # words of one beginning


@dataclass(frozen=True, slots=True)
class _Place:
    """A folded word of the question, and where it was typed."""

    word: str
    start: int
    end: int


def did_you_mean(typed: str, ask: Ask, total: int, engine: Engine) -> str | None:
    """`typed` with the words that are likely to be misspelt replaced; None where there are none, or nothing better.

    `ask` is how it was asked, with its filters (spans of its question are places in `typed`); it found `total`. What
    is suggested finds more under the same filters. Raises Unusable where the index is unreadable.
    """
    if total > FEW:
        return None
    better: dict[str, str] = {}
    places = list(_places(ask.question, typed))
    for word in dict.fromkeys(place.word for place in places[:_MOST_WORDS]):
        if (found := _better(word, ask.without, engine)) is not None:
            better[word] = found
    if not better:
        return None
    corrected = replace(ask, question=_with(ask.question, better), facets=False, offset=0, limit=0)
    if engine.search(corrected).total <= total:
        return None
    return _retyped(typed, [place for place in places if place.word in better], better)


def _places(question: Question, typed: str) -> Iterator[_Place]:
    """The words of a question that were typed as words: not what it excludes, and not the names that it knows."""
    named = {part.span for part in _parts(question) if isinstance(part, Tied)}
    seen: set[int] = set()
    for part in _parts(question):
        if not isinstance(part, Word | Phrase) or part.span is None or part.span in named:
            continue
        if isinstance(part, Word) and part.distance:
            continue
        words = set(text.words(part.text))
        for token in text.tokens(typed[part.span.start : part.span.end]):
            start = part.span.start + token.start
            if token.text in words and start not in seen and not is_unspaced(token.text):
                seen.add(start)
                yield _Place(token.text, start, part.span.start + token.end)


def _parts(question: Question) -> Iterator[Question]:
    match question:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _parts(part)
        case Without():
            return
        case _:
            yield question


def _better(word: str, without: frozenset[str], engine: Engine) -> str | None:
    """The word that `word` is most likely to have been meant for, where it is clear."""
    if len(word) < _SHORTEST or any(letter.isdigit() for letter in word):
        return None
    held = _held(word, without, engine)
    if held > FEW:
        return None
    least = max(held * _CLEARLY, 1)
    near = [(distance, -count, other) for other, count, distance in _near(word, engine) if count >= least]
    for distance, _, other in sorted(near):
        # One letter is soon mistyped; that two are is believed where nothing holds the word.
        if (distance == 1 or not held) and _held(other, without, engine) >= least:
            return other
    return None


def _held(word: str, without: frozenset[str], engine: Engine) -> int:
    return engine.search(Ask(Word(word), without=without, limit=0, facets=False)).total


def _near(word: str, engine: Engine) -> Iterator[tuple[str, int, int]]:
    """Words of the index that differ in one or two letters, with how many alerts hold them, and in how many they do."""
    most = 2 if len(word) >= _SHORTEST_FOR_TWO else 1
    letters = set(word)
    found = dict(engine.vocabulary(word[:_BEGINNING], _MOST_READ))
    found |= {other: count for other in _otherwise_begun(word) if (count := engine.frequency(other))}
    for other, count in found.items():
        if other != word and abs(len(other) - len(word)) <= most and len(letters ^ set(other)) <= 2 * most:
            distance = differing(word, other)
            if distance <= most:
                yield other, count, distance


def _otherwise_begun(word: str) -> Iterator[str]:
    """Words that differ in one of the first letters: another, one more, one less, or two that changed places.

    The words that begin as typed are read from the index; to read those of all other beginnings takes too long.
    """
    for place in range(_BEGINNING):
        before, after = word[:place], word[place + 1 :]
        yield from (before + after, before + after[:1] + word[place] + after[1:])
        for letter in string.ascii_lowercase:
            yield from (before + letter + word[place:], before + letter + after)


@lru_cache(maxsize=10_000)
def differing(one: str, other: str) -> int:
    """In how many letters two words differ: left out, added, changed, or two neighbours changed places (Damerau; the
    optimal string alignment, in which no letter is moved twice)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, another in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != another))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == another:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _with(question: Question, better: Mapping[str, str]) -> Question:
    match question:
        case All(parts):
            return All(tuple(_with(part, better) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_with(part, better) for part in parts))
        case Word() | Phrase() if not is_unspaced(question.text):
            return replace(question, text=" ".join(better.get(word, word) for word in text.words(question.text)))
    return question


def _retyped(typed: str, places: list[_Place], better: Mapping[str, str]) -> str:
    for place in sorted(places, key=lambda place: -place.start):
        was = typed[place.start : place.end]
        word = better[place.word]
        word = word.upper() if was.isupper() else word.capitalize() if was[:1].isupper() else word
        typed = typed[: place.start] + word + typed[place.end :]
    return typed
