"""What the archive holds of a record, as the cells of its row would tell it: for rows that leave columns out."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models

from alerts.models import Part
from intake.records import LIST_SEPARATOR, target
from intake.tables import BY_MODEL, Table, files


def held_cells(file: str, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of the held record that `cells` of a row in `file` are of; nothing where none is held.

    Of a part that a public alert and its working copy both have, those of the copy: rows are written to it.
    """
    found: dict[str, str] = {}
    for table in files()[file]:
        if table.only and cells.get(table.only[0]) != table.only[1]:
            continue
        key = {table.field_of(column): cells.get(column, "") for column in table.key}
        row = _held(table, key)
        if row is not None:
            found |= _cells(table, row)
    return found


def _held(table: Table, key: Mapping[str, str]) -> Any:
    lookups = {}
    for name, value in key.items():
        related = table.model._meta.get_field(name).related_model
        way = f"{name}__{BY_MODEL[related].citation[0]}" if isinstance(related, type) else name
        lookups[way] = value
    rows = table.model._default_manager.filter(**lookups)
    return rows.order_by("-pk").first() if issubclass(table.model, Part) else rows.first()


def _cells(table: Table, row: Any) -> dict[str, str]:
    found = {}
    for column in table.columns:
        name = table.field_of(column)
        model_field = table.model._meta.get_field(name)
        value = getattr(row, name)
        if isinstance(model_field, models.ManyToManyField):
            related = target(table.model, name)
            found[column] = f"{LIST_SEPARATOR} ".join(_citation(related, one)[0] for one in value.all())
        elif isinstance(model_field, models.ForeignKey):
            columns = table.composed.get(column, (column,))
            said = _citation(target(table.model, name), value) if value is not None else [""] * len(columns)
            found |= dict(zip(columns, said, strict=True))
        else:
            found[column] = _text(value)
    return found


def _citation(model: type[models.Model], row: Any) -> list[str]:
    """What a record is cited by: uid, code, slug; a step by its scale and its label."""
    table = BY_MODEL[model]
    said = []
    for column in table.citation:
        value = getattr(row, table.field_of(column))
        said.append(_citation(type(value), value)[0] if isinstance(value, models.Model) else _text(value))
    return said


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)
