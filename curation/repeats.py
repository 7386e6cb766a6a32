"""Recommendations that repeat the same ask: found by their words, tied by a person, and untied.

Two are likely one ask when they share most of their longer words. Nothing is tied by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q

from alerts import heads
from alerts.changes import altered
from alerts.models import Alert, Recommendation, RecommendationAddressee, RepeatedAsk
from identifiers.folding import fold
from identifiers.uid import mint_uid

# The newest of a scope that are compared with one another.
MOST = 1000
_ALIKE = 0.5
_SHORTEST = 4  # letters of a word that counts
_COMMON = 200  # asks that share a word, beyond which it tells nothing


class TyingError(Exception):
    """Recommendations that cannot be tied; its text says why, for a person."""


@dataclass
class Ask:
    """A recommendation of an alert, or of a draft, as it is compared."""

    row: Recommendation
    words: frozenset[str]
    tied: str = ""  # to which ask, if any


@dataclass
class Group:
    """Recommendations that are likely, or said, to repeat one ask; `ask` is empty while nobody has said so."""

    ask: str
    members: list[Ask] = field(default_factory=list)


@dataclass(frozen=True)
class Scope:
    """Where repeats are looked for: records, of which any may be None."""

    situation: Any = None
    issuer: Any = None
    addressee: Any = None

    @property
    def is_empty(self) -> bool:
        return not (self.situation or self.issuer or self.addressee)


def may_tie(user: Any) -> bool:
    return bool(user.has_perm("alerts.add_repeatedask") and user.has_perm("alerts.delete_repeatedask"))


def asks(scope: Scope) -> list[Ask]:
    """The recommendations in a scope, the newest first, at most MOST. Two queries."""
    rows = Recommendation.objects.filter(alert__revises=None).select_related("alert")
    if scope.situation:
        whole = Q(situation=None, alert__in=scope.situation.alerts.values("pk"))
        rows = rows.filter(Q(situation=scope.situation) | whole)
    if scope.issuer:
        rows = rows.filter(alert__in=Alert.objects.issued_by([scope.issuer]).values("pk"))
    if scope.addressee:
        asked = RecommendationAddressee.objects.filter(organization=scope.addressee).values("recommendation")
        rows = rows.filter(pk__in=asked)
    found = list(rows.order_by(F("alert__issued_earliest").desc(nulls_last=True), "-pk")[:MOST])
    said = RepeatedAsk.objects.filter(recommendation__in=[row.uid for row in found])
    tied = dict(said.values_list("recommendation", "ask"))
    return [Ask(row, _words(row.text), tied.get(row.uid, "")) for row in found]


def likely(found: Sequence[Ask]) -> list[Group]:
    """Those of `found` that likely repeat one ask, and those that are said to; the largest groups first."""
    above = list(range(len(found)))

    def top(n: int) -> int:
        while above[n] != n:
            above[n] = above[above[n]]
            n = above[n]
        return n

    for one, other in _pairs(found):
        above[top(other)] = top(one)
    groups: dict[int, Group] = {}
    for n, ask in enumerate(found):
        group = groups.setdefault(top(n), Group(""))
        group.members.append(ask)
        group.ask = group.ask or ask.tied
    return sorted((g for g in groups.values() if len(g.members) > 1), key=lambda g: -len(g.members))


def tie(uids: Iterable[str], by: Any) -> int:
    """Say that the recommendations of those uids repeat one ask, with all that any of them was tied to already.

    Returns how many then belong to it. Raises PermissionDenied, TyingError.
    """
    _require(by)
    wanted = set(uids)
    with transaction.atomic():
        heads.lock(heads.CHANGES)
        known = set(Recommendation.objects.filter(uid__in=wanted).values_list("uid", flat=True))
        if len(known) < 2:
            raise TyingError("Two recommendations at least are tied: tick those that repeat one ask.")
        earlier = sorted(set(RepeatedAsk.objects.filter(recommendation__in=known).values_list("ask", flat=True)))
        ask = earlier[0] if earlier else mint_uid()
        RepeatedAsk.objects.filter(ask__in=earlier).update(ask=ask)
        held = set(RepeatedAsk.objects.filter(recommendation__in=known).values_list("recommendation", flat=True))
        RepeatedAsk.objects.bulk_create(
            RepeatedAsk(recommendation=uid, ask=ask, tied_by=by) for uid in sorted(known - held)
        )
        return len(_tell_of(RepeatedAsk.objects.filter(ask=ask).values_list("recommendation", flat=True)))


def untie(uids: Iterable[str], by: Any) -> int:
    """Say that those repeat no other ask. One that would be left alone is untied too. Raises PermissionDenied."""
    _require(by)
    with transaction.atomic():
        heads.lock(heads.CHANGES)
        rows = RepeatedAsk.objects.filter(recommendation__in=set(uids))
        asks = set(rows.values_list("ask", flat=True))
        moved = list(RepeatedAsk.objects.filter(ask__in=asks).values_list("recommendation", flat=True))
        count, _ = rows.delete()
        left = Counter(RepeatedAsk.objects.filter(ask__in=asks).values_list("ask", flat=True))
        RepeatedAsk.objects.filter(ask__in=[ask for ask, members in left.items() if members == 1]).delete()
        _tell_of(moved)
        return count


def _tell_of(uids: Iterable[str]) -> list[str]:
    """Have the public alerts that hold these recommendations look as they are tied now."""
    moved = list(uids)
    altered(Recommendation.objects.filter(uid__in=moved).values_list("alert", flat=True))
    return moved


def _require(by: Any) -> None:
    if not may_tie(by):
        raise PermissionDenied("You may not tie recommendations.")


def _words(text: str) -> frozenset[str]:
    words = fold(text).split()
    return frozenset(w for w in words if len(w) >= _SHORTEST) or frozenset(words)


def _pairs(found: Sequence[Ask]) -> Iterable[tuple[int, int]]:
    """Those tied to one ask, and those that share most of their words; compared only where they share a rarer word."""
    by_word, by_tie = defaultdict(list), defaultdict(list)
    for n, ask in enumerate(found):
        for word in ask.words:
            by_word[word].append(n)
        if ask.tied:
            by_tie[ask.tied].append(n)
    for together in by_tie.values():
        yield from ((together[0], other) for other in together[1:])
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in by_word.values():
        if len(numbers) <= _COMMON:
            shared.update((one, other) for n, one in enumerate(numbers) for other in numbers[n + 1 :])
    for (one, other), _ in shared.items():
        both = found[one].words & found[other].words
        if len(both) >= _ALIKE * len(found[one].words | found[other].words):
            yield one, other
