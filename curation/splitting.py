"""A record that holds two things parted: some of its names, and some of what points at it, go to another one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from alerts import heads, uses
from alerts.changes import altered
from alerts.models import Part
from curation import pointing
from curation.merging import MERGEABLE, name_field, names_of
from curation.planning import twins
from curation.pointing import Way


class SplittingError(Exception):
    """What cannot be split off or moved; its text says why, for a person."""


@dataclass
class Moved:
    """How many rows were moved, and how many stay because the other record stands there already."""

    count: int = 0
    stay: list[str] = field(default_factory=list)


def may_split(user: Any, model: type[models.Model]) -> bool:
    """Whether `user` may add and change the records of `model`."""
    names = model._meta
    return all(user.has_perm(f"{names.app_label}.{verb}_{names.model_name}") for verb in ("add", "change"))


def split(record: Any, name: str, slug: str, name_ids: Iterable[int], by: Any) -> Any:
    """Make a new record like `record`, called `name`, and give it those of its other names.

    What points at `record` goes on doing so until it is moved. Raises PermissionDenied, SplittingError.
    """
    model = type(record)
    _require(by, model)
    with transaction.atomic():
        heads.lock(heads.CHANGES)
        made = _like(record)
        setattr(made, name_field(model).name, name)
        made.slug = slug
        made.full_clean(exclude=["folded", "folded_acronym"])
        made.save()
        names = names_of(model)
        if names is not None and (chosen := set(name_ids)):
            way = next(w for w in pointing.ways(model) if w.is_name)
            rows = way.rows(record).filter(pk__in=chosen)
            rows.filter(text=name).delete()
            rows.update(**{way.attname: made.pk})
        altered(uses.alerts_showing(record))
    return made


def move(record: Any, to: Any, way: Way, ids: Iterable[int], by: Any) -> Moved:
    """Have the rows of those ids point at `to`, and no longer at `record`; a working copy's with those of its alert.

    A row stays where `to` stands already, because two would then say the same. Raises PermissionDenied, SplittingError.
    """
    _require(by, type(record))
    if type(record) is not type(to) or record.pk == to.pk:
        raise SplittingError("Uses are moved from one record to another of its kind.")
    with transaction.atomic():
        heads.lock(heads.EVENTS)
        heads.lock(heads.CHANGES)
        list(type(record)._base_manager.select_for_update().filter(pk__in=[record.pk, to.pk]).order_by("pk"))
        shown_by = set(uses.alerts_showing(record))
        rows = way.rows(record).filter(pk__in=_with_copies(way, record, set(ids)))
        held = twins([way], record, to).get(way, {})
        moved = Moved(stay=[str(row) for row in rows.filter(pk__in=held)])
        rows = rows.exclude(pk__in=held)
        if way.model is type(record):
            rows = rows.exclude(pk=to.pk)
        if way.is_link:
            rows = rows.exclude(**{way.other: to}) if _leads_back(way, to) else rows
        moved.count = rows.update(**{way.attname: to.pk})
        altered(shown_by)
    return moved


def _require(by: Any, model: type[models.Model]) -> None:
    if model not in MERGEABLE:
        raise SplittingError(f"{str(model._meta.verbose_name_plural).capitalize()} are not split.")
    if not may_split(by, model):
        raise PermissionDenied(f"You may not split {model._meta.verbose_name_plural}.")


def _like(record: Any) -> Any:
    """A new record that is of the same kind, and belongs where the other one does."""
    left_out = {"id", "uid", "slug", "acronym", "website", "description", "summary"}
    copied = [f for f in record._meta.concrete_fields if f.name not in left_out and f.editable]
    made = type(record)(**{f.attname: getattr(record, f.attname) for f in copied})
    if getattr(made, "kind", "") == "state":  # of which a country has one
        made.kind = "other"
    return made


def _with_copies(way: Way, record: Any, ids: set[int]) -> set[int]:
    """Those rows, and the same parts in working copies or in the alerts that those revise."""
    if not issubclass(way.model, Part):
        return ids
    uids = way.rows(record).filter(pk__in=ids).values("uid")
    return set(way.rows(record).filter(uid__in=uids).values_list("pk", flat=True))


def _leads_back(way: Way, to: Any) -> bool:
    return way.model._meta.get_field(way.other).related_model is type(to)
