"""Organizations as the public sees them: those that a public alert speaks of, and what they did in public alerts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, ExtractYear

from alerts.asks import first_and_last, number_of_asks
from alerts.models import (
    Alert,
    Characterization,
    Framework,
    Party,
    Recommendation,
    RecommendationAddressee,
    RecommendationTarget,
    Response,
)
from identifiers.folding import fold
from organizations.models import Organization

Organizations = QuerySet[Organization]


def public_organizations() -> Organizations:
    """The organizations that a public alert names in any part. No other has a page: it may belong to a draft."""
    # What Alert.objects.published() says is joined here, and no subquery: each EXISTS then looks an organization up by
    # an index and stops at the first alert, where a set of all that are named would read every public alert.
    own, of_asks = {"organization": OuterRef("pk")}, "recommendation__alert__status"
    is_public, published = {"alert__status": Alert.Status.PUBLISHED}, Alert.Status.PUBLISHED
    named: list[QuerySet[Any]] = [
        Party.objects.filter(**own, **is_public),
        RecommendationAddressee.objects.filter(**own, **{of_asks: published}),
        RecommendationTarget.objects.filter(**own, **{of_asks: published}),
        Characterization.objects.filter(actor=OuterRef("pk"), **is_public),
        Response.objects.filter(**own, **is_public),
        Framework.objects.filter(issuer=OuterRef("pk"), indicators__assessments__alert__status=published),
        Alert.objects.published().filter(type__issuer=OuterRef("pk")),
    ]
    anywhere = Q()
    for rows in named:
        anywhere |= Q(Exists(rows))
    return Organization.objects.filter(anywhere)


def counted(organizations: Organizations) -> Organizations:
    """`organizations` with `issued_count`, `signed_count`, `addressed_count` (alerts), and `asked_count`
    (recommendations; what a statement asks in several languages, and what several alerts repeat, counts once)."""
    return organizations.annotate(
        issued_count=_alerts(Party.Role.ISSUER),
        signed_count=_alerts(Party.Role.SIGNATORY),
        addressed_count=_alerts(Party.Role.ADDRESSEE),
        asked_count=_asks(),
    )


@dataclass
class Deeds:
    """What public alerts tell that a body did and was asked, as `counted` counts; from when to when; by what labels it
    issued most; and how many alerts it issued in which year."""

    issued: int = 0
    signed: int = 0
    addressed: int = 0
    asked: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    labels: list[str] = field(default_factory=list)
    years: dict[int, int] = field(default_factory=dict)


_COUNTS = {Party.Role.ISSUER: "issued", Party.Role.SIGNATORY: "signed", Party.Role.ADDRESSEE: "addressed"}
_MOST_LABELS = 3


def deeds(organizations: Iterable[int]) -> dict[int, Deeds]:
    """By the ids of some organizations: four queries for all of them together."""
    found: dict[int, Deeds] = {pk: Deeds() for pk in organizations}
    parties = Party.objects.filter(organization__in=found, alert__in=Alert.objects.published()).order_by()
    for pk, role, number, first, last in parties.values_list("organization", "role").annotate(
        n=Count("alert", distinct=True), first=Min("alert__issued_earliest"), last=Max("alert__issued_earliest")
    ):
        _widen(found[pk], first, last)
        setattr(found[pk], _COUNTS[Party.Role(role)], number)
    public = Recommendation.objects.published()
    asked = RecommendationAddressee.objects.filter(organization__in=found, recommendation__in=public).order_by()
    for pk, number, first, last in asked.values_list("organization").annotate(
        n=number_of_asks("recommendation__"), **first_and_last("recommendation__")
    ):
        _widen(found[pk], first, last)
        found[pk].asked = number
    issued = parties.filter(role=Party.Role.ISSUER)
    labels = issued.filter(alert__type__isnull=False).values_list("organization", "alert__type__label")
    for pk, label, _ in labels.annotate(n=Count("alert", distinct=True)).order_by("-n", "alert__type__label"):
        if len(found[pk].labels) < _MOST_LABELS:
            found[pk].labels.append(label)
    years = issued.filter(alert__issued_earliest__isnull=False).annotate(year=ExtractYear("alert__issued_earliest"))
    for pk, year, number in years.values_list("organization", "year").annotate(n=Count("alert", distinct=True)):
        found[pk].years[year] = number
    return found


def named_like(organizations: Organizations, words: str) -> Organizations:
    """Those of `organizations` with a name, other name or acronym in which each word of `words` begins a word."""
    for word in fold(words).split():
        starts = Q(names__folded__startswith=word) | Q(names__folded__contains=f" {word}")
        own = Q(name__icontains=word) | Q(acronym__istartswith=word) | Q(slug__contains=word)
        organizations = organizations.filter(Q(pk__in=Organization.objects.filter(starts).values("pk")) | own)
    return organizations


def with_role(organization: Organization, role: str) -> "QuerySet[Alert]":
    """Public alerts on which `organization` has a role, the newest first."""
    parties = Party.objects.filter(organization=organization, role=role)
    found = Alert.objects.published().filter(pk__in=parties.values("alert")).newest_first()
    return found.only("uid", "slug", "title", "issued", "issued_basis", "issued_note", "language")


def relatives(organization: Organization) -> dict[str, list[Organization]]:
    """The public organizations that it belongs to, that belong to it, that came before and after it: one query."""
    related = (
        public_organizations()
        .annotate(
            came_before=Exists(Organization.objects.filter(pk=organization.pk, predecessors=OuterRef("pk"))),
            came_after=Exists(Organization.objects.filter(pk=OuterRef("pk"), predecessors=organization.pk)),
        )
        .filter(Q(pk=organization.parent_id) | Q(parent=organization) | Q(came_before=True) | Q(came_after=True))
        .order_by("name")
    )
    found: dict[str, list[Organization]] = {"parent": [], "parts": [], "predecessors": [], "successors": []}
    for other in related:
        if other.pk == organization.parent_id:
            found["parent"].append(other)
        if other.parent_id == organization.pk:
            found["parts"].append(other)
        if other.came_before:
            found["predecessors"].append(other)
        if other.came_after:
            found["successors"].append(other)
    return found


def _widen(deeds: Deeds, first: dt.date | None, last: dt.date | None) -> None:
    deeds.first = min((day for day in (deeds.first, first) if day), default=None)
    deeds.last = max((day for day in (deeds.last, last) if day), default=None)


def _asks() -> Any:
    """What a statement asks in several languages, and what several alerts repeat, counts once."""
    asked = RecommendationAddressee.objects.filter(
        organization=OuterRef("pk"), recommendation__in=Recommendation.objects.published()
    )
    one = asked.order_by().annotate(_all=Value(1)).values("_all").annotate(n=number_of_asks("recommendation__"))
    return Coalesce(Subquery(one.values("n")), 0)


def _alerts(role: str) -> Any:
    return _count(Alert.objects.published().filter(parties__organization=OuterRef("pk"), parties__role=role))


def _count(rows: "QuerySet[Any]") -> Any:
    one = rows.order_by().annotate(_all=Value(1)).values("_all").annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(one), 0)
