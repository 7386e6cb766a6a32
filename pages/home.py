"""/: what this is, a search box, how much is held and of when, the newest alerts and the most active situations."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alerts.models import Alert, AlertCountry, Party, Recommendation
from alerts.public import public_page
from alerts.reading import readings
from pages.charts.bars import Unit
from pages.charts.chart import csv_asked
from pages.keeping import kept
from pages.pulse import figures_of, pulse

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


def _newest() -> list[Alert]:
    return list(Alert.objects.published().newest_first().only("uid", "slug", "title", "record")[:NEWEST])


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """`?by=year` shows all years instead of the last months."""
    unit: Unit = "year" if request.GET.get("by") == "year" else "month"
    held, newest, figures = kept(f"home {unit}", lambda: (holdings(), _newest(), figures_of(unit)))
    chart = pulse(figures)
    if answer := csv_asked(request, [chart]):
        return answer
    return render(request, "home.html", {
        "newest": readings(newest),
        "held": held,
        "pulse": chart,
        "unit": unit,
        "active": figures.active,
        "start": figures.start,
    })  # fmt: skip
