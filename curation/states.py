"""The state of a record: all that the staff can change of it, with its parts, as plain data.

What follows from the rest (folded names, keywords, days of a date) is left out. Linked records stand by their key, and
once more under "names" by what they were called at that moment:

    {"model": "alerts.alert", "id": 7, "fields": {"title": "…", "type": 3},
     "parts": {"alerts.party": [{"id": 9, "uid": "…", "organization": 5, "role": "issuer"}]},
     "names": {"organizations.organization": {"5": "Genocide Watch"}}}
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from alerts.models import (
    PARTS,
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
from alerts.whole import attach_parts
from identifiers.models import Name
from organizations.models import Organization
from places.models import Country, Place, Population

State = dict[str, Any]
Row = dict[str, Any]

_VOCABULARIES: tuple[type[models.Model], ...] = (
    Organization, Country, Place, Population, AlertType, Scale, Serial, Framework, Measure, Situation,
)  # fmt: skip


def _parts(model: type[models.Model]) -> tuple[type[models.Model], ...]:
    """What belongs to a record of a vocabulary: its names, its steps, its indicators."""
    related = (relation.related_model for relation in model._meta.related_objects if not relation.many_to_many)
    return tuple(m for m in related if issubclass(m, (Name, ScaleStep, Indicator)))


# Each record that is kept, with the models of its parts.
WHOLES: dict[type[models.Model], tuple[type[models.Model], ...]] = {
    Alert: PARTS,
    **{model: _parts(model) for model in _VOCABULARIES},
}
# Not for editing, but part of what a record was.
_BESIDES = ("uid", "status", "revises", "sha256", "size", "erased")
# What the label of a linked record reads of others.
_LABELLED_BY = {"type": "type__issuer", "step": "step__scale"}
_AT_ONCE = 500


def whole_of(record: models.Model) -> models.Model | None:
    """The record that `record` belongs to, itself where it is whole; None where it is no part of the record."""
    while type(record) not in WHOLES:
        path = way(type(record))
        if not path:
            return None
        record = getattr(record, path[0])
    return record


def read(model: type[models.Model], keys: Iterable[Any]) -> Iterator[tuple[Any, State]]:
    """The records of `model` with those keys, each with its state; in one query a table for hundreds of them."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        records = {r.pk: r for r in _linked(model).filter(pk__in=some)}
        states = {pk: _whole(record) for pk, record in records.items()}
        _add_lists(model, states)
        for part, rows in _parts_of(model, records).items():
            _add_parts(part, rows, states)
        for pk, state in states.items():
            yield records[pk], state


def columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns that a state holds, but for the key."""
    return [f for f in model._meta.concrete_fields if not f.primary_key and (f.editable or f.name in _BESIDES)]


class Serializer:
    """Django's serializer of the format “state”, by which django-reversion writes a record with all its parts."""

    internal_use_only = True

    def serialize(self, queryset: Iterable[Any], **options: Any) -> None:
        [record] = queryset
        self._text = json.dumps(record.kept_state, ensure_ascii=False, separators=(",", ":"))

    def getvalue(self) -> str:
        return self._text


def _linked(model: type[models.Model]) -> models.QuerySet[Any]:
    names = [_LABELLED_BY.get(f.name, f.name) for f in _links(model)]
    rows = model._base_manager.all()
    return rows.select_related(*names) if names else rows


def _links(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns that lead to a record outside the whole."""
    path = way(model)
    own = (Alert, *PARTS) if issubclass(model, Part) else ()
    return [
        f
        for f in columns(model)
        if isinstance(f, models.ForeignKey)
        and f.name not in path[:1]
        and (f.name == "target" or f.related_model not in own)
        and f.name != "revises"
    ]


def _whole(record: models.Model) -> State:
    state: State = {"model": record._meta.label_lower, "id": record.pk, "fields": {}, "parts": {}, "names": {}}
    state["fields"] = _values(record, state)
    return state


def _values(row: models.Model, state: State) -> Row:
    for field in _links(type(row)):
        linked = getattr(row, field.name)
        if linked is not None:
            state["names"].setdefault(linked._meta.label_lower, {})[str(linked.pk)] = str(linked)
    return {field.name: _plain(field, row) for field in columns(type(row))}


def _plain(field: "models.Field[Any, Any]", row: models.Model) -> Any:
    value = getattr(row, field.attname)
    return value if value is None or isinstance(value, (str, int, bool)) else field.value_to_string(row)


def _parts_of(model: type[models.Model], records: dict[Any, Any]) -> dict[type[models.Model], Iterable[Any]]:
    """The parts of all `records`, by their models: in one query a table; of one alert alone, in one."""
    if model is Alert and len(records) == 1:
        found = attach_parts(*records.values())
        return {part: sorted(found[part], key=lambda row: row.pk) for part in PARTS}
    return {part: _rows(part, records) for part in WHOLES[model]}


def _rows(part: type[models.Model], records: Iterable[Any]) -> models.QuerySet[Any]:
    path = way(part)
    rows = _linked(part).filter(**{f"{'__'.join(path)}__in": list(records)}).order_by("pk")
    if len(path) > 1:
        rows = rows.select_related(*path[:-1], *(f.name for f in _links(part)))
    return rows


def _add_parts(part: type[models.Model], rows: Iterable[Any], states: dict[Any, State]) -> None:
    path = way(part)
    for row in rows:
        owner: Any = row
        for step in path[:-1]:
            owner = getattr(owner, step)
        state = states[getattr(owner, f"{path[-1]}_id")]
        state["parts"].setdefault(part._meta.label_lower, []).append({"id": row.pk, **_values(row, state)})


def _add_lists(model: type[models.Model], states: dict[Any, State]) -> None:
    """The many-to-many fields, as sorted keys. What is listed is named, but for alerts: they can be thousands."""
    for field in model._meta.many_to_many:
        table: Any = field.remote_field.through
        left, right = field.m2m_column_name(), field.m2m_reverse_name()
        listed = defaultdict(list)
        for pk, other in table._base_manager.filter(**{f"{left}__in": list(states)}).values_list(left, right):
            listed[pk].append(other)
        linked: Any = field.related_model
        named = {} if linked is Alert else linked._base_manager.in_bulk({o for keys in listed.values() for o in keys})
        for pk, state in states.items():
            state["fields"][field.name] = sorted(listed[pk])
            for other in listed[pk]:
                if other in named:
                    state["names"].setdefault(linked._meta.label_lower, {})[str(other)] = str(named[other])


def way(model: type[models.Model]) -> tuple[str, ...]:
    """The fields that lead from a part to its whole: ("note", "alert"); none where it is no part."""
    if issubclass(model, Part):
        return ("alert",) if model.whole == "alert" else (model.whole, "alert")
    if issubclass(model, (Name, ScaleStep, Indicator)):
        links = (f.name for f in model._meta.concrete_fields if f.related_model in WHOLES)
        return (next(links),)
    return ()


def rebuilt(state: State) -> tuple[Any, dict[type[models.Model], list[Any]]]:
    """The record of `state` and its parts by their model, as they were; in memory alone, never to be saved.

    A linked record that is no longer there stands as an empty one with its key, which a form then refuses.
    """
    model = apps.get_model(state["model"])
    linked = _linked_records(state)
    record = _made(model, {"id": state["id"], **state["fields"]}, linked)
    parts: dict[type[models.Model], list[Any]] = {}
    for part in WHOLES[model]:
        rows = sorted(
            state["parts"].get(part._meta.label_lower, ()), key=lambda row: (row.get("position", 0), row["id"])
        )
        parts[part] = [_made(part, row, linked) for row in rows]
    for inner in [part for part in parts if len(way(part)) > 1]:
        link: Any = inner._meta.get_field(way(inner)[0])
        for whole in parts[link.related_model]:
            own = [row for row in parts[inner] if getattr(row, link.attname) == whole.pk]
            _remember(whole, link.remote_field.get_accessor_name(), inner, own)
    return record, parts


def _made(model: type[models.Model], row: Row, linked: dict[str, dict[str, Any]]) -> Any:
    made: Any = model(pk=row["id"])
    made._state.adding = False
    for field in columns(model):
        if field.name in row:
            setattr(made, field.attname, field.to_python(row[field.name]))
            if isinstance(field, models.ForeignKey) and row[field.name] is not None:
                found = linked.get(field.related_model._meta.label_lower, {}).get(str(row[field.name]))
                if found is not None:
                    setattr(made, field.name, found)
    for many in model._meta.many_to_many:
        listed: Any = many.related_model
        others = linked.get(listed._meta.label_lower, {})
        _remember(made, many.name, listed, [others.get(str(key)) or listed(pk=key) for key in row.get(many.name, [])])
    return made


def _remember(whole: Any, name: str, model: Any, rows: list[Any]) -> None:
    """Have `whole.name.all()` answer `rows`."""
    answer = model._default_manager.none()
    answer._result_cache = rows
    whole.__dict__.setdefault("_prefetched_objects_cache", {})[name] = answer


def _linked_records(state: State) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for label, names in state["names"].items():
        model = apps.get_model(label)
        held = {str(pk): record for pk, record in model._base_manager.in_bulk([int(key) for key in names]).items()}
        found[label] = {key: held.get(key) or model(pk=int(key)) for key in names}
    return found
