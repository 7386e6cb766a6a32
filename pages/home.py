"""/: what this is, a search box, the newest alerts, and how much is held."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alerts.models import Alert, AlertCountry, Party, Recommendation
from alerts.public import public_page
from alerts.reading import readings

NEWEST = 6


@dataclass(frozen=True)
class Holdings:
    """How much is held. Translations and reissues of one statement count once among statements and recommendations."""

    alerts: int
    statements: int
    issuers: int
    recommendations: int
    countries: int
    first: dt.date | None
    last: dt.date | None


def holdings() -> Holdings:
    public = Alert.objects.published()
    used = public.values("id")
    alerts = public.aggregate(
        alerts=Count("id"), statements=Count("statement", distinct=True),
        first=Min("issued_earliest"), last=Max("issued_latest"),
    )  # fmt: skip
    recommendations = Recommendation.objects.filter(alert__in=used, alert__statement=F("alert__uid"))
    return Holdings(
        **alerts,
        issuers=Party.objects.filter(role=Party.Role.ISSUER, alert__in=used).values("organization").distinct().count(),
        recommendations=recommendations.count(),
        countries=AlertCountry.objects.filter(alert__in=used).values("country").distinct().count(),
    )


@public_page
def home(request: HttpRequest) -> HttpResponse:
    newest = Alert.objects.published().newest_first().only("uid", "slug", "title", "record")[:NEWEST]
    return render(request, "home.html", {"newest": readings(newest), "held": holdings()})
