"""What the archive knows by name, as plain data: read once, and asked of without the database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from alerts.models import Alert, AlertType, AlertTypeName, Framework, Indicator, Measure, Party, Serial, Situation
from identifiers.models import Name
from organizations.models import Organization, OrganizationName
from places.models import Country, CountryName, Place, PlaceName, Population, PopulationName

_TITLES = 5000  # of the latest alerts, among which an earlier one of a series is looked for


@dataclass(frozen=True)
class Known:
    """A record that has names. `uid` of a country is its code. `names` are all its names, the displayed one first."""

    model: str  # organization, country, place, population
    uid: str
    name: str
    names: tuple[str, ...] = ()
    kind: str = ""  # of an organization
    countries: tuple[str, ...] = ()  # codes: of an organization at most one
    website: str = ""
    parent: str = ""  # uid, of an organization


@dataclass(frozen=True)
class KnownType:
    uid: str
    label: str
    genre: str
    issuer: str = ""  # uid, empty where the label belongs to no single body
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownIndicator:
    uid: str
    number: int | None
    name: str


@dataclass(frozen=True)
class KnownFramework:
    slug: str
    title: str
    issuer: str
    indicators: tuple[KnownIndicator, ...]


@dataclass(frozen=True)
class KnownSituation:
    uid: str
    title: str
    period: str
    countries: tuple[str, ...]
    places: tuple[str, ...]
    populations: tuple[str, ...]


@dataclass(frozen=True)
class KnownAlert:
    uid: str
    title: str
    issued: str
    issuers: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All that is known by name. One object is compared with another by identity, so that it can be a key of caches."""

    organizations: tuple[Known, ...] = ()
    countries: tuple[Known, ...] = ()
    places: tuple[Known, ...] = ()
    populations: tuple[Known, ...] = ()
    types: tuple[KnownType, ...] = ()
    measures: tuple[str, ...] = ()  # slugs
    serials: tuple[str, ...] = ()  # titles
    frameworks: tuple[KnownFramework, ...] = ()
    situations: tuple[KnownSituation, ...] = ()
    alerts: tuple[KnownAlert, ...] = ()


def read_vocabulary() -> Vocabulary:
    """The vocabulary of the archive of this moment, drafts included: for staff only. About fifteen queries."""
    return Vocabulary(
        organizations=tuple(_organizations()),
        countries=tuple(_countries()),
        places=tuple(_places()),
        populations=tuple(_populations()),
        types=tuple(_types()),
        measures=tuple(Measure.objects.values_list("slug", flat=True)),
        serials=tuple(Serial.objects.values_list("title", flat=True)),
        frameworks=tuple(_frameworks()),
        situations=tuple(_situations()),
        alerts=tuple(_alerts()),
    )


def _names(model: type[Name], record: str) -> dict[int, list[str]]:
    """The names of each record that mean the record itself, in place of what it is a part of or that is part of it."""
    found = defaultdict(list)
    rows = model._default_manager.exclude(relation__in=(Name.Relation.BROADER, Name.Relation.NARROWER))
    for pk, text in rows.order_by("pk").values_list(f"{record}_id", "text"):
        found[pk].append(text)
    return found


def _all(name: str, *others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (name, *(text for texts in others for text in texts)))))


def _organizations() -> Iterable[Known]:
    names = _names(OrganizationName, "organization")
    for row in Organization.objects.select_related("country", "parent"):
        every = _all(row.name, names[row.pk], [row.acronym])
        countries = (row.country.code,) if row.country else ()
        yield Known(
            "organization",
            row.uid,
            row.name,
            every,
            row.kind,
            countries,
            row.website,
            row.parent.uid if row.parent else "",
        )


def _countries() -> Iterable[Known]:
    names = _names(CountryName, "country")
    for row in Country.objects.all():
        yield Known("country", row.code, row.name, _all(row.name, names[row.pk]))


def _places() -> Iterable[Known]:
    names = _names(PlaceName, "place")
    for row in Place.objects.prefetch_related("countries"):
        codes = tuple(country.code for country in row.countries.all())
        yield Known("place", row.uid, row.name, _all(row.name, names[row.pk]), "", codes)


def _populations() -> Iterable[Known]:
    names = _names(PopulationName, "population")
    for row in Population.objects.all():
        yield Known("population", row.uid, row.name, _all(row.name, names[row.pk]))


def _types() -> Iterable[KnownType]:
    names: dict[int, list[str]] = _names(AlertTypeName, "type")
    for row in AlertType.objects.select_related("issuer"):
        issuer = row.issuer.uid if row.issuer else ""
        yield KnownType(row.uid, row.label, row.genre, issuer, _all(row.label, names[row.pk]))


def _frameworks() -> Iterable[KnownFramework]:
    indicators: dict[int, list[KnownIndicator]] = defaultdict(list)
    for row in Indicator.objects.order_by("framework", "position"):
        indicators[row.framework_id].append(KnownIndicator(row.uid, row.number, row.name))
    for framework in Framework.objects.select_related("issuer"):
        issuer = framework.issuer.uid if framework.issuer else ""
        yield KnownFramework(framework.slug, framework.title, issuer, tuple(indicators[framework.pk]))


def _situations() -> Iterable[KnownSituation]:
    for row in Situation.objects.prefetch_related("places__countries", "populations", "alerts__country_links__country"):
        links = [link for alert in row.alerts.all() for link in alert.country_links.all()]
        codes = {link.country.code for link in links} | {c.code for p in row.places.all() for c in p.countries.all()}
        places = tuple(place.uid for place in row.places.all())
        peoples = tuple(population.uid for population in row.populations.all())
        yield KnownSituation(row.uid, row.title, row.period, tuple(sorted(codes)), places, peoples)


def _alerts() -> Iterable[KnownAlert]:
    rows: Any = Alert.objects.filter(revises=None).order_by("-pk")[:_TITLES]
    kept = list(rows.values_list("pk", "uid", "title", "issued"))
    issuers: dict[int, list[str]] = defaultdict(list)
    parties = Party.objects.filter(role=Party.Role.ISSUER, alert_id__in=[pk for pk, *_ in kept])
    for alert, uid in parties.values_list("alert_id", "organization__uid"):
        issuers[alert].append(uid)
    for pk, uid, title, issued in kept:
        yield KnownAlert(uid, title, issued, tuple(issuers[pk]))
