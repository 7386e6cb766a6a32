"""Likely duplicates of the whole archive: found in one pass, kept until somebody says what they are."""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from alerts.models import Alert, Party, Relation
from curation.likeness import SIMILAR, entered, overlap
from curation.models import AlertPair

_DAYS = 31  # titles of serials repeat: only those issued about the same time are likely to be one
_HALF = 0.5
_SHARED_BY = 8  # an address that more alerts have in common is a list or a home page
_LARGEST = 10_000  # pairs that are kept: nobody works through more
_COMPARED = 400  # alerts of one word that are compared with an undated one
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Entry:
    pk: int
    words: tuple[str, ...]
    earliest: dt.date | None
    latest: dt.date | None
    source: str
    statement: str

    @property
    def is_loose(self) -> bool:
        """Whether its date says little: undated, or a span of more than a month."""
        return not self.earliest or not self.latest or (self.latest - self.earliest).days > _DAYS


def find() -> int:
    """Look through the whole archive again; how many pairs are undecided now.

    What somebody said of a pair stays; what is alike no more goes. Memory: about 1 kB an alert.
    """
    entries = _read()
    reasons: dict[Pair, list[str]] = defaultdict(list)
    for pair in _of_one_source(entries):
        reasons[pair].append("the same source address")
    for pair in _of_one_day(entries):
        reasons[pair].append("the same issuer and date, a similar title")
    for pair in _of_one_title(entries):
        reasons[pair].append("a very similar title at about the same time")
    for tied in _tied({alert for pair in reasons for alert in pair}):
        reasons.pop(tied, None)
    return _keep(reasons)


def tell_apart(pair: AlertPair, by: User | AnonymousUser) -> None:
    """Have it said for good that the two are different documents. Raises PermissionDenied."""
    if not isinstance(by, User) or not by.has_perm("alerts.change_alert"):
        raise PermissionDenied("You may not change alerts.")
    AlertPair.objects.undecided().filter(pk=pair.pk).update(decided_at=timezone.now(), decided_by=by)


def take_back(pair: AlertPair, by: User | AnonymousUser) -> None:
    """Have the two looked at again. Raises PermissionDenied."""
    if not by.has_perm("alerts.change_alert"):
        raise PermissionDenied("You may not change alerts.")
    AlertPair.objects.filter(pk=pair.pk).update(decided_at=None, decided_by=None)


def _read() -> list[_Entry]:
    columns = ("pk", "title_key", "issued_earliest", "issued_latest", "source_key", "statement")
    rows = entered().exclude(status=Alert.Status.WITHDRAWN).values_list(*columns).iterator(chunk_size=5000)
    return [_Entry(pk, tuple(dict.fromkeys(title.split())), *rest) for pk, title, *rest in rows]


def _of_one_source(entries: list[_Entry]) -> Iterator[Pair]:
    groups = defaultdict(list)
    for entry in entries:
        if entry.source:
            groups[entry.source].append(entry)
    for group in groups.values():
        if len(group) <= _SHARED_BY:
            yield from (_pair(one, other) for one, other in _each(group) if one.statement != other.statement)


def _of_one_day(entries: list[_Entry]) -> Iterator[Pair]:
    by_pk = {e.pk: e for e in entries if e.earliest and e.words}
    issuers = Party.objects.filter(role=Party.Role.ISSUER, alert__revises=None).order_by()
    groups = defaultdict(list)
    for alert, organization in issuers.values_list("alert", "organization").iterator(chunk_size=5000):
        if entry := by_pk.get(alert):
            groups[organization, entry.earliest, entry.latest].append(entry)
    for group in groups.values():
        for one, other in _each(group[:_COMPARED]):
            if one.statement != other.statement and overlap(one.words, other.words) >= _HALF:
                yield _pair(one, other)


def _of_one_title(entries: list[_Entry]) -> Iterator[Pair]:
    """Pairs by the words that tell most: two similar titles share one of their rarest (prefix filtering)."""
    frequency = Counter(word for entry in entries for word in entry.words)
    holding: dict[str, list[_Entry]] = defaultdict(list)
    exact = sorted((e for e in entries if not e.is_loose), key=lambda e: e.earliest or dt.date.min)
    for entry in [*exact, *(e for e in entries if e.is_loose)]:
        rarest = sorted(entry.words, key=lambda word: (frequency[word], word))
        telling = rarest[: len(rarest) - math.ceil(SIMILAR * len(rarest)) + 1]
        seen = set()
        for word in telling:
            for other in _near(entry, holding[word]):
                if other.pk not in seen:
                    seen.add(other.pk)
                    if entry.statement != other.statement and overlap(entry.words, other.words) >= SIMILAR:
                        yield _pair(entry, other)
            holding[word].append(entry)


def _near(entry: _Entry, others: list[_Entry]) -> Iterator[_Entry]:
    """Of `others`, in order of date, those of about the same time as `entry`, which is later than all of them."""
    if entry.is_loose:
        for other in others[-_COMPARED:]:
            if not entry.earliest or not other.earliest or _overlap(entry, other):
                yield other
        return
    for other in reversed(others):
        if (entry.earliest - other.earliest).days > _DAYS:  # type: ignore[operator]
            return
        yield other


def _overlap(one: _Entry, other: _Entry) -> bool:
    return (one.earliest or dt.date.min) <= (other.latest or dt.date.max) and (other.earliest or dt.date.min) <= (
        one.latest or dt.date.max
    )


def _tied(alerts: set[int]) -> Iterator[Pair]:
    """The pairs of these alerts that a relation ties already."""
    rows = Relation.objects.filter(alert__revises=None).values_list("alert", "target").iterator(chunk_size=5000)
    yield from (_in_order(alert, target) for alert, target in rows if alert in alerts and target in alerts)


@transaction.atomic
def _keep(reasons: dict[Pair, list[str]]) -> int:
    columns = ("pk", "first", "second", "decided_at")
    held = {(first, second): (pk, at) for pk, first, second, at in AlertPair.objects.values_list(*columns)}
    gone = [pk for pair, (pk, decided) in held.items() if decided is None and pair not in reasons]
    for start in range(0, len(gone), 500):
        AlertPair.objects.filter(pk__in=gone[start : start + 500]).delete()
    new = sorted(((pair, why) for pair, why in reasons.items() if pair not in held), key=lambda p: len(p[1]))
    room = max(0, _LARGEST - AlertPair.objects.undecided().count())
    likeliest = new[len(new) - min(room, len(new)) :]
    made = [AlertPair(first_id=a, second_id=b, reasons=_sentence(why)) for (a, b), why in likeliest]
    AlertPair.objects.bulk_create(made, batch_size=500)
    return AlertPair.objects.undecided().count()


def _sentence(reasons: Iterable[str]) -> str:
    text = "; ".join(dict.fromkeys(reasons))
    return text[:1].upper() + text[1:]


def _each(group: list[_Entry]) -> Iterator[tuple[_Entry, _Entry]]:
    return ((one, other) for n, one in enumerate(group) for other in group[n + 1 :])


def _pair(one: _Entry, other: _Entry) -> Pair:
    return _in_order(one.pk, other.pk)


def _in_order(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
