"""What the index holds of an alert: its texts as tokens, its ties as keys, its dates as numbers, its places in order.

It holds the uids of linked records and, as words, the names that the page shows for them: the change feed tells of a
record that is renamed. Other names are expanded when asked, and are not in it.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from alerts.models import Alert, AlertCountry, Party
from alerts.record import with_parts
from identifiers.folding import fold

# Raise it when documents or their analysis change: an index of another number is made anew.
SCHEMA = 5

# How much a match in each text counts, against one in the body. search/relevance.py measures what it does to answers.
WEIGHTS = {"title": 5.0, "abstract": 2.5, "about": 2.0, "recommends": 1.5, "body": 1.0, "cites": 0.4}
# How much it counts to be tied to what the question names.
TIE_WEIGHT = 3.0

# What is counted beside the hits, and how many keys of one alert stand in columns of a single value. Such a column is
# counted some twenty times faster than one of several values, and few alerts have more keys than these.
FACETS = {
    "issuer": 2, "type": 1, "genre": 1, "country": 3, "place": 2, "situation": 2, "addressee": 3, "measure": 3,
    "language": 1, "year": 1, "crime": 2, "modality": 2,
}  # fmt: skip
TIES = (
    "issuer", "signatory", "addressee", "type", "genre", "serial", "country", "place", "situation", "population",
    "measure", "crime", "modality", "indicator", "language",
)  # fmt: skip
_EPOCH = dt.date(1, 1, 1)
_MOST_DAYS = 9_999_999


@dataclass(frozen=True, slots=True)
class Document:
    """An alert as the index takes it."""

    uid: str
    language: str
    texts: dict[str, str]
    ties: dict[str, set[str]]
    earliest: int | None  # days since 1 January of the year 1
    latest: int | None
    year: int | None
    month: int | None  # year * 12 + month - 1; None where the date is not within one month
    newest: str  # sort keys: ascending, each ends in the uid, so that the order is one
    oldest: str
    title: str


def day_number(day: dt.date) -> int:
    """A day as the index counts it."""
    return (day - _EPOCH).days


def indexable(alerts: "QuerySet[Alert]") -> "QuerySet[Alert]":
    """`alerts` with all that their documents are made of."""
    found = with_parts(alerts).prefetch_related("situations", "parties__organization__parent")
    return found.defer("record", "keywords")


def document(alert: Alert) -> Document:
    """The document of an alert that was read with `indexable`."""
    first, last = alert.issued_earliest, alert.issued_latest
    start = day_number(first) if first else None
    end = day_number(last) if last else None
    in_one_month = first and last and (first.year, first.month) == (last.year, last.month)
    return Document(
        uid=alert.uid,
        language=alert.language,
        texts=_texts(alert),
        ties=_ties(alert),
        earliest=start,
        latest=end,
        year=first.year if first else None,
        month=first.year * 12 + first.month - 1 if first and in_one_month else None,
        newest=_newest(start, end) + alert.uid,
        oldest=_oldest(start, end) + alert.uid,
        title=f"{fold(alert.title)[:200]}\0{alert.uid}",
    )


def _newest(start: int | None, end: int | None) -> str:
    """Ascending, this is from the newest to the oldest, what is open or undated last; as AlertQuerySet.newest_first."""
    return "".join("~" if n is None else f"{_MOST_DAYS - n:07}" for n in (start, end))


def _oldest(start: int | None, end: int | None) -> str:
    return "".join("~" if n is None else f"{n:07}" for n in (start, end))


def _texts(alert: Alert) -> dict[str, str]:
    body = "" if alert.text_rights == Alert.TextRights.ABSTRACT_ONLY else alert.body
    return {
        "title": alert.title,
        "abstract": alert.abstract,
        "about": "\n".join(_about(alert)),
        "recommends": "\n".join(r.text for r in alert.recommendations.all()),
        "body": body,
        "cites": "\n".join(_citations(alert)),
    }


def _about(alert: Alert) -> Iterator[str]:
    """What an alert is found by besides its texts, word by word: who, where, to whom, of which kind, in which year.

    Of a record it is the name that is shown, because a reader types half of it; other names are expanded when asked.
    """
    yield alert.issuers_note
    if alert.type:
        yield alert.type.label
    if alert.issued_earliest and alert.issued_latest and alert.issued_earliest.year == alert.issued_latest.year:
        yield str(alert.issued_earliest.year)
    for party in alert.parties.all():
        yield from (party.organization.name, party.organization.acronym, party.as_printed, party.office)
        if parent := party.organization.parent:
            yield from (parent.name, parent.acronym)
    for recommendation in alert.recommendations.all():
        yield from (addressee.organization.name for addressee in recommendation.addressees.all())
        yield recommendation.measure.label if recommendation.measure else ""
    for country in alert.country_links.all():
        yield from (country.country.name, country.then_name)
    for place in alert.place_links.all():
        yield from (place.place.name, place.as_printed)
    for population in alert.population_links.all():
        yield from (population.population.name if population.population else "", population.as_printed)
    yield from (situation.title for situation in alert.situations.all())


def _citations(alert: Alert) -> Iterator[str]:
    yield alert.symbol
    for note in alert.notes.all():
        yield note.text
        for reference in note.references.all():
            yield from (reference.text, reference.symbol)


def _ties(alert: Alert) -> dict[str, set[str]]:
    asked = {a.organization.uid for r in alert.recommendations.all() for a in r.addressees.all()}
    parties = list(alert.parties.all())
    situations = {s.uid for s in alert.situations.all()} | {
        r.situation.uid for r in alert.recommendations.all() if r.situation
    }
    countries: list[AlertCountry] = list(alert.country_links.all())
    populations = {p.population.uid for p in alert.population_links.all() if p.population}
    return {
        "issuer": _bodies(parties, Party.Role.ISSUER),
        "signatory": _bodies(parties, Party.Role.SIGNATORY),
        "addressee": _bodies(parties, Party.Role.ADDRESSEE) | asked,
        "type": {alert.type.uid} if alert.type else set(),
        "genre": {alert.type.genre} if alert.type else set(),
        "serial": {alert.serial.uid} if alert.serial else set(),
        "country": {c.country.code for c in countries},
        "place": {p.place.uid for p in alert.place_links.all()},
        "situation": situations,
        "population": populations | {c.population.uid for c in alert.characterizations.all() if c.population},
        "measure": {r.measure.uid for r in alert.recommendations.all() if r.measure},
        "crime": {c.crime for c in alert.characterizations.all()},
        "modality": {c.modality for c in alert.characterizations.all()},
        "indicator": {a.indicator.uid for a in alert.assessments.all()},
        "language": {alert.language} if alert.language else set(),
    }


def _bodies(parties: list[Party], role: str) -> set[str]:
    return {p.organization.uid for p in parties if p.role == role}
