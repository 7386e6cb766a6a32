"""An alert with all its parts, in one query: each part as JSON, its linked records within."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, ForeignKey, Model, Value
from django.db.models.functions import JSONObject

from alerts.models import PARTS, Alert, Framework, Indicator, Measure, Note, Part, Recommendation, Situation
from organizations.models import Organization
from places.models import Country, Place, Population

# Of a linked record, what pages show of it. Other fields are asked of the database when they are read.
_SHOWN: dict[type[Model], tuple[str, ...]] = {
    Organization: ("id", "uid", "slug", "name", "kind"),
    Country: ("id", "code", "name"),
    Place: ("id", "uid", "slug", "name"),
    Population: ("id", "uid", "slug", "name"),
    Framework: ("id", "slug", "title", "source", "issuer_id", "issuer"),
    Indicator: ("id", "uid", "number", "name", "framework_id", "framework"),
    Measure: ("id", "uid", "slug", "label"),
    Situation: ("id", "uid", "slug", "title"),
    Alert: ("id", "uid", "slug", "title", "issued", "status"),
}


def fetch_parts(alert: Alert) -> None:
    """Read all parts of `alert`, so that `alert.parties.all()` and its like ask nothing more of the database."""
    held: dict[tuple[type[Model], Any], Model] = {(Alert, alert.pk): alert}
    by_whole: dict[tuple[str, Any], list[Part]] = defaultdict(list)
    for index, columns in _rows(alert):
        model = PARTS[index]
        part = cast(Part, _made(model, columns, ""))
        held[model, part.pk] = part
        by_whole[model.__name__, getattr(part, f"{model.whole}_id")].append(part)
    for model in PARTS:
        link = cast("ForeignKey[Any, Any]", model._meta.get_field(model.whole))
        for whole in [one for (of, _), one in held.items() if of is link.related_model]:
            rows = sorted(by_whole[model.__name__, whole.pk], key=_place)
            for part in rows:
                _tie(part, held)
            _answer(whole, link.remote_field.get_accessor_name(), rows)


def _rows(alert: Alert) -> Any:
    """Pairs: the place of a part's model in PARTS, and its columns."""
    queries = []
    for index, model in enumerate(PARTS):
        of = "alert" if model.whole == "alert" else f"{model.whole}__alert"
        columns = {path: F(path) for path in _paths(model, "")}
        rows = model._default_manager.filter(**{of: alert.pk}).order_by()
        queries.append(rows.values_list(Value(index), JSONObject(**columns)))
    return queries[0].union(*queries[1:], all=True)


def _paths(model: type[Model], prefix: str) -> Iterator[str]:
    for name in _columns(model):
        if name in _links(model):
            yield from _paths(_links(model)[name], f"{prefix}{name}__")
        else:
            yield prefix + name


def _columns(model: type[Model]) -> list[str]:
    if shown := _SHOWN.get(model):
        return list(shown)
    return [field.attname for field in model._meta.concrete_fields] + list(_links(model))


def _links(model: type[Model]) -> dict[str, Any]:
    """The links of `model` to what is read with it: not to its whole, nor to another part."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    whole = getattr(model, "whole", "")
    return {f.name: f.related_model for f in fields if f.name != whole and f.related_model in _SHOWN}


def _made(model: type[Model], columns: dict[str, Any], prefix: str) -> Model:
    wanted = set(_columns(model))
    fields = [field for field in model._meta.concrete_fields if field.attname in wanted]  # from_db wants this order
    values = [field.to_python(columns[prefix + field.attname]) for field in fields]
    row = model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)
    for name, linked in _links(model).items():
        if name in _columns(model):
            key = f"{prefix}{name}__"
            row._state.fields_cache[name] = None if columns[f"{key}id"] is None else _made(linked, columns, key)
    return row


def _tie(part: Part, held: dict[tuple[type[Model], Any], Model]) -> None:
    """Have `part` know its whole, and the other parts that it points at."""
    for field in part._meta.concrete_fields:
        if isinstance(field, ForeignKey) and (linked := held.get((field.related_model, getattr(part, field.attname)))):
            field.set_cached_value(part, linked)


def _answer(whole: Model, accessor: Any, rows: list[Part]) -> None:
    """Have the manager `accessor` of `whole` answer with `rows`, as prefetch_related would."""
    cache = whole.__dict__.setdefault("_prefetched_objects_cache", {})
    cache.pop(accessor, None)
    queryset = getattr(whole, accessor).get_queryset()
    queryset._result_cache, queryset._prefetch_done = rows, True
    cache[accessor] = queryset


def _place(part: Part) -> tuple[int, int]:
    """Its place in the order that its model's Meta gives."""
    return getattr(part, "number" if isinstance(part, Note | Recommendation) else "position"), part.pk
