"""What points at a record: every foreign key and every side of a many-to-many, found by looking at the models."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, QuerySet, Value

from alerts.models import Part
from identifiers.models import Name

Model = type[models.Model]


@dataclass(frozen=True, slots=True)
class Way:
    """A field by which rows of `model` point at a record."""

    model: Model
    field: str

    @property
    def key(self) -> str:
        """How addresses of the admin call it: alerts.party.organization."""
        return f"{self.model._meta.label_lower}.{self.field}"

    @property
    def attname(self) -> str:
        return self.model._meta.get_field(self.field).attname  # type: ignore[union-attr]

    @property
    def is_link(self) -> bool:
        """Whether the rows are but one side of a many-to-many."""
        return bool(self.model._meta.auto_created)

    @property
    def is_name(self) -> bool:
        return issubclass(self.model, Name)

    @property
    def other(self) -> str:
        """Of a link, the field that leads to the other side."""
        return next(f.name for f in _keys(self.model) if f.name != self.field)

    @property
    def label(self) -> str:
        """For a person: “parties”, “organizations: parent”, “situations: places”."""
        if self.is_link:
            owner: Any = self.model._meta.auto_created
            name = next(f.verbose_name for f in owner._meta.many_to_many if f.remote_field.through is self.model)
            return f"{owner._meta.verbose_name_plural}: {name}"
        names = self.model._meta
        plural = str(names.verbose_name_plural)
        if issubclass(self.model, Part) and self.model.whole != "alert":
            plural = f"{plural} of recommendations"
        own = [way for way in ways(self.target) if way.model is self.model]
        verbose = names.get_field(self.field).verbose_name  # type: ignore[union-attr]
        return plural if len(own) == 1 and self.model is not self.target else f"{plural}: {verbose}"

    @property
    def target(self) -> Model:
        return self.model._meta.get_field(self.field).related_model  # type: ignore[return-value]

    def rows(self, record: models.Model) -> "QuerySet[Any]":
        return self.model._base_manager.filter(**{self.field: record}).order_by()


def ways(model: Model) -> tuple[Way, ...]:
    """All ways in which rows point at records of `model`, those of alerts first."""
    return _ways(model._meta.label_lower)


@cache
def _ways(label: str) -> tuple[Way, ...]:
    model = apps.get_model(label)
    found = [
        Way(other, field.name)
        for other in apps.get_models(include_auto_created=True)
        if not other._meta.proxy
        for field in _keys(other)
        if field.related_model is model
    ]
    return tuple(sorted(found, key=lambda way: (not issubclass(way.model, Part), way.is_link)))


def way(model: Model, key: str) -> Way | None:
    return next((w for w in ways(model) if w.key == key), None)


def counts(record: models.Model, among: Iterable[Way] | None = None) -> dict[Way, int]:
    """How many rows point at `record`, by way, in one query. Ways without any are left out; so are its own names."""
    asked = tuple(ways(type(record)) if among is None else among)
    rows = [
        w.rows(record).values(way=Value(n)).annotate(count=Count("pk")).values_list("way", "count")
        for n, w in enumerate(asked)
        if not w.is_name
    ]
    found = dict(rows[0].union(*rows[1:], all=True)) if rows else {}
    return {w: found[n] for n, w in enumerate(asked) if found.get(n)}


def title_of(record: Any) -> str:
    """The displayed name of a record, without what is put beside it."""
    return next(
        (str(getattr(record, name)) for name in ("name", "title", "label") if hasattr(record, name)), str(record)
    )


def _keys(model: Model) -> "list[models.ForeignKey[Any, Any]]":
    return [f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
