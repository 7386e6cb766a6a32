"""Which records there are, by what they are cited by: those that the archive holds, and those that the batch brings."""

import itertools

from django.db import models

from alerts.models import Alert, AlertType, Measure, Recommendation, Serial, Situation
from identifiers.models import FormerAddress, Kind
from intake.tables import BY_MODEL, Table
from organizations.models import Organization
from places.models import Place, Population

Key = tuple[str, ...]
Model = type[models.Model]
# Whose former addresses the archive keeps.
KINDS: dict[Model, Kind] = {
    Alert: Kind.ALERT,
    AlertType: Kind.ALERT_TYPE,
    Measure: Kind.MEASURE,
    Organization: Kind.ORGANIZATION,
    Place: Kind.PLACE,
    Population: Kind.POPULATION,
    Recommendation: Kind.RECOMMENDATION,
    Serial: Kind.SERIAL,
    Situation: Kind.SITUATION,
}


class Known:
    """Ids by model and key. A record that is yet to be written has a provisional, negative id."""

    def __init__(self) -> None:
        self._cited: dict[Model, dict[Key, int]] = {}
        self._held: dict[Model, dict[Key, int]] = {}
        self._merged: dict[Model, dict[Key, int]] = {}
        self._provisional = itertools.count(-1, -1)

    def load(self, table: Table, with_held: bool = True) -> None:
        """Take note of what the archive holds for `table`; of nothing, `with_held` not, for parts of alerts."""
        self._held[table.model], self._cited[table.model], self._merged[table.model] = {}, {}, {}
        if not with_held:
            return
        keys, citations = _lookups(table, table.key), _lookups(table, table.citation)
        rows = table.model._default_manager.values_list("pk", *keys, *citations)
        for pk, *values in rows:
            texts = tuple(map(str, values))
            self._held[table.model][texts[: len(keys)]] = pk
            self._cited[table.model][texts[len(keys) :]] = pk
        if table.model in KINDS:
            self._load_former(table.model, KINDS[table.model])

    def _load_former(self, model: Model, kind: Kind) -> None:
        """A former slug, or the uid of a record merged into another, cites what it leads to today."""
        former = FormerAddress.objects.filter(kind=kind).values_list("value", "uid")
        for value, uid in former:
            pk = self._held[model].get((uid,))
            if pk is not None and (value,) not in self._held[model]:
                self._merged[model][(value,)] = pk
                self._cited[model].setdefault((value,), pk)

    def foresee(self, table: Table, key: Key, cited_as: Key) -> None:
        """The batch has a record of that key."""
        pk = self._held[table.model].get(key, self._merged[table.model].get(key))
        self._cited[table.model][cited_as] = next(self._provisional) if pk is None else pk

    def settle(self, model: Model, cited_as: Key, pk: int) -> None:
        """The record is written, and has that id."""
        self._cited[model][cited_as] = pk

    def id(self, model: Model, key: Key | None) -> int | None:
        """The id of what is cited by `key`; None where there is no such record."""
        return None if key is None else self._cited[model].get(key)

    def held(self, table: Table, key: Key) -> int | None:
        """The id of the record of `table` with that key, if the archive held it before the batch."""
        return self._held[table.model].get(key)

    def is_merged(self, model: Model, key: Key) -> bool:
        """Whether the record with that key was merged into another."""
        return key in self._merged[model]

    def held_count(self, table: Table) -> int:
        return len(self._held[table.model])


def _lookups(table: Table, columns: tuple[str, ...]) -> list[str]:
    """How the database is asked for what those columns of a record hold: code, country__code."""
    found = []
    for column in columns:
        name = table.field_of(column)
        target = table.model._meta.get_field(name).related_model
        if isinstance(target, type):
            related = BY_MODEL[target]
            found += [f"{name}__{lookup}" for lookup in _lookups(related, related.citation)]
        else:
            found.append(name)
    return found
