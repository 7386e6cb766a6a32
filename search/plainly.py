"""Questions put to the database itself, while there is no index: exact for filters and orders, plain for words."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Q

from alerts.filters import AlertFilter, AmongFilter, SortFilter
from alerts.models import Alert
from alerts.models.alert import AlertQuerySet
from identifiers.folding import fold, is_unspaced
from organizations.models import Organization
from search.asking import Ask, Found
from search.question import All, AnyOf, Issued, Named, Phrase, Prefix, Question, Tied, Without, Word

SECONDS = 5.0
# Ties that are no filter of the page.
_LOOKUPS = {
    "uid": "uid__in",
    "serial": "serial__uid__in",
    "population": "population_links__population__uid__in",
    "indicator": "assessments__indicator__uid__in",
    "stage": "assessments__indicator__uid__in",
}


def search(ask: Ask) -> Found | None:
    """Total and hits of `ask`, nothing counted beside them; None where it would take longer than SECONDS."""
    alerts = Alert.objects.published().filter(condition(ask.question))
    for narrowed in ask.filters.values():
        alerts = alerts.filter(condition(narrowed))
    ordered = SortFilter().filter(alerts, ask.order)
    try:
        with _at_most(SECONDS):
            uids = list(ordered.values_list("uid", flat=True)[ask.offset : ask.offset + ask.limit])
            return Found(alerts.count(), uids)
    except OperationalError:
        return None


def condition(question: Question) -> Q:
    """What `question` asks of the columns of an alert. A word is found from its beginning, in texts and names alike."""
    match question:
        case All(parts):
            return _joined(Q.AND, parts)
        case AnyOf(parts):
            return _joined(Q.OR, parts)
        case Without(part):
            return Q(id__in=Alert.objects.exclude(condition(part)).values("id"))
        case Phrase(text):
            return _begins(fold(text))
        case Word(text) | Prefix(text) | Named(_, text):
            return _joined_conditions(Q.AND, [_begins(word) for word in fold(text).split()])
        case Tied(to, keys):
            return Q(id__in=_tied(to, list(keys)).values("id"))
        case Issued(first, last):
            return Q(id__in=Alert.objects.published().issued_between(first, last).values("id"))
    return Q()


def _begins(words: str) -> Q:
    return Q(keywords__contains=words if is_unspaced(words) else f" {words}") if words else Q()


def _joined(connector: str, parts: tuple[Question, ...]) -> Q:
    return _joined_conditions(connector, [condition(part) for part in parts])


def _joined_conditions(connector: str, conditions: list[Q]) -> Q:
    joined = Q()
    joined.connector = connector
    for one in conditions:
        joined.add(one, connector)
    return joined


def _tied(to: str, keys: list[str]) -> AlertQuerySet:
    public: AlertQuerySet = Alert.objects.published()
    declared: Any = AlertFilter.base_filters.get(to)
    if isinstance(declared, AmongFilter):
        return declared.narrow(public, keys)
    if to == "signatory":
        return public.signed_by(Organization.objects.filter(uid__in=keys))
    return public.filter(**{_LOOKUPS[to]: keys})


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Queries within raise OperationalError once so much time has gone by."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(int(seconds * 1000))])
            yield
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
        return
    connection.ensure_connection()
    end = time.monotonic() + seconds
    connection.connection.set_progress_handler(lambda: time.monotonic() > end, 100_000)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, 0)
