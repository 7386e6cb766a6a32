"""The list of situations: those that most alerts speak of first, by words, country and time."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.filters import DayField, LastDayField, PageField, WordsField
from alerts.models import Alert, AlertCountry, Situation, SituationName
from alerts.models.alert import AlertQuerySet
from alerts.paging import page_of
from alerts.public import public_page
from identifiers.folding import fold
from identifiers.models import Name
from pages.charts.chart import About, Chart, Row, attention, csv_asked
from pages.charts.sparks import Spark, spark
from pages.keeping import kept
from pages.situation_reading import Holding, holdings
from places.models import Country

ON_A_PAGE = 30


class SituationsForm(forms.Form):
    """What may be asked of the list of situations."""

    q = WordsField(required=False)
    country = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("No public alert has this country: choose one from the list.")},
    )
    issued_after = DayField(required=False)
    issued_before = LastDayField(required=False)
    page = PageField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        countries = kept("countries of alerts", _countries)
        self.fields["country"].choices = [("", _("any country")), *countries]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("issued_after"), self.cleaned_data.get("issued_before")
        if first and last and last < first:
            message = _("This is before the first date, so that no day is left between them.")
            self.add_error("issued_before", message)
        return self.cleaned_data


def _countries() -> list[tuple[str, str]]:
    links = AlertCountry.objects.filter(alert__in=Alert.objects.published()).order_by()
    return list(Country.objects.filter(pk__in=links.values("country")).values_list("code", "name"))


@dataclass(frozen=True)
class Listed:
    """A situation, and what of the alerts asked for speaks of it."""

    situation: Situation
    held: Holding
    spark: Spark | None = None

    @property
    def years(self) -> str:
        if not self.held.first or not self.held.last:
            return ""
        first, last = self.held.first.year, self.held.last.year
        return str(first) if first == last else f"{first}–{last}"


@public_page
def situations(request: HttpRequest) -> HttpResponse:
    form = SituationsForm(request.GET)
    found = _found(form.cleaned_data) if form.is_valid() else []
    chart = _chart(found)
    if answer := csv_asked(request, [chart]):
        return answer
    number = form.cleaned_data.get("page") or 1
    page = page_of(found, len(found), number, lambda n: _address(request.GET, page=str(n) if n > 1 else ""), ON_A_PAGE)
    rows = _with_sparks(list(page.rows))
    return render(request, "situation/list.html", {
        "form": form,
        "page": page,
        "rows": rows,
        "axis": next((row.spark for row in rows if row.spark), None),
        "chart": chart,
        "csv": _address(request.GET, csv=chart.about.name),
        "is_narrowed": any(form.cleaned_data.get(name) for name in ("q", "country", "issued_after", "issued_before")),
        "section": "situations",
    })  # fmt: skip


def _address(data: QueryDict, **values: str) -> str:
    """The address of the list, asked as it is, with these values besides."""
    pairs = {name: data.get(name, "") for name in ("q", "country", "issued_after", "issued_before")} | values
    return f"?{urlencode({name: value for name, value in pairs.items() if value})}"


def _alerts(asked: dict[str, Any]) -> AlertQuerySet:
    """The public alerts of the time and country asked for."""
    alerts = Alert.objects.published().issued_between(asked.get("issued_after"), asked.get("issued_before"))
    if country := asked.get("country"):
        alerts = alerts.filter(pk__in=AlertCountry.objects.filter(country__code=country).values("alert"))
    return alerts


def _found(asked: dict[str, Any]) -> list[Listed]:
    """The situations asked for, the most active first. Three queries."""
    times = (asked.get("country"), asked.get("issued_after"), asked.get("issued_before"))
    held = kept(f"holdings {times}", lambda: holdings(_alerts(asked)))
    listed = [Listed(s, held[s.pk]) for s in _named_like(Situation.objects.all(), asked["q"]) if s.pk in held]
    return sorted(listed, key=lambda row: (-row.held.statements, -row.held.alerts, fold(row.situation.title)))


def _named_like(found: "QuerySet[Situation]", words: str) -> "QuerySet[Situation]":
    """Those in whose title, summary or other names each of the words stands."""
    for word in fold(words).split():
        names = SituationName.objects.filter(folded__contains=word).exclude(relation=Name.Relation.PEJORATIVE)
        own = Q(title__icontains=word) | Q(summary__icontains=word) | Q(slug__contains=word)
        found = found.filter(own | Q(pk__in=names.values("situation")))
    return found


def _with_sparks(rows: list[Listed]) -> list[Listed]:
    """The rows of a page, each with its alerts by year, on one axis for all."""
    years = [year for row in rows for year in row.held.by_year]
    if not years:
        return rows
    return [Listed(row.situation, row.held, spark(row.held.by_year, min(years), max(years))) for row in rows]


def _chart(found: list[Listed]) -> Chart:
    about = About("situations", _("Situations"), _("Situations by how many alerts speak of them."), attention())
    columns = (_("Situation"), _("Alerts"), _("Statements"), _("First"), _("Last"), _("Period"))
    return Chart(about, columns, tuple(
        Row((
            listed.situation.title, listed.held.alerts, listed.held.statements, _iso(listed.held.first),
            _iso(listed.held.last), listed.situation.period,
        ))
        for listed in found
    ))  # fmt: skip


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
