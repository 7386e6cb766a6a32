"""A made-up archive for measuring: deterministic, with the word frequencies and the ties of a real one.

Words follow Zipf's law over 200,000 terms; there are 40 issuers, 8 types, 190 countries and dates from 1990 to 2026.
"""

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

TERMS = 200_000
ISSUERS, TYPES, COUNTRIES, SITUATIONS, BODIES, MEASURES = 40, 8, 190, 60, 120, 17
GENRES = ("alert", "bulletin", "statement", "press_release", "letter", "report")
CRIMES = ("genocide", "crimes_against_humanity", "war_crimes", "ethnic_cleansing", "mass_atrocity")
MODALITIES = ("risk", "imminent", "under_way", "committed")
LANGUAGES = ("en",) * 9 + ("es", "fr")
_FIRST_DAY = dt.date(1990, 1, 1)
_DAYS = (dt.date(2026, 12, 31) - _FIRST_DAY).days
_SYLLABLES = ("ka", "ro", "mi", "ten", "sal", "vor", "du", "lin", "ga", "pes", "nor", "ut", "ber", "zi", "cha", "om")


@dataclass(frozen=True, slots=True)
class Sample:
    """A made-up alert: texts as words, ties as keys."""

    uid: str
    title: str
    abstract: str
    body: str
    recommends: str
    day: dt.date
    issuer: str
    type: str
    genre: str
    countries: tuple[str, ...]
    situation: str
    addressees: tuple[str, ...]
    measure: str
    language: str
    crime: str
    modality: str


def term(rank: int) -> str:
    """The word of that rank in frequency; 0 is the most common."""
    letters, n = [], rank + 1
    while n:
        n, digit = divmod(n, len(_SYLLABLES))
        letters.append(_SYLLABLES[digit])
    return "".join(letters) + ("" if rank % 3 else "s")


def samples(count: int, words: int, seed: int = 1) -> Iterator[Sample]:
    """`count` alerts of about `words` words each; the same for the same arguments, whatever the machine."""
    rng = random.Random(seed)
    vocabulary = [term(rank) for rank in range(TERMS)]
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(TERMS)))

    def some(number: int) -> str:
        return " ".join(rng.choices(vocabulary, cum_weights=weights, k=number))

    for n in range(count):
        kind = rng.randrange(TYPES)
        yield Sample(
            uid=f"u{n:09d}",
            title=some(9),
            abstract=some(max(10, words // 10)),
            body=some(max(10, words - words // 10 - 39)),
            recommends=some(30),
            day=_FIRST_DAY + dt.timedelta(days=int(_DAYS * rng.betavariate(2.2, 1.2))),
            issuer=f"issuer{int(rng.paretovariate(0.9)) % ISSUERS}",
            type=f"type{kind}",
            genre=GENRES[kind % len(GENRES)],
            countries=tuple({f"C{int(rng.paretovariate(0.5)) % COUNTRIES}" for _ in range(rng.choice((1, 1, 2, 3)))}),
            situation=f"situation{int(rng.paretovariate(0.7)) % SITUATIONS}",
            addressees=tuple({f"body{int(rng.paretovariate(0.6)) % BODIES}" for _ in range(2)}),
            measure=f"measure{rng.randrange(MEASURES)}",
            language=rng.choice(LANGUAGES),
            crime=rng.choice(CRIMES),
            modality=rng.choice(MODALITIES),
        )
