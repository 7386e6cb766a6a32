"""The ten classes of question that are measured, as each side needs them."""

import datetime as dt
from dataclasses import dataclass

from benchmarks.corpus import term

RARE, MEDIUM, COMMON, OTHERS = term(60_000), term(900), term(0), (term(1), term(4), term(40))


@dataclass(frozen=True, slots=True)
class Class:
    """A class of question: words that must (`every`) or may (`some`) occur, a phrase, a beginning; filters; order."""

    name: str
    every: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    prefix: str = ""
    issuer: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    by_date: bool = False


CLASSES = (
    Class("rare word", every=(RARE,)),
    Class("medium word", every=(MEDIUM,)),
    Class("common word", every=(COMMON,)),
    Class("two words, both", every=(OTHERS[1], OTHERS[2])),
    Class("three words, any", some=OTHERS),
    Class("phrase", phrase=(OTHERS[0], OTHERS[1])),
    Class("beginning of a word", prefix=term(900)[:4]),
    Class("word, issuer, dates", (OTHERS[2],), issuer="issuer1", first=dt.date(2010, 1, 1), last=dt.date(2015, 6, 1)),
    Class("common word, by date", every=(COMMON,), by_date=True),
    Class("no words", by_date=True),
)  # fmt: skip
