"""Which alerts a situation counts: many tied, or untied, at once, as a search finds them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from alerts import heads, situations
from alerts.models import Alert, Situation
from identifiers.folding import fold
from search import index
from search.asking import Ask
from search.engine import Unusable
from search.names import expand
from search.parser import parse

# Alerts that are tied by one question; a wider one should be narrowed.
MOST = 5000
AMONG = {"public": "public alerts", "drafts": "drafts", "tied": "alerts that it counts"}


@dataclass(frozen=True)
class Hits:
    """How many alerts a question finds, the ids of those that were asked for, in order, and what is wrong with it."""

    total: int
    ids: list[int]
    problems: list[str]


def may_tie(user: Any) -> bool:
    return bool(user.has_perm("alerts.change_situation"))


def found(situation: Situation, typed: str, among: str, today: dt.date, offset: int = 0, limit: int = MOST) -> Hits:
    """The alerts, never working copies, that a question finds among the public ones, the drafts, or those counted.

    Public ones are found by the whole language of the search; the others by words of their titles.
    """
    if among == "public" and typed.strip():
        return _by_search(typed, today, offset, limit)
    rows = _listed(situation, typed, among)
    return Hits(rows.count(), list(rows.values_list("pk", flat=True)[offset : offset + limit]), [])


def tie(situation: Situation, ids: Iterable[int], by: Any) -> int:
    """Have the situation count these alerts too. Returns how many came. Raises PermissionDenied."""
    return _move(situation, by, lambda held: held | _alerts(ids))


def untie(situation: Situation, ids: Iterable[int], by: Any) -> int:
    """Have the situation no longer count these alerts. Returns how many went. Raises PermissionDenied."""
    return _move(situation, by, lambda held: held - set(ids))


def _move(situation: Situation, by: Any, wanted: Any) -> int:
    if not may_tie(by):
        raise PermissionDenied("You may not change situations.")
    with transaction.atomic():
        heads.lock(heads.CHANGES)  # before the rows: whoever publishes takes them in the same order
        held = set(situation.alerts.values_list("pk", flat=True))
        return len(situations.tie(situation, wanted(held)))


def _alerts(ids: Iterable[int]) -> set[int]:
    return set(Alert.objects.filter(pk__in=set(ids), revises=None).values_list("pk", flat=True))


def _by_search(typed: str, today: dt.date, offset: int, limit: int) -> Hits:
    parsed = parse(typed, today)
    problems = [problem.message for problem in parsed.problems]
    engine = index.searcher()
    pending = index.pending(engine) if engine else None
    if engine and pending:
        try:
            question = expand(parsed.question, False).question
            asked = Ask(question, without=pending.uids, order="-date", offset=offset, limit=limit, facets=False)
            hits = engine.search(asked)
        except Unusable as error:
            index.found_damaged(error)
        else:
            rows = Alert.objects.published().filter(uid__in=hits.uids).values_list("uid", "pk")
            keys = dict(rows)
            return Hits(hits.total, [keys[uid] for uid in hits.uids if uid in keys], problems)
    public = Alert.objects.published().mentioning(fold(typed).split()[:20]).newest_first()
    return Hits(public.count(), list(public.values_list("pk", flat=True)[offset : offset + limit]), problems)


def _listed(situation: Situation, typed: str, among: str) -> "QuerySet[Alert]":
    rows = {
        "public": Alert.objects.published(),
        "drafts": Alert.objects.filter(revises=None, status__in=[Alert.Status.DRAFT, Alert.Status.IN_REVIEW]),
        "tied": situation.alerts.all(),
    }[among]
    for word in fold(typed).split()[:20]:
        rows = rows.filter(title_key__contains=word)
    return rows.newest_first()
