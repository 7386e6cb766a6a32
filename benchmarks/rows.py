"""A made-up alert → the rows that publishing it leaves: content, parts, version, event, change.

The record and the keywords are made by the archive's own functions, of objects that are never saved one by one. Only
the bytes of versions are left out, as if redacted: nothing that is measured reads them.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from operator import attrgetter
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from alerts.changes import derive, keywords
from alerts.models import (
    Alert,
    AlertCountry,
    AlertPlace,
    AlertPopulation,
    Assessment,
    Change,
    Characterization,
    DateBasis,
    Event,
    EventActor,
    Note,
    Party,
    Recommendation,
    RecommendationAddressee,
    Reference,
    Relation,
    Situation,
    Version,
)
from alerts.publishing import digest
from alerts.record import SCHEMA, describe
from benchmarks.corpus import Ask, Maker, Sample
from benchmarks.vocabulary import Vocabulary, uid
from dates.edtf import Bounds, bounds
from identifiers.folding import fold

Rows = dict[str, list[tuple[Any, ...]]]  # by table
TIED: type[Model] = Situation.alerts.through
# In the order in which they are written.
TABLES: tuple[type[Model], ...] = (
    Alert, Party, AlertCountry, AlertPlace, AlertPopulation, Characterization, Assessment, Recommendation,
    RecommendationAddressee, Note, Reference, Relation, TIED, Version, Event, EventActor, Change,
)  # fmt: skip
_SLOTS = 64  # uids and keys of one alert and its parts
_BEGAN = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
_PARTS = (
    "dates", "parties", "country_links", "place_links", "population_links", "characterizations", "assessments",
    "recommendations", "responses", "notes", "relations", "documents",
)  # fmt: skip
_days = cache(bounds)
_values = {model: attrgetter(*(f.attname for f in model._meta.concrete_fields)) for model in TABLES}
_RECORD = [f.name for f in Alert._meta.concrete_fields].index("record")


def columns(model: type[Model]) -> list[str]:
    return [str(f.column) for f in model._meta.concrete_fields]


def block(maker: Maker, vocabulary: Vocabulary, number: int, count: int) -> Rows:
    """The rows, by table, of the first `count` alerts of a block."""
    rows: Rows = {model._meta.db_table: [] for model in TABLES}
    before: Alert | None = None
    for sample in maker.block(number, count):
        made = _Made(sample, vocabulary, before)
        for part in made.all:
            rows[part._meta.db_table].append(_values[type(part)](part))
        rows[Alert._meta.db_table].append(_row(made.alert))
        before = made.alert
    return rows


def _row(alert: Alert) -> tuple[Any, ...]:
    values = list(_values[Alert](alert))
    values[_RECORD] = json.dumps(alert.record)
    return tuple(values)


class _Made:
    """One alert, its parts, and what publishing adds. `all` is every row but its own."""

    def __init__(self, sample: Sample, vocabulary: Vocabulary, before: Alert | None) -> None:
        self._sample, self._vocabulary = sample, vocabulary
        self._slot = sample.number * _SLOTS
        self.all: list[Model] = []
        self.alert = self._alert()
        self._parts: dict[str, list[Any]] = {name: [] for name in _PARTS}
        self._alert_parts()
        for number, ask in enumerate(sample.asks, 1):
            self._recommendation(number, ask)
        if sample.note:
            self._note()
        if sample.updates and before:
            self._update(before)
        _hold(self.alert, **self._parts)
        self.alert.record = describe(self.alert)
        self.alert.keywords = keywords(self.alert)
        self._published()

    def _new(self) -> dict[str, Any]:
        """The key and the uid of one more part."""
        self._slot += 1
        return {"id": self._slot, "uid": uid(self._slot)}

    def _part(self, model: Any, name: str, **values: Any) -> Any:
        held = self._parts[name]
        part = model(**self._new(), alert=self.alert, position=len(held) + 1, **values)
        held.append(part)
        self.all.append(part)
        return part

    def _alert(self) -> Alert:
        """As Alert.save leaves it."""
        sample, own = self._sample, uid(self._sample.number * _SLOTS)
        days = _days(sample.issued) if sample.issued else Bounds(None, None)
        folded = fold(sample.title)
        return Alert(
            id=sample.number + 1, uid=own, slug=slugify(folded)[:80].strip("-"), status=Alert.Status.PUBLISHED.value,
            title=sample.title, type=self._vocabulary.types[sample.type], language=sample.language,
            abstract=sample.abstract, body=sample.body, text_rights=Alert.TextRights.FULL_TEXT.value,
            issued=sample.issued, issued_earliest=days.earliest, issued_latest=days.latest,
            issued_basis=(DateBasis.PRINTED if sample.issued else DateBasis.UNKNOWN).value, names_checked=True,
            graphic_checked=True, consent_checked=True, created_by=self._vocabulary.maker, created_at=self._at,
            updated_at=self._at, title_key=folded[:200], series=own, statement=own,
        )  # fmt: skip

    @property
    def _at(self) -> dt.datetime:
        return _BEGAN + dt.timedelta(seconds=self._sample.number)

    def _alert_parts(self) -> None:
        sample, known = self._sample, self._vocabulary
        for n in sample.issuers:
            self._part(Party, "parties", role=Party.Role.ISSUER.value, organization=known.issuers[n])
        for n in sample.addressees:
            self._part(Party, "parties", role=Party.Role.ADDRESSEE.value, organization=known.bodies[n])
        for n in sample.countries:
            self._part(AlertCountry, "country_links", country=known.countries[n])
        for n in sample.places:
            self._part(AlertPlace, "place_links", place=known.places[n])
        for n in sample.populations:
            self._part(AlertPopulation, "population_links", population=known.populations[n])
        for crime, modality in sample.says:
            self._part(
                Characterization, "characterizations", crime=crime, modality=modality, actor=None, population=None
            )
        if sample.number % 5 == 0:
            indicator = known.indicators[sample.number // 5 % len(known.indicators)]
            self._part(Assessment, "assessments", indicator=indicator)
        for n in sample.situations:
            self._slot += 1
            self.all.append(TIED(id=self._slot, situation_id=known.situations[n].pk, alert_id=self.alert.pk))

    def _recommendation(self, number: int, ask: Ask) -> None:
        known = self._vocabulary
        made = self._part(
            Recommendation, "recommendations", number=number, text=ask.text, measure=known.measures[ask.measure],
            situation=None if ask.situation is None else known.situations[ask.situation],
        )  # fmt: skip
        derive(made, self.alert)
        asked = [
            RecommendationAddressee(
                **self._new(), recommendation=made, organization=known.bodies[n], position=position
            )
            for position, n in enumerate(ask.bodies, 1)
        ]  # fmt: skip
        self.all += asked
        _hold(made, addressees=asked, targets=[])

    def _note(self) -> None:
        note = self._part(Note, "notes", number=1)
        reference = Reference(**self._new(), note=note, text=self._sample.note)
        self.all.append(reference)
        _hold(note, references=[reference])

    def _update(self, before: Alert) -> None:
        self._part(Relation, "relations", kind=Relation.Kind.UPDATES.value, target=before)
        self.alert.series = before.uid

    def _published(self) -> None:
        """The version, the entry of the log and that of the feed, each numbered as the alert is."""
        alert, number = self.alert, self.alert.pk
        salt = hashlib.sha256(alert.uid.encode()).hexdigest()
        version = Version(
            id=number, alert_id=number, number=1, published_at=self._at, schema=SCHEMA,
            sha256=digest(salt, json.dumps(alert.record)),
        )  # fmt: skip
        event = Event(
            id=number, number=number, kind=Event.Kind.PUBLISH.value, alert_id=number, version=version, at=self._at
        )
        actor = EventActor(event=event, user=self._vocabulary.maker)
        self.all += [version, event, actor, Change(number=number, alert_id=number, at=self._at)]


def _hold(record: Any, **related: Iterable[Any]) -> None:
    """Have `record` hold these as if they had been prefetched."""
    record._prefetched_objects_cache = dict(related)
