"""One alert with all its parts in three queries, whatever it holds; `alerts.record.with_parts` takes one a table.

The parts of all tables come as rows of one union, each as JSON, and are made objects again.
Of the records that they link, what a record (alerts.record.describe) tells is there, and the rest is deferred.
"""

from collections import defaultdict
from typing import Any

from django.db import connection, models
from django.db.models import F, Prefetch, QuerySet, Value
from django.db.models.functions import JSONObject

from alerts.models import PARTS, Alert, Part, Recommendation, Response, ScaleStep

_NAMED = ("id", "uid", "slug", "name")
_BODY = (*_NAMED, "kind")
# What of the linked records is told, by the way that leads there. A way comes after those that it begins with.
_LINKED: dict[str, dict[str, tuple[str, ...]]] = {
    "Party": {"organization": _BODY},
    "AlertCountry": {"country": ("id", "code", "name")},
    "AlertPlace": {"place": _NAMED},
    "AlertPopulation": {"population": _NAMED},
    "Characterization": {"actor": _BODY, "population": _NAMED},
    "Assessment": {
        "indicator": ("id", "uid", "number", "name", "framework_id"),
        "indicator__framework": ("id", "slug", "title", "source", "issuer_id"),
        "indicator__framework__issuer": _BODY,
    },
    "Recommendation": {"measure": ("id", "uid", "slug", "label"), "situation": ("id", "uid", "slug", "title")},
    "RecommendationAddressee": {"organization": _BODY},
    "RecommendationTarget": {"organization": _BODY},
    "Response": {"organization": _BODY},
    "Relation": {"target": ("id", "uid", "slug", "title", "issued", "status")},
}


def read(alerts: "QuerySet[Alert]", pk: int) -> Alert | None:
    """The alert `pk` of `alerts` with its parts, as `with_parts` would bring it; None where it is not there."""
    steps = Prefetch("type__step__scale__steps", ScaleStep.objects.all())
    found = alerts.select_related("revises", "type__issuer", "type__step__scale", "serial").prefetch_related(steps)
    alert = found.filter(pk=pk).first()
    if alert is not None:
        attach_parts(alert)
    return alert


def attach_parts(alert: Alert) -> dict[type[Part], list[Any]]:
    """Read all parts of `alert` in one query, so that `alert.parties.all()` and its like ask the database no more.

    Returns them too, by their models, in the order in which a page shows them.
    """
    parts = _parts_of(alert)
    _attach(alert, parts)
    return parts


def _parts_of(alert: Alert) -> dict[type[Part], list[Any]]:
    first, *rest = [_rows(model, alert) for model in PARTS]
    models_ = {model.__name__: model for model in PARTS}
    parts: dict[type[Part], list[Any]] = defaultdict(list)
    for name, row in first.union(*rest, all=True):
        parts[models_[name]].append(_made(models_[name], row, _LINKED.get(name, {})))
    for model, found in parts.items():
        order: Any = model._meta.ordering
        found.sort(key=lambda part, order=order: [getattr(part, name) for name in order])  # type: ignore[misc]
    return parts


def _rows(model: type[Part], alert: Alert) -> "QuerySet[Any, Any]":
    way = "alert" if model.whole == "alert" else f"{model.whole}__alert"
    told = {field.attname: F(field.attname) for field in model._meta.concrete_fields}
    for path, names in _LINKED.get(model.__name__, {}).items():
        told |= {f"{path}__{name}": F(f"{path}__{name}") for name in names}
    rows = model._default_manager.filter(**{way: alert}).order_by()
    row = JSONObject(**told)
    return rows.values_list(Value(model.__name__, models.CharField()), row)


def _made(model: type[models.Model], row: dict[str, Any], linked: dict[str, tuple[str, ...]], path: str = "") -> Any:
    """An object of `model` from what `row` tells under `path`, with what it links."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    there = {name: row[f"{path}{name}"] for name in fields if f"{path}{name}" in row}
    made = model.from_db(connection.alias, list(there), [fields[n].to_python(value) for n, value in there.items()])
    for way, names in linked.items():
        field, _, further = way.removeprefix(path).partition("__")
        if not way.startswith(path) or further:
            continue
        is_there = row[f"{way}__{names[0]}"] is not None
        related: Any = model._meta.get_field(field).related_model
        setattr(made, field, _made(related, row, linked, f"{way}__") if is_there else None)
    return made


def _attach(alert: Alert, parts: dict[type[Part], list[Any]]) -> None:
    """Have the managers of `alert` and of its parts answer with `parts`, as a prefetch does."""
    for model in PARTS:
        field: Any = model._meta.get_field(model.whole)
        wholes = [alert] if model.whole == "alert" else parts[field.related_model]
        by_whole = defaultdict(list)
        for part in parts[model]:
            by_whole[getattr(part, field.attname)].append(part)
        for whole in wholes:
            name = field.remote_field.get_accessor_name()
            rows = getattr(whole, name).get_queryset()
            rows._result_cache, rows._prefetch_done = by_whole[whole.pk], True
            for part in by_whole[whole.pk]:
                setattr(part, field.name, whole)
            whole.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows
    recommendations = {recommendation.pk: recommendation for recommendation in parts[Recommendation]}
    for response in parts[Response]:
        response.recommendation = recommendations.get(response.recommendation_id)
