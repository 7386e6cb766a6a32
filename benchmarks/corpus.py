"""A made-up archive for measuring: deterministic, with the word frequencies, lengths and ties of a real one.

Words are made up and follow Zipf's law over 200,000 terms. Dates lie between 1990 and 2026, most of them known to the
day. Ties are numbers: which records they mean, benchmarks/vocabulary.py says.
"""

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

TERMS = 200_000
ISSUERS, TYPES, COUNTRIES, SITUATIONS, BODIES, MEASURES = 40, 3, 190, 60, 120, 17
PLACES, POPULATIONS = 150, 40
CRIMES = ("mass_atrocity", "crimes_against_humanity", "war_crimes", "genocide", "ethnic_cleansing", "aggression")
MODALITIES = ("risk", "under_way", "committed", "imminent", "denied")
LANGUAGES = ("en",) * 9 + ("es", "fr")
BLOCK = 500  # alerts that are made together, from a seed of their own
_OFFSET = 2.7
_WORDS_A_SENTENCE, _SENTENCES_A_PARAGRAPH = 15, 5
_FIRST_DAY = dt.date(1990, 1, 1)
_DAYS = (dt.date(2026, 12, 31) - _FIRST_DAY).days
_SYLLABLES = ("ka", "ro", "mi", "ten", "sal", "vor", "du", "lin", "ga", "pes", "nor", "ut", "ber", "zi", "cha", "om")


@dataclass(frozen=True, slots=True)
class Ask:
    """A recommendation: its text, who is asked, and for which measure."""

    text: str
    bodies: tuple[int, ...]
    measure: int
    situation: int | None


@dataclass(frozen=True, slots=True)
class Sample:
    """A made-up alert: texts as words, ties as numbers. One that `updates` follows the one before it."""

    number: int
    title: str
    abstract: str
    body: str
    note: str
    issued: str  # EDTF; "" where it is undated
    language: str
    issuers: tuple[int, ...]
    type: int
    countries: tuple[int, ...]
    places: tuple[int, ...]
    populations: tuple[int, ...]
    situations: tuple[int, ...]
    addressees: tuple[int, ...]
    says: tuple[tuple[str, str], ...]  # crime, modality
    asks: tuple[Ask, ...]
    updates: bool


def term(rank: int) -> str:
    """The made-up word of a rank, the commonest first."""
    letters, rest = [], rank + len(_SYLLABLES)
    while rest:
        rest, digit = divmod(rest, len(_SYLLABLES))
        letters.append(_SYLLABLES[digit])
    return "".join(letters) + ("" if rank % 3 else "s")


def name(number: int) -> str:
    """A made-up proper name, which hardly ever occurs among the words."""
    return term(TERMS + 37 * number + 1).capitalize()


def rank(share: float, words: int) -> int:
    """The rank of a word that occurs in about this share of alerts with so many words each."""
    chance = 1 - (1 - share) ** (1 / words)
    total = sum(1 / (n + _OFFSET) for n in range(TERMS))
    return min(TERMS - 1, max(0, round(1 / (chance * total) - _OFFSET)))


class Maker:
    """Makes alerts of about `words` words each; the same for the same arguments, whatever the machine."""

    def __init__(self, words: int, seed: int = 1) -> None:
        self._words, self._seed = words, seed
        self._vocabulary = [term(rank) for rank in range(TERMS)]
        self._weights = list(itertools.accumulate(1 / (rank + _OFFSET) for rank in range(TERMS)))

    def block(self, block: int, count: int = BLOCK) -> Iterator[Sample]:
        """The first `count` alerts of a block."""
        rng = random.Random(f"{self._seed} {self._words} {block}")
        before: Sample | None = None
        for number in range(block * BLOCK, block * BLOCK + count):
            before = self._sample(rng, number, before)
            yield before

    def _sample(self, rng: random.Random, number: int, before: Sample | None) -> Sample:
        updated = before if before and len(before.issued) == len("2022-10-07") and not before.updates else None
        if rng.random() > 0.06:
            updated = None
        countries = several(rng, COUNTRIES, 0.5, rng.choice((1, 1, 2, 3)))
        issuers = several(rng, ISSUERS, 0.9, 2 if rng.random() < 0.1 else 1)
        situations = several(rng, SITUATIONS, 0.7, rng.choice((0, 1, 1)))
        asks = tuple(self._ask(rng, situations) for _ in range(rng.choice((1, 2, 2, 3))))
        abstract = max(8, self._words // 10)
        rest = self._words - 7 - abstract - 15 * len(asks)
        return Sample(
            number=number,
            title=f"{self._line(rng, 6)} in {name(countries[0])}",
            abstract=self._text(rng, abstract),
            body=self._text(rng, max(8, rest)),
            note=self._line(rng, 8) if rng.random() < 0.3 else "",
            issued=later(rng, updated.issued) if updated else date(rng),
            language=rng.choice(LANGUAGES),
            issuers=issuers,
            type=issuers[0] * TYPES + rng.randrange(TYPES),
            countries=countries,
            places=several(rng, PLACES, 0.6, rng.choice((0, 1))),
            populations=several(rng, POPULATIONS, 0.6, rng.choice((0, 0, 1))),
            situations=situations,
            addressees=several(rng, BODIES, 0.6, rng.choice((0, 1, 2))),
            says=tuple((pick(rng, CRIMES), pick(rng, MODALITIES)) for _ in range(rng.choice((0, 1, 1, 2)))),
            asks=asks,
            updates=updated is not None,
        )

    def _ask(self, rng: random.Random, situations: tuple[int, ...]) -> Ask:
        own = situations[0] if situations and rng.random() < 0.1 else None
        bodies = several(rng, BODIES, 0.6, rng.choice((1, 1, 2)))
        return Ask(self._text(rng, 15), bodies, rng.randrange(MEASURES), own)

    def _some(self, rng: random.Random, number: int) -> list[str]:
        return rng.choices(self._vocabulary, cum_weights=self._weights, k=number)

    def _line(self, rng: random.Random, number: int) -> str:
        return " ".join(self._some(rng, number)).capitalize()

    def _text(self, rng: random.Random, number: int) -> str:
        """Sentences in paragraphs."""
        words = self._some(rng, number)
        for end in range(_WORDS_A_SENTENCE - 1, number - 1, _WORDS_A_SENTENCE):
            is_last = (end + 1) % (_WORDS_A_SENTENCE * _SENTENCES_A_PARAGRAPH) == 0
            words[end] += ".\n\n" if is_last else "."
            words[end + 1] = words[end + 1].capitalize()
        words[0] = words[0].capitalize()
        return " ".join(words).replace("\n\n ", "\n\n") + "."


def several(rng: random.Random, of: int, skew: float, count: int) -> tuple[int, ...]:
    """Up to `count` different numbers below `of`, some of which come much more often than others."""
    return tuple(dict.fromkeys(int(rng.paretovariate(skew)) % of for _ in range(count)))


def pick(rng: random.Random, values: tuple[str, ...]) -> str:
    """One of `values`, the first the most often."""
    return values[int(len(values) * rng.random() ** 2)]


def later(rng: random.Random, day: str) -> str:
    """A day after `day`."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=rng.randrange(1, 90))).isoformat()


def date(rng: random.Random) -> str:
    """A date as it is known: nine in ten to the day, others to the month or the year; one in a hundred not at all."""
    day = (_FIRST_DAY + dt.timedelta(days=int(_DAYS * rng.betavariate(2.2, 1.2)))).isoformat()
    chance = rng.random()
    return day if chance < 0.85 else day[:7] if chance < 0.95 else day[:4] if chance < 0.99 else ""
