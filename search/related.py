"""Related alerts: those that use the same rare words in title and abstract, and share a situation, place or population.

A finding aid made by counting; it says nothing of the alerts. One database query, and short ones to the index.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from alerts.models import Alert
from search import text
from search.asking import Ask
from search.engine import Engine
from search.question import All, AnyOf, Question, Tied, Word

MOST = 5
_MOST_WORDS = 12
# What part of the weight of its rare words an alert must share that is tied to nothing of the same; and as what part of
# it a shared tie counts.
_ENOUGH, _TIED = 0.25, 0.15
_MOST_FOUND = 30
_TITLE = 3  # times as much as in the abstract a word of the title counts
# A word of more alerts than that is not rare: so many, or such a part of them, whichever is more.
_COMMON, _COMMON_PART = 25, 0.02
# Words that are rare in a small archive only, and say nothing of what an alert is about.
_EMPTY_WORDS = """
about after against all also among and any are because been before being between both but call calls can could does
during each especially for from gives had has have her here his how into its may might more most must new nor not
now off one only other our out over per put said says shall should since some such than that the their them then
there these they this those three through together toward towards two under until upon used very via was were what
when where which while who whom whose why will with would your january february march april june july august
september october november december aux avec como con dans del des dos das elle entre est las les leur los nos para
par pas por pour pro qual que qui sin sobre son sont sua sur sus una une und der die das den von vor auf mit zum zur
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


def related(alert: Alert, engine: Engine, situations: Iterable[str] = (), without: Iterable[str] = ()) -> list[Alert]:
    """At most MOST published alerts like `alert`, the most alike first: never itself, its series or its statement.

    `situations` are the uids of its situations, `without` those of alerts that stand on its page anyway. Raises
    Unusable where the index is unreadable.
    """
    words = _rare_words(alert, engine)
    ties = list(_ties(alert, situations))
    left_out = frozenset({alert.uid, *without})
    alike: Question = AnyOf(tuple(Word(w, within=name) for w in words for name in ("title", "abstract")))
    tied = _found(All((AnyOf(tuple(ties)), alike)), engine, left_out) if ties and words else []
    others = _found(alike, engine, left_out) if words and len(tied) < _MOST_FOUND else []
    return _chosen(alert, tied, others, words)


def _found(question: Question, engine: Engine, without: frozenset[str]) -> list[str]:
    return engine.search(Ask(question, without=without, limit=_MOST_FOUND, facets=False)).uids


def _chosen(alert: Alert, tied: list[str], others: list[str], words: dict[str, float]) -> list[Alert]:
    uids = list(dict.fromkeys([*tied, *others]))
    if not uids:
        return []
    public = Alert.objects.published().filter(uid__in=uids).exclude(uid=alert.uid)
    public = public.exclude(series=alert.series).exclude(statement=alert.statement)
    shown = ("uid", "slug", "title", "abstract", "language", "issued", "issued_basis", "issued_note", "statement")
    by_uid = {other.uid: other for other in public.only(*shown)}
    likeness = {uid: _in_common(words, other) + _TIED * (uid in tied) for uid, other in by_uid.items()}
    enough = [uid for uid in uids if uid in tied or likeness.get(uid, 0) >= _ENOUGH]
    chosen: dict[str, Alert] = {}
    for uid in sorted((uid for uid in enough if uid in by_uid), key=lambda uid: -likeness[uid]):
        chosen.setdefault(by_uid[uid].statement, by_uid[uid])  # of translations, the one that is most alike
    return list(chosen.values())[:MOST]


def _rare_words(alert: Alert, engine: Engine) -> dict[str, float]:
    """The words that tell the alert from others, with their weights: frequent in it, rare in the archive. Those that it
    has alone are none of them, but add to the whole, so that an alert on something else than all others has none alike.
    """
    counts: Counter[str] = Counter()
    for words, times in ((text.words(alert.title), _TITLE), (text.words(alert.abstract), 1)):
        for word in words:
            counts[word] += times
    total = engine.search(Ask(limit=0, facets=False)).total
    most = max(_COMMON, int(total * _COMMON_PART))
    weights: dict[str, float] = {}
    shared: set[str] = set()
    for word, times in counts.items():
        if word not in _EMPTY and not word.isdigit() and (len(word) > 2 or not word.isascii()):
            held = engine.frequency(word)
            if 1 <= held <= most:
                weights[word] = times * math.log((total + 1) / held)
                shared |= {word} if held > 1 else set()
    rarest = sorted(weights, key=lambda word: (-weights[word], word))
    whole = sum(weights[word] for word in rarest[:_MOST_WORDS])
    return {word: weights[word] / whole for word in [word for word in rarest if word in shared][:_MOST_WORDS]}


def _in_common(words: dict[str, float], other: Alert) -> float:
    """The part of the weight of `words` that the title and abstract of `other` hold, in any form of the words."""
    held = {text.stem(word, other.language) for part in (other.title, other.abstract) for word in text.words(part)}
    return sum(w for word, w in words.items() if text.stem(word, other.language) in held)


def _ties(alert: Alert, situations: Iterable[str]) -> Iterator[Tied]:
    record = alert.record or {}
    for uid in situations:
        yield Tied("situation", (uid,))
    for part in record.get("places", []):
        yield Tied("place", (part["place"]["uid"],))
    for part in record.get("populations", []):
        if part["population"]:
            yield Tied("population", (part["population"]["uid"],))
