"""The ten classes of question that are measured, each as the query string that every side is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.http import urlencode

from benchmarks.corpus import rank, term
from benchmarks.vocabulary import Vocabulary

Pairs = dict[str, str]


@dataclass(frozen=True, slots=True)
class Class:
    """A class of question; `of(n)` is the n-th query string of it: other words each time, about as common."""

    name: str
    _pairs: Callable[[int], Pairs]

    def of(self, n: int) -> str:
        return urlencode(self._pairs(n))


def classes(alerts: int, words: int) -> list[Class]:
    """For an archive of so many alerts of so many words. A common word is in three of five, a rare one in a handful."""
    issuer = Vocabulary().issuers[1].uid
    rare = max(5 / alerts, 0.0001)
    ranks = {share: rank(share, words) for share in (0.6, 0.4, 0.3, 0.1, 0.05, 0.01, rare)}

    def word(share: float, n: int) -> str:
        return term(ranks[share] + n)

    def filtered(n: int) -> Pairs:
        return {"q": word(0.1, n), "issuer": issuer, "issued_after": "2010", "issued_before": "2015-06"}

    return [
        Class("rare word", lambda n: {"q": word(rare, n)}),
        Class("medium word", lambda n: {"q": word(0.01, n)}),
        Class("common word", lambda n: {"q": word(0.6, n)}),
        Class("two words, both", lambda n: {"q": f"{word(0.3, n)} {word(0.1, n)}"}),
        Class("three words, any", lambda n: {"q": f"{word(0.6, n)} OR {word(0.3, n)} OR {word(0.05, n)}"}),
        Class("phrase", lambda n: {"q": f'"{word(0.6, n)} {word(0.4, n)}"'}),
        Class("beginning of a word", lambda n: {"q": f"{word(0.01, 3 * n)[:4]}*"}),
        Class("word, issuer, dates", filtered),
        Class("common word, by date", lambda n: {"q": word(0.6, n), "sort": "-date"}),
        Class("no words", lambda n: {"page": str(n + 1)}),
    ]
