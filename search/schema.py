"""What the index holds of an alert: its texts as tokens, its ties as keys, its dates as numbers, its places in order.

It holds the uids of linked records and, as words, the names that the page shows for them: the change feed tells of a
record that is renamed. Other names are expanded when asked, and are not in it.
"""

import datetime as dt
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from alerts.models import Alert, Party, Situation
from alerts.record import Data
from identifiers.folding import fold
from organizations.models import Organization

# Raise it when documents or their analysis change: an index of another number is made anew.
SCHEMA = 6

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
Bodies = dict[str, list[str]]  # by uid: acronym, and the names of the body that it is part of


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
    among_equals: int  # the order of equally good hits


def day_number(day: dt.date) -> int:
    """A day as the index counts it."""
    return (day - _EPOCH).days


class _Alert(NamedTuple):
    """What is read of an alert."""

    pk: int
    uid: str
    title: str
    issued_earliest: dt.date | None
    issued_latest: dt.date | None
    record: Data


def documents(alerts: "QuerySet[Alert]") -> Iterator[Document]:
    """The documents of public alerts, made of the records that their pages are made of. Three queries.

    No model is made of a row: a rebuild reads them by the million.
    """
    read = [_Alert(*row) for row in alerts.values_list(*_Alert._fields)]
    situations: dict[int, list[tuple[str, str]]] = {alert.pk: [] for alert in read}
    tied = Situation.objects.filter(alerts__in=list(situations)).order_by("title")
    for pk, *situation in tied.values_list("alerts", "uid", "title"):
        situations[pk].append((situation[0], situation[1]))
    uids = {party["organization"]["uid"] for alert in read for party in alert.record["parties"]}
    columns = ("acronym", "parent__name", "parent__acronym")
    rows = Organization.objects.filter(uid__in=uids).values_list("uid", *columns)
    bodies: Bodies = {uid: [name for name in names if name] for uid, *names in rows}
    for alert in read:
        yield _document(alert, alert.record, situations[alert.pk], bodies)


def _document(alert: _Alert, record: Data, situations: list[tuple[str, str]], bodies: Bodies) -> Document:
    first, last = alert.issued_earliest, alert.issued_latest
    start = day_number(first) if first else None
    end = day_number(last) if last else None
    in_one_month = first and last and (first.year, first.month) == (last.year, last.month)
    about = [
        *_kind_and_year(alert, record),
        *_who(record, bodies),
        *_where(record),
        *(title for _, title in situations),
    ]
    return Document(
        uid=alert.uid,
        language=record["language"],
        texts={
            "title": alert.title,
            "abstract": record["abstract"],
            "about": "\n".join(about),
            "recommends": "\n".join(r["text"] for r in record["recommendations"]),
            "body": record["body"] or "",
            "cites": "\n".join(_citations(record)),
        },
        ties=_ties(record) | {"situation": _situations(record, situations)},
        earliest=start,
        latest=end,
        year=first.year if first else None,
        month=first.year * 12 + first.month - 1 if first and in_one_month else None,
        newest=_newest(start, end) + alert.uid,
        oldest=_oldest(start, end) + alert.uid,
        title=f"{fold(alert.title)[:200]}\0{alert.uid}",
        among_equals=among_equals(start, alert.uid),
    )


def among_equals(start: int | None, uid: str) -> int:
    """Ascending, from the newest to the undated; of one day, in an order that is always the same."""
    return ((_MOST_DAYS - (start or 0)) << 32) + zlib.crc32(uid.encode())


def _newest(start: int | None, end: int | None) -> str:
    """Ascending, this is from the newest to the oldest, what is open or undated last; as AlertQuerySet.newest_first."""
    return "".join("~" if n is None else f"{_MOST_DAYS - n:07}" for n in (start, end))


def _oldest(start: int | None, end: int | None) -> str:
    return "".join("~" if n is None else f"{n:07}" for n in (start, end))


# What an alert is found by besides its texts, word by word: who, where, to whom, of which kind, in which year. Of a
# record it is the name that is shown, because a reader types half of it; other names are expanded when asked.


def _kind_and_year(alert: _Alert, record: Data) -> Iterator[str]:
    yield record["issuers_note"]
    if record["type"]:
        yield record["type"]["label"]
    if alert.issued_earliest and alert.issued_latest and alert.issued_earliest.year == alert.issued_latest.year:
        yield str(alert.issued_earliest.year)


def _who(record: Data, bodies: Bodies) -> Iterator[str]:
    for party in record["parties"]:
        yield from (party["organization"]["name"], party["as_printed"], party["office"])
        yield from bodies.get(party["organization"]["uid"], ())
    for recommendation in record["recommendations"]:
        yield from (addressee["organization"]["name"] for addressee in recommendation["addressees"])
        yield recommendation["measure"]["label"] if recommendation["measure"] else ""


def _where(record: Data) -> Iterator[str]:
    for country in record["countries"]:
        yield from (country["name"], country["then_name"])
    for link in record["places"]:
        yield from (link["place"]["name"], link["as_printed"])
    for link in record["populations"]:
        yield from (link["population"]["name"] if link["population"] else "", link["as_printed"])


def _citations(record: Data) -> Iterator[str]:
    yield record["symbol"]
    for note in record["notes"]:
        yield note["text"]
        for reference in note["references"]:
            yield from (reference["text"], reference["symbol"])


def _ties(record: Data) -> dict[str, set[str]]:
    asks = record["recommendations"]
    peoples = [link["population"] for link in (*record["populations"], *record["characterizations"])]
    return {
        "issuer": _bodies(record, Party.Role.ISSUER),
        "signatory": _bodies(record, Party.Role.SIGNATORY),
        "addressee": _bodies(record, Party.Role.ADDRESSEE)
        | {addressee["organization"]["uid"] for ask in asks for addressee in ask["addressees"]},
        "type": {record["type"]["uid"]} if record["type"] else set(),
        "genre": {record["type"]["genre"]} if record["type"] else set(),
        "serial": {record["serial"]["uid"]} if record["serial"] else set(),
        "country": {country["code"] for country in record["countries"]},
        "place": {link["place"]["uid"] for link in record["places"]},
        "population": {people["uid"] for people in peoples if people},
        "measure": {ask["measure"]["uid"] for ask in asks if ask["measure"]},
        "crime": {said["crime"] for said in record["characterizations"]},
        "modality": {said["modality"] for said in record["characterizations"]},
        "indicator": {found["indicator"]["uid"] for found in record["assessments"]},
        "language": {record["language"]} if record["language"] else set(),
    }


def _situations(record: Data, situations: list[tuple[str, str]]) -> set[str]:
    in_part = {ask["situation"]["uid"] for ask in record["recommendations"] if ask["situation"]}
    return in_part | {uid for uid, _ in situations}


def _bodies(record: Data, role: str) -> set[str]:
    return {party["organization"]["uid"] for party in record["parties"] if party["role"] == role}
