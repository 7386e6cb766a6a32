"""Organizations as the public sees them: those that a public alert speaks of, and what they did in public alerts."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

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
    public = Alert.objects.published()
    used = public.values("id")
    # Sets, each read once: a correlated EXISTS would read the public alerts again for each organization.
    named: list[QuerySet[Any, Any]] = [
        Party.objects.filter(alert__in=used).values("organization"),
        RecommendationAddressee.objects.filter(recommendation__alert__in=used).values("organization"),
        RecommendationTarget.objects.filter(recommendation__alert__in=used).values("organization"),
        Characterization.objects.filter(alert__in=used, actor__isnull=False).values("actor"),
        Response.objects.filter(alert__in=used).values("organization"),
        Framework.objects.filter(indicators__assessments__alert__in=used, issuer__isnull=False).values("issuer"),
        public.filter(type__issuer__isnull=False).values("type__issuer"),
    ]
    anywhere = Q()
    for organizations in named:
        anywhere |= Q(pk__in=organizations.order_by())
    return Organization.objects.filter(anywhere)


def counted(organizations: Organizations) -> Organizations:
    """`organizations` with `issued_count`, `signed_count`, `addressed_count` (alerts), and `asked_count`
    (recommendations; what a statement asks in several languages counts once)."""
    return organizations.annotate(
        issued_count=_alerts(Party.Role.ISSUER),
        signed_count=_alerts(Party.Role.SIGNATORY),
        addressed_count=_alerts(Party.Role.ADDRESSEE),
        asked_count=_count(Recommendation.objects.published().filter(addressees__organization=OuterRef("pk"))),
    )


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


def asks_of(organization: Organization) -> "QuerySet[Recommendation]":
    """What public alerts ask of an organization, with the alert of each, the newest first; as `asked_count` counts."""
    addressed = RecommendationAddressee.objects.filter(organization=organization)
    asks = (
        Recommendation.objects.published()
        .filter(pk__in=addressed.values("recommendation"))
        .select_related("alert", "measure")
    )
    in_order = asks.order_by(F("alert__issued_earliest").desc(nulls_last=True), "alert__uid", "number")
    return in_order.defer("alert__record", "alert__keywords", "alert__body")


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


def _alerts(role: str) -> Any:
    return _count(Alert.objects.published().filter(parties__organization=OuterRef("pk"), parties__role=role))


def _count(rows: "QuerySet[Any]") -> Any:
    one = rows.order_by().annotate(_all=Value(1)).values("_all").annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(one), 0)
