"""A record that a question can name, what it is called, and whether a published alert uses it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from alerts.models import (
    Alert,
    AlertCountry,
    AlertPlace,
    AlertPopulation,
    Assessment,
    Characterization,
    Party,
    Recommendation,
    RecommendationAddressee,
    RecommendationTarget,
    Response,
    Situation,
)
from identifiers.folding import fold
from identifiers.models import Name
from organizations.models import Organization

# Letters up to which an acronym is likely to be a word too (IS, CAR, OPT), so that it must be typed in capitals.
SHORT = 4
# What ties a record to alerts, or to what is shown with them: model, its way to the record, its way to the alert.
_TIES: dict[str, tuple[tuple[type[Any], str, str], ...]] = {
    "organization": (
        (Party, "organization", "alert"),
        (RecommendationAddressee, "organization", "recommendation__alert"),
        (RecommendationTarget, "organization", "recommendation__alert"),
        (Characterization, "actor", "alert"),
        (Response, "organization", "alert"),
        (Alert, "type__issuer", "pk"),
        (Assessment, "indicator__framework__issuer", "alert"),
    ),
    "country": ((AlertCountry, "country", "alert"),),
    "place": ((AlertPlace, "place", "alert"), (Situation, "places", "alerts")),
    "population": (
        (AlertPopulation, "population", "alert"),
        (Characterization, "population", "alert"),
        (Situation, "populations", "alerts"),
    ),
    "type": ((Alert, "type", "pk"),),
    "serial": ((Alert, "serial", "pk"),),
    "situation": ((Situation, "pk", "alerts"), (Recommendation, "situation", "alert")),
    "measure": ((Recommendation, "measure", "alert"),),
    "indicator": ((Assessment, "indicator", "alert"),),
}
Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Called:
    """A name of a record: as written, folded, and its relation to the record (Name.Relation)."""

    text: str
    folded: str
    relation: str

    def is_meant_by(self, typed: str) -> bool:
        """Whether it counts as typed: a short acronym only in capitals, or letter for letter."""
        return not is_short_acronym(self.text) or typed.isupper() or typed == self.text

    @property
    def is_interchangeable(self) -> bool:
        return self.relation in Name.INTERCHANGEABLE


@dataclass(slots=True)
class Entry:
    """A record that can be named: `key` is what the index ties alerts to, `addresses` what it goes by exactly."""

    kind: str
    key: str
    label: str
    addresses: frozenset[str]
    detail: str
    names: list[Called] = field(default_factory=list)

    @property
    def is_used(self) -> bool:
        """Whether a published alert uses it; only of a country can it be otherwise."""
        return self.kind != "country" or self.detail == "used"

    @property
    def is_general(self) -> bool:
        """Whether it is a general body, the names of which are everyday words (States, Governments)."""
        return self.kind == "organization" and self.detail == Organization.Kind.GENERAL


def is_short_acronym(text: str) -> bool:
    """Whether `text` is an acronym of so few letters that it may be a word as well."""
    return len(fold(text).replace(" ", "")) <= SHORT and sum(c.isupper() for c in text) > 1


@cache
def used(kind: str) -> Q:
    """Whether a published alert uses a record: asked from the record on, because the alerts may be a million."""
    public = Alert.objects.published()
    ties = [
        model._default_manager.filter(**{to_record: OuterRef("pk")}).filter(
            Exists(public.filter(pk=OuterRef(to_alert)))
        )
        for model, to_record, to_alert in _TIES[kind]
    ]
    return reduce(or_, (Q(Exists(rows)) for rows in ties))


def record_rows(kind: str, records: Rows, *columns: Any) -> Rows:
    key, *others = (Value("") if column == "" else column for column in (*columns, "", ""))
    return records.order_by().values_list(Value("record"), Value(kind), key, "id", *others[:5])


class Known:
    """Entries, and which of them go by a name."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries
        self._by_name: dict[str, list[tuple[Entry, Called]]] = {}
        for entry in entries:
            for name in entry.names:
                self._by_name.setdefault(name.folded, []).append((entry, name))

    def called(self, folded: str) -> list[tuple[Entry, Called]]:
        """Those of which a name is exactly `folded`, each with that name."""
        return self._by_name.get(folded, [])


def read(rows: Iterable[tuple[Any, ...]]) -> list[Entry]:
    """The entries of rows of records and of names, each with its names in the order in which they were written."""
    entries: dict[tuple[str, str], Entry] = {}
    names: list[tuple[int, tuple[str, str], Called]] = []
    for what, kind, key, pk, *columns in rows:
        if what == "record":
            entries[kind, key] = _entry(kind, key, *columns)
        else:
            text, folded, relation, *_ = columns
            names.append((pk, (kind, key), Called(text, folded, relation)))
    for _, of, name in sorted(names, key=lambda row: row[0]):
        if of in entries:  # else nothing public uses the record
            entries[of].names.append(name)
    return list(entries.values())


def _entry(kind: str, key: str, slug: str, code: str, other: str, label: str, detail: str) -> Entry:
    addresses = {key, slug, code} | ({other} if kind == "country" else set())
    entry = Entry(kind, key, label, frozenset(filter(None, addresses)), detail)
    entry.names.append(Called(label, fold(label)[:300], Name.Relation.SAME))
    if kind == "organization" and other:
        entry.names.append(Called(other, fold(other), Name.Relation.SAME))
    return entry


def name_rows(kind: str, names: Rows, key: str) -> Rows:
    """Rows of names, as `read` takes them; `key` leads to what the index ties alerts to."""
    columns = ("id", "text", "folded", "relation")
    return names.order_by().values_list(Value("name"), Value(kind), key, *columns, Value(""), Value(""))
