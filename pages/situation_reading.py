"""What the page of a situation reads: its alerts, what they say is the case, what they ask, and its names."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject
from django.urls import reverse

from alerts.models import Alert, Characterization, Party, Recommendation, Situation
from alerts.models.alert import AlertQuerySet
from identifiers.models import Name
from places.models import Place, Population

# What is drawn and listed at once; of more, the newest.
MOST = 100
_SHOWN = (
    "uid", "slug", "title", "language", "abstract", "issued", "issued_earliest", "issued_latest", "issued_basis",
    "issued_note", "issuers_note", "series", "statement", "type__label", "type__genre", "type__issuer__uid",
    "type__issuer__name", "type__step__label",
    "type__step__position", "type__step__scale__title",
)  # fmt: skip


@dataclass
class Holding:
    """What of some alerts speaks of a situation: how many, how many statements, from when to when, how many by year."""

    alerts: int = 0
    statements: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    by_year: Counter[int] = field(default_factory=Counter)


def holdings(alerts: AlertQuerySet) -> dict[int, Holding]:
    """By the key of the situation, what of `alerts` speaks of it. One query, a short row for each tie."""
    columns = ("situation", "alert", "alert__statement", "alert__issued_earliest", "alert__issued_latest")
    tied = Situation.alerts.through.objects.filter(alert__in=alerts).order_by().values_list(*columns)
    asking = Recommendation.objects.filter(alert__in=alerts, situation__isnull=False).order_by().values_list(*columns)
    found: dict[int, Holding] = defaultdict(Holding)
    counted: set[tuple[int, str]] = set()
    for situation, _alert, statement, earliest, latest in tied.union(asking):
        held = found[situation]
        held.alerts += 1
        held.statements += (situation, statement) not in counted
        counted.add((situation, statement))
        if earliest:
            held.first = min(held.first or earliest, earliest)
            held.by_year[earliest.year] += 1
        if latest:
            held.last = max(held.last or latest, latest)
    return dict(found)


def earliest_of(alerts: AlertQuerySet) -> Alert | None:
    """The one of `alerts` that was issued by the earliest day, undated ones last; with `alert_count` and
    `statement_count` of all, and as `rival`, where there is one, an alert of a less exact date that may be earlier
    (`uid`, `slug`, `title`, `issued`, `language`). One query."""

    each = alerts.order_by().annotate(one=Value(1)).values("one")
    counts = {
        "alert_count": Subquery(each.annotate(n=Count("pk")).values("n")),
        "statement_count": Subquery(each.annotate(n=Count("statement", distinct=True)).values("n")),
    }
    told = JSONObject(uid="uid", slug="slug", title="title", issued="issued", language="language")
    before = alerts.filter(issued_earliest__lt=OuterRef("issued_earliest")).oldest_first()
    in_order = alerts.order_by(
        F("issued_latest").asc(nulls_last=True), F("issued_earliest").asc(nulls_last=True), "uid"
    )
    found = in_order.annotate(**counts, rival=Subquery(before.annotate(told=told).values("told")[:1]))
    return found.only("uid", "slug", "record", "issued_earliest").first()


@dataclass(frozen=True)
class Body:
    """An organization as a page names it."""

    uid: str
    slug: str
    name: str


@dataclass
class Statement:
    """The first alert of a statement, who issued it, and how many translations and reissues of it are here besides."""

    alert: Alert
    issuers: list[Body] = field(default_factory=list)
    copies: int = 0

    @property
    def issued_by(self) -> str:
        return ", ".join(body.name for body in self.issuers) or self.alert.issuers_note

    @property
    def address(self) -> str:
        """The short one, of which the page can hold hundreds; it leads on to that with the title."""
        return reverse("alert_uid", args=[self.alert.uid])

    @property
    def genre(self) -> str:
        return self.alert.type.genre if self.alert.type else ""


@dataclass
class Asked:
    """A recommendation: of which statement, for which measure, to whom. `ask` is shared by what repeats it."""

    uid: str
    ask: str
    statement: Statement
    measure: str
    measure_slug: str
    addressees: list[Body] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"{self.statement.address}#recommendation-{self.uid}"


@dataclass
class Said:
    """A characterization: which statement says that what is the case."""

    statement: Statement
    crime: str
    modality: str
    words: str


@dataclass(frozen=True)
class OtherName:
    text: str
    relation: str
    language: str
    used_by: str


@dataclass
class Named:
    """A place, a population or the situation itself, and its other names."""

    kind: str
    slug: str
    name: str
    names: list[OtherName] = field(default_factory=list)


class Held:
    """The alerts that are shown, the newest first, and what hangs on them: each part is read when it is asked for."""

    def __init__(self, situation: Situation, alerts: AlertQuerySet) -> None:
        found = list(
            alerts.newest_first().select_related("type__issuer", "type__step__scale").only(*_SHOWN)[: MOST + 1]
        )
        self.situation = situation
        self.is_all = len(found) <= MOST
        self.alerts = found[:MOST]

    @cached_property
    def issuers(self) -> dict[int, list[Body]]:
        """Who issued each alert, by its key. One query."""
        issuers = defaultdict(list)
        parties = Party.objects.filter(alert__in=[a.pk for a in self.alerts], role=Party.Role.ISSUER)
        columns = ("alert", "organization__uid", "organization__slug", "organization__name")
        for alert, *body in parties.order_by("position", "pk").values_list(*columns):
            issuers[alert].append(Body(*body))
        return issuers

    @cached_property
    def statements(self) -> list[Statement]:
        """The oldest first, undated ones last; what is translated or issued again stands once."""
        copies = Counter(alert.statement for alert in self.alerts)
        first: dict[str, Statement] = {}
        for alert in sorted(self.alerts, key=_oldest_first):
            first.setdefault(alert.statement, Statement(alert, self.issuers[alert.pk], copies[alert.statement] - 1))
        return list(first.values())

    @cached_property
    def in_series(self) -> Counter[str]:
        """How many statements each series has here."""
        return Counter(statement.alert.series for statement in self.statements)

    @cached_property
    def asked(self) -> list[Asked]:
        """What the statements ask about this situation, in the order of time. One query."""
        by_alert = {s.alert.pk: s for s in self.statements}
        whole = Q(situation=None, alert__situations=self.situation)
        rows = Recommendation.objects.filter(Q(situation=self.situation) | whole, alert__in=by_alert)
        columns = (
            "uid", "ask", "alert", "measure__label", "measure__slug", "addressees__organization__uid",
            "addressees__organization__slug", "addressees__organization__name",
        )  # fmt: skip
        found: dict[str, Asked] = {}
        for uid, ask, alert, label, slug, *body in rows.order_by("number", "addressees__position").values_list(
            *columns
        ):
            asked = found.setdefault(uid, Asked(uid, ask or uid, by_alert[alert], label or "", slug or ""))
            if body[0] and Body(*body) not in asked.addressees:
                asked.addressees.append(Body(*body))
        place = {statement.alert.pk: n for n, statement in enumerate(self.statements)}
        return sorted(found.values(), key=lambda a: place[a.statement.alert.pk])

    @cached_property
    def said(self) -> list[Said]:
        """What the statements say is the case, in the order of time. One query."""
        by_alert = {s.alert.pk: s for s in self.statements}
        rows = Characterization.objects.filter(alert__in=by_alert).order_by("position", "pk")
        columns = ("alert", "crime", "modality", "words")
        found = [Said(by_alert[alert], *said) for alert, *said in rows.values_list(*columns)]
        place = {statement.alert.pk: n for n, statement in enumerate(self.statements)}
        return sorted(found, key=lambda s: place[s.statement.alert.pk])


def _oldest_first(alert: Alert) -> tuple[Any, ...]:
    return (alert.issued_earliest is None, alert.issued_earliest, alert.issued_latest, alert.uid)


def names_of(situation: Situation) -> tuple[list[Named], list[Named], Named]:
    """Its places, its populations and itself, each with its other names, but no pejorative one: those are kept for
    finding. One query."""
    kinds: dict[str, tuple[Any, str]] = {
        "place": (Place.objects.filter(situations=situation), "name"),
        "population": (Population.objects.filter(situations=situation), "name"),
        "situation": (Situation.objects.filter(pk=situation.pk), "title"),
    }
    first, *others = (
        records.order_by().values_list(
            Value(kind, CharField()), "slug", name, "names__text", "names__relation", "names__language",
            "names__used_by",
        )
        for kind, (records, name) in kinds.items()
    )  # fmt: skip
    named: dict[tuple[str, str], Named] = {}
    for kind, slug, name, *other in first.union(*others):
        record = named.setdefault((kind, slug), Named(kind, slug, name))
        if other[0] and other[1] != Name.Relation.PEJORATIVE:
            record.names.append(OtherName(*other))
    for record in named.values():
        record.names.sort(key=lambda n: (n.relation != Name.Relation.SAME, n.text))
    by_name = sorted(named.values(), key=lambda n: n.name)
    its_own = named["situation", situation.slug]
    return [n for n in by_name if n.kind == "place"], [n for n in by_name if n.kind == "population"], its_own
