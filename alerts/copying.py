"""Working copies: the content and the parts of one alert row brought to another, parts under the same uids."""

from typing import Any

from django.db import models

from alerts.models import PARTS, Alert, Part


def copy_content(source: Alert, target: Alert) -> None:
    """Give `target` the content of `source`, besides the parts. Not saved."""
    for field in Alert.CONTENT:
        setattr(target, field, getattr(source, field))


def copy_parts(source: Alert, target: Alert) -> None:
    """Copy all parts of `source` to `target`, which has none, in one insert a table."""
    copies: dict[tuple[type[Part], int], Part] = {}
    for model in PARTS:
        parts = list(_parts(model, source).order_by("id"))
        made = [_copy(part, target, copies) for part in parts]
        model._default_manager.bulk_create(made)
        copies.update({(model, part.pk): copy for part, copy in zip(parts, made, strict=True)})


def move_parts(source: Alert, target: Alert) -> None:
    """Replace the parts of `target` by those of `source`. What belongs to a part moves with it."""
    for model in PARTS:
        if model.whole == "alert":
            _parts(model, target).delete()
            _parts(model, source).update(alert=target)  # type: ignore[misc]  # Part itself has none


def _parts(model: type[Part], alert: Alert) -> models.QuerySet[Part]:
    path = "alert" if model.whole == "alert" else f"{model.whole}__alert"
    return model._default_manager.filter(**{path: alert})


def _copy(part: Part, target: Alert, copies: dict[tuple[type[Part], int], Part]) -> Part:
    values: dict[str, Any] = {}
    for field in part._meta.concrete_fields:
        if field.primary_key or field.name in part.derived:
            continue
        values[field.attname] = getattr(part, field.attname)
        if isinstance(field, models.ForeignKey):
            copied = copies.get((field.related_model, values[field.attname]))  # type: ignore[arg-type]
            if copied:
                values[field.attname] = copied.pk
    if part.whole == "alert":
        values["alert_id"] = target.pk
    return type(part)(**values)
