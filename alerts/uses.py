"""Who uses a record: the alerts that show it, and whatever points at it and so keeps it from being deleted."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError, Q, QuerySet

from alerts import heads
from alerts.changes import altered
from alerts.models import (
    Alert,
    AlertType,
    Framework,
    Indicator,
    Measure,
    Part,
    Scale,
    ScaleStep,
    Serial,
    Situation,
)
from organizations.models import Organization
from places.models import Country, Place, Population

# The ways from an alert to what its page shows by name, or by which it is found.
_WAYS: dict[type[models.Model], tuple[str, ...]] = {
    Organization: (
        "parties__organization",
        "parties__organization__parent",
        "recommendations__addressees__organization",
        "recommendations__targets__organization",
        "responses__organization",
        "characterizations__actor",
        "assessments__indicator__framework__issuer",
        "type__issuer",
    ),
    Country: ("country_links__country",),
    Place: ("place_links__place",),
    Population: ("population_links__population", "characterizations__population"),
    AlertType: ("type",),
    ScaleStep: ("type__step", "type__step__scale__steps"),
    Scale: ("type__step__scale",),
    Serial: ("serial",),
    Framework: ("assessments__indicator__framework",),
    Indicator: ("assessments__indicator",),
    Measure: ("recommendations__measure",),
    Situation: ("situations", "recommendations__situation"),
}
_NAMED = 3


class StillUsedError(Exception):
    """A record that others point at and that therefore stays; its text names them, for a person."""


def alerts_showing(record: models.Model) -> QuerySet[Alert, int]:
    """The ids of the alerts, of whatever status, that show `record` or are found by it."""
    ways = [Q(pk__in=Alert.objects.filter(**{way: record}).values("pk")) for way in _WAYS.get(type(record), ())]
    if not ways or record.pk is None:
        return Alert.objects.none().values_list("pk", flat=True)
    return Alert.objects.filter(_any(ways)).values_list("pk", flat=True)


def refusal(record: models.Model) -> str:
    """Why `record` cannot be deleted, in one sentence that names what points at it; empty where nothing does."""
    users = _users(record)
    if not users:
        return ""
    counts = [_counted(model, len(rows)) for model, rows in users.items()]
    names = [f"“{str(row)[:80]}”" for rows in users.values() for row in rows.values()]
    shown = names[:_NAMED] + ([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])
    verb = "points" if len(names) == 1 else "point"
    return f"{str(record)[:120]} cannot be deleted: {_listed(counts)} {verb} at it: {_listed(shown)}."


@transaction.atomic
def delete(record: models.Model) -> None:
    """Delete `record`, and tell the change feed of the alerts that showed it.

    Raises StillUsedError where others point at it.
    """
    heads.lock(heads.CHANGES)  # before the rows: whoever publishes takes them in the same order
    if sentence := refusal(record):
        raise StillUsedError(sentence)
    shown_by = list(alerts_showing(record))
    try:
        record.delete()
    except ProtectedError as error:
        sentence = refusal(record) or f"{record} cannot be deleted: something has just begun to use it."
        raise StillUsedError(sentence) from error
    altered(shown_by)


def _any(conditions: Iterable[Q]) -> Q:
    either = Q()
    for condition in conditions:
        either |= condition
    return either


def _users(record: models.Model) -> dict[type[models.Model], dict[Any, models.Model]]:
    """What points at `record` or at what goes with it, by model and key. A part of an alert stands for its alert."""
    users: dict[type[models.Model], dict[Any, models.Model]] = {}
    for rows in _pointing(type(record)._base_manager.filter(pk=record.pk)):
        if issubclass(rows.model, Part):
            way = "alert" if rows.model.whole == "alert" else f"{rows.model.whole}__alert"
            alerts = Alert.objects.filter(pk__in=rows.values(way)).select_related("revises").order_by("pk")
            users.setdefault(Alert, {}).update({a.revises_id or a.pk: a.revises or a for a in alerts})
        elif found := {row.pk: row for row in rows}:
            users.setdefault(rows.model, {}).update(found)
    return {model: rows for model, rows in users.items() if rows}


def _pointing(records: QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    for relation in records.model._meta.related_objects:
        if relation.on_delete is models.SET_NULL:  # what outlives it by itself, as a document that was taken in
            continue
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": records})
        if not relation.many_to_many and relation.on_delete is models.CASCADE:
            yield from _pointing(rows)
        else:
            yield rows


def _counted(model: type[models.Model], count: int) -> str:
    names = model._meta
    return f"{count} {names.verbose_name if count == 1 else names.verbose_name_plural}"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
