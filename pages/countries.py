"""/countries/: a map and a table of where alerts say that something happens or may; and the page of each country."""

import csv
import datetime as dt
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Count, F, Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts import asks
from alerts.filters import DayField, LastDayField, QuestionForm
from alerts.models import Alert, AlertCountry, Party, Recommendation, Situation
from alerts.public import public_page
from alerts.reading import readings
from pages.charts import bars, kinds, periods, ranks
from pages.charts.chart import About, Row, attention, csv_asked
from pages.keeping import kept
from places.models import Country

NEWEST = 8
MOST_ISSUERS, MOST_SITUATIONS = 12, 12
WIDTH, HEIGHT = 1000, 445  # units of pages/world/coast.txt
_LARGEST, _SMALLEST = 30, 4  # units, radius of a circle
_WORLD = Path(__file__).resolve().parent / "world"


class YearsForm(QuestionForm):
    """From when until when the alerts were issued that the map shows."""

    issued_after = DayField(required=False)
    issued_before = LastDayField(required=False)


@dataclass(frozen=True)
class Circle:
    """A country on the map: its area tells how many alerts."""

    x: int
    y: int
    radius: str
    label: str
    address: str


@public_page
def countries(request: HttpRequest) -> HttpResponse:
    form = YearsForm(request.GET)
    held = _held(form.cleaned_data) if form.is_valid() else []
    about = About(
        "countries", _("Countries that alerts concern"), _("By how many alerts of the chosen years concern each."),
        attention(),
    )  # fmt: skip
    columns = (_("Country"), _("Alerts"), _("Earliest in this archive"), _("Latest"))
    table = ranks.ranks(about, columns, [_row(country) for country in held])
    return csv_asked(request, [table]) or render(request, "country/list.html", {
        "form": form, "chart": table, "circles": _circles(held), "coast": _coast(), "width": WIDTH, "height": HEIGHT,
        "without_place": [c["country__name"] for c in held if c["country__code"] not in _centres()],
        "section": "countries",
    })  # fmt: skip


@public_page
def country(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a country that a public alert concerns; from its three letters or small ones, a redirect to it."""
    wanted = code.upper()
    public = Alert.objects.published()
    found = Country.objects.filter(Q(code=wanted) | Q(alpha3=wanted)).order_by("until_year").first()
    links = AlertCountry.objects.filter(country=found, alert__in=public)
    roles = list(links.values("role").annotate(n=Count("alert", distinct=True)).order_by("-n"))
    if found is None or not roles:
        raise Http404("No public alert concerns such a country.")
    if code != found.code:
        return redirect("country", found.code, permanent=True)
    alerts = public.filter(pk__in=AlertCountry.objects.filter(country=found).values("alert"))
    chart = _by_year(found, alerts)
    issuers = _issuers(found, alerts)
    labels = dict(AlertCountry.Role.choices)
    newest = alerts.newest_first().only("uid", "slug", "title", "record")[:NEWEST]
    return csv_asked(request, [chart, issuers]) or render(request, "country/page.html", {
        "country": found, "names": found.names.order_by("relation", "text"), "chart": chart, "issuers": issuers,
        "roles": [(labels[row["role"]], row["n"]) for row in roles], "newest": readings(newest),
        "situations": _situations(alerts), "asked": asks.figures(_asked(found)), "section": "countries",
    })  # fmt: skip


def _held(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Countries with how many alerts concern them, the most first; a statement in several languages counts once."""
    first, last = asked.get("issued_after"), asked.get("issued_before")

    def count() -> list[dict[str, Any]]:
        alerts = Alert.objects.published().issued_between(first, last)
        rows = AlertCountry.objects.filter(alert__in=alerts).order_by().values("country__code", "country__name")
        counted = rows.annotate(
            n=Count("alert__statement", distinct=True), first=Min("alert__issued_earliest"),
            last=Max("alert__issued_earliest"),
        )  # fmt: skip
        return [dict(row) for row in counted.order_by("-n", "country__name")]

    return kept(f"countries {first} {last}", count)


def _row(held: dict[str, Any]) -> Row:
    return Row((held["country__name"], held["n"], _year(held["first"]), _year(held["last"])), _address(held))


def _address(held: dict[str, Any]) -> str:
    return reverse("country", args=[held["country__code"]])


def _circles(held: list[dict[str, Any]]) -> list[Circle]:
    """The largest first, so that a small one lies on a large one and not under it."""
    centres, most = _centres(), max((country["n"] for country in held), default=1)
    return [
        Circle(
            *centres[country["country__code"]],
            f"{max(_SMALLEST, _LARGEST * math.sqrt(country['n'] / most)):.1f}",
            ngettext("%(country)s: %(n)d alert", "%(country)s: %(n)d alerts", country["n"])
            % {"country": country["country__name"], "n": country["n"]},
            _address(country),
        )
        for country in held
        if country["country__code"] in centres
    ]


@lru_cache
def _centres() -> dict[str, tuple[int, int]]:
    with (_WORLD / "centres.csv").open(newline="") as lines:
        return {row["code"]: (int(row["x"]), int(row["y"])) for row in csv.DictReader(lines)}


@lru_cache
def _coast() -> str:
    return (_WORLD / "coast.txt").read_text().strip()


def _by_year(found: Country, alerts: Any) -> Any:
    def address(year: int) -> str:
        asked = {"country": found.code, "issued_after": str(year), "issued_before": str(year)}
        return f"{reverse('search')}?{urlencode(asked)}"

    about = About("years", _("Alerts by year"), _("By the year of issue and the kind of document."), attention())
    counts, beside = periods.by_period(periods.dated(alerts), "year")
    return bars.bars(about, "year", counts, kinds.genres(_("no kind given")), address, beside)


def _issuers(found: Country, alerts: Any) -> Any:
    issued = Party.objects.filter(role=Party.Role.ISSUER, alert__in=alerts).order_by()
    named = issued.values(name=F("organization__name"), slug=F("organization__slug"))
    counted = named.annotate(n=Count("alert", distinct=True), first=Min("alert__issued_earliest"))
    about = About("issuers", _("Who spoke"), _("The bodies that issued most of these alerts."), attention())
    rows = [
        Row(
            (row["name"], row["n"], _year(row["first"])),
            f"{reverse('search')}?{urlencode({'country': found.code, 'issuer': row['slug']})}",
        )
        for row in counted.order_by("-n", "name")[:MOST_ISSUERS]
    ]
    return ranks.ranks(about, (_("Issuer"), _("Alerts"), _("Since")), rows)


def _year(day: dt.date | None) -> str:
    return str(day.year) if day else _("undated")


def _situations(alerts: Any) -> list[Situation]:
    tied = Situation.alerts.through.objects.filter(alert__in=alerts).values("situation")
    return list(Situation.objects.filter(pk__in=tied).only("uid", "slug", "title", "period")[:MOST_SITUATIONS])


def _asked(found: Country) -> Any:
    concerned = AlertCountry.objects.filter(country=found).values("alert")
    return Recommendation.objects.published().filter(alert__in=concerned)
