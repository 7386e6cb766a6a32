"""What the public filters can be set to: the records that published alerts use, and nothing else.

One query reads all options of all filters, so that a page costs the same however many filters there are. Where an index
knows what public alerts use, only the options that are asked for or shown are read, however large the archive is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, ExtractYear

from alerts.models import Alert, AlertType, Characterization, Measure, Situation
from dates import locales
from identifiers.folding import fold
from identifiers.models import FormerAddress, Kind
from organizations.models import Organization
from places.models import Country, Place

# What a former address of an option would be filed under; a genre, language or country never moves.
KINDS: dict[str, str] = {
    "issuer": Kind.ORGANIZATION,
    "type": Kind.ALERT_TYPE,
    "place": Kind.PLACE,
    "situation": Kind.SITUATION,
    "addressee": Kind.ORGANIZATION,
    "measure": Kind.MEASURE,
}
# Filters by a value itself, and not by a record.
_LABELS: dict[str, dict[Any, Any]] = {
    "genre": dict(AlertType.Genre.choices),
    "crime": dict(Characterization.Crime.choices),
    "modality": dict(Characterization.Modality.choices),
    "language": {},
    "year": {},
}
# What of a record is read: uid (of a country alpha-3), slug or code, label, detail.
_COLUMNS: dict[str, tuple[Any, ...]] = {
    "organization": ("uid", "slug", "name", "acronym"),
    "type": ("uid", "slug", "label", Coalesce("issuer__name", Value(""))),
    "country": ("alpha3", "code", "name", Value("")),
    "place": ("uid", "slug", "name", Value("")),
    "situation": ("uid", "slug", "title", Value("")),
    "measure": ("uid", "slug", "label", Value("")),
}
_MODELS: dict[str, Any] = {
    "organization": Organization, "type": AlertType, "country": Country, "place": Place, "situation": Situation,
    "measure": Measure,
}  # fmt: skip
_RECORDS = {"issuer": "organization", "addressee": "organization"} | {n: n for n in _MODELS if n != "organization"}


@dataclass(frozen=True)
class Option:
    """A value of a filter: `key` finds the record (uid, ISO code, or the value itself), `value` stands in addresses."""

    key: str
    value: str
    label: str
    detail: str = ""


class Options:
    """The options of every filter, each found by its uid, slug or code, and by the addresses that it used to have."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str, str]]) -> None:
        self._by_name: dict[str, list[Option]] = defaultdict(list)
        self._found: dict[tuple[str, str], Option] = {}
        self._labels = Labels()
        for name, uid, slug, label, detail in rows:
            self._add(name, uid, slug, label, detail)
        for options in self._by_name.values():
            options.sort(key=lambda o: (fold(o.label), o.detail))

    @classmethod
    def read(cls, alerts: "QuerySet[Alert] | None" = None) -> Self:
        """All options of today, of all public alerts or of some of them, in one query."""
        first, *others = _queries(Alert.objects.published() if alerts is None else alerts)
        return cls(first.union(*others))

    @classmethod
    def asked(cls, given: Mapping[str, Iterable[str]], is_used: Callable[[str, str], bool]) -> Self:
        """Of the options of today those that `given` means, by filter: two queries, or none.

        `is_used` says whether any public alert has a key of a filter.
        """
        asked = {name: {v for v in values if _may_be_an_address(v)} for name, values in given.items()}
        moved = _moved({(name, value) for name in KINDS for value in asked.get(name, ())})
        records = {
            name: asked.get(name, set()) | {uid for (n, _), uid in moved.items() if n == name} for name in _RECORDS
        }
        found = cls(row for row in _read(records) if is_used(row[0], row[2] if row[0] == "country" else row[1]))
        for name in _LABELS:
            for value in sorted(asked.get(name, set())):
                if is_used(name, value):
                    found._add(name, value, value, "", "")
        for (name, value), uid in moved.items():
            if option := found._found.get((name, uid)):
                found._found.setdefault((name, value), option)
        return found

    def label(self, keys: Mapping[str, Iterable[str]], labels: "Labels | None" = None) -> None:
        """Read the options of these keys, by filter, those aside that are in `labels`: one query, or none."""
        self._labels = labels or Labels()
        self._labels.read(keys)
        for name in _LABELS:
            for value in keys.get(name, ()):
                if not self.find(name, value):
                    self._add(name, value, value, "", "")

    def of(self, name: str) -> list[Option]:
        """The options of a filter in alphabetical order."""
        return self._by_name.get(name, [])

    def find(self, name: str, value: str) -> Option | None:
        """The option that `value` (uid, slug, ISO code) means, if there is one."""
        return (
            self._found.get((name, value))
            or self._labels.found.get((name, value))
            or self._found.get((name, value.casefold()))
        )

    def learn(self, given: Mapping[str, Iterable[str]]) -> None:
        """Look up the values that mean no option by themselves among the former addresses: one query, or none."""
        asked = ((name, value) for name in KINDS for value in given.get(name, []))
        unknown = [pair for pair in asked if _may_be_an_address(pair[1]) and not self.find(*pair)]
        if not unknown:
            return
        for (name, value), uid in _moved(unknown).items():
            option = self._found.get((name, uid))
            if option:
                self._found[name, value] = option

    def _add(self, name: str, uid: str, slug: str, label: str, detail: str) -> None:
        option = _plain(name, slug) if name in _LABELS else Option(uid, slug, label, detail)
        if name == "country":
            option = Option(slug, slug, label)
        self._by_name[name].append(option)
        for key in filter(None, (uid, slug, slug.casefold(), uid.casefold())):
            self._found.setdefault((name, key), option)


class Labels:
    """The options of records by filter and key, read once, for as long as nobody has renamed any: see search.facets."""

    MOST = 50_000

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], Option] = {}

    def read(self, keys: Mapping[str, Iterable[str]]) -> None:
        """Read those of `keys`, by filter, that are not known yet: one query, or none."""
        unknown = {name: {k for k in keys.get(name, ()) if (name, k) not in self.found} for name in _RECORDS}
        if len(self.found) > self.MOST:
            self.found = {}
        for name, uid, slug, label, detail in _keyed(unknown):
            key = slug if name == "country" else uid
            self.found[name, key] = Option(key, slug, label, detail)


def language_name(tag: str) -> str:
    """The name of a BCP 47 language in the language that is active; the tag itself where none is known."""
    names = locales.current().languages
    first, _, _ = tag.partition("-")
    return names.get(tag.replace("-", "_")) or names.get(first.lower()) or tag


def _may_be_an_address(value: str) -> bool:
    """Whether a former address can look like that: a database need not be asked for NUL or half a surrogate pair."""
    return 0 < len(value) <= 200 and value.isprintable()


def _plain(name: str, value: str) -> Option:
    label = language_name(value) if name == "language" else str(_LABELS[name].get(value, value))
    return Option(value, value, label[:1].upper() + label[1:])


def _moved(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Of filters and values those that used to mean a record, each with its uid of today: one query, or none."""
    asked = list(pairs)
    if not asked:
        return {}
    rows = FormerAddress.objects.filter(value__in={value for _, value in asked}).values_list("kind", "value", "uid")
    today = {(kind, value): uid for kind, value, uid in rows}
    return {(name, v): today[KINDS[name], v] for name, v in asked if (KINDS[name], v) in today}


Row = tuple[str, str, str, str, str]


def _read(values: Mapping[str, Iterable[str]]) -> list[Row]:
    """The records that one of the values (uid, slug, code) of a filter means: one query, or none."""
    queries = []
    for name in sorted(values.keys() & _RECORDS.keys()):
        if wanted := {form for value in values[name] for form in (value, value.casefold(), value.upper())}:
            first, second, *_ = _COLUMNS[_RECORDS[name]]
            queries.append((name, Q(**{f"{first}__in": wanted}) | Q(**{f"{second}__in": wanted})))
    return _rows(queries)


def _keyed(keys: Mapping[str, Iterable[str]]) -> list[Row]:
    """The records of these keys (uid; of a country its code): one query, or none."""
    found = ((name, set(keys[name])) for name in sorted(keys.keys() & _RECORDS.keys()))
    return _rows([(name, Q(**{f"{_COLUMNS[_RECORDS[name]][name == 'country']}__in": k})) for name, k in found if k])


def _rows(conditions: "list[tuple[str, Q]]") -> list[Row]:
    queries = [_of(name, _MODELS[_RECORDS[name]].objects.filter(condition)) for name, condition in conditions]
    return list(queries[0].union(*queries[1:], all=True)) if queries else []


def _queries(public: "QuerySet[Alert]") -> "list[QuerySet[Any, Any]]":
    """One query a source of options."""
    used = public.values("id")
    organizations, says = Organization.objects.all(), Characterization.objects.filter(alert__in=used)
    return [
        _of("issuer", organizations.filter(parties__role="issuer", parties__alert__in=used)),
        _of("addressee", organizations.filter(parties__role="addressee", parties__alert__in=used)),
        _of("addressee", organizations.filter(asks__recommendation__alert__in=used)),
        _of("type", AlertType.objects.filter(alerts__in=used)),
        _values("genre", public.filter(type__isnull=False), F("type__genre")),
        _values("language", public, F("language")),
        _values("year", public.filter(issued_earliest__isnull=False), _YEAR),
        _values("crime", says, F("crime")),
        _values("modality", says, F("modality")),
        _of("country", Country.objects.filter(alert_links__alert__in=used)),
        _of("place", Place.objects.filter(alert_links__alert__in=used)),
        _of("situation", Situation.objects.filter(alerts__in=used)),
        _of("situation", Situation.objects.filter(recommendations__alert__in=used)),
        _of("measure", Measure.objects.filter(recommendations__alert__in=used)),
    ]


_YEAR = Cast(ExtractYear("issued_earliest"), CharField())


def _of(name: str, records: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    return records.order_by().values_list(Value(name), *_COLUMNS[_RECORDS[name]])


def _values(name: str, rows: "QuerySet[Any]", value: Any) -> "QuerySet[Any, Any]":
    return rows.order_by().values_list(Value(name), value, value, Value(""), Value(""))
