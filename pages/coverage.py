"""/coverage/: what the archive holds of whom, by year, and what it does not; and what was corrected or withdrawn."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alerts.models import Alert, Event, Party, Relation, Serial
from alerts.paging import page_of
from alerts.public import public_page
from alerts.serials import Run, runs
from organizations.models import Organization
from pages.asked_page import asked_page
from pages.charts.chart import About, Chart, Row, csv_of
from pages.charts.sparks import Spark, spark
from pages.keeping import kept

ON_A_PAGE = 50
# Of a serial no more runs of numbers are told.
MOST_RUNS = 40
_CHANGES = (Event.Kind.REVISE, Event.Kind.WITHDRAW, Event.Kind.REPUBLISH, Event.Kind.REDACT)
_BY_ITS_ISSUER = (Relation.Kind.CORRECTS, Relation.Kind.RETRACTS)
Years = dict[int | None, int]


@dataclass(frozen=True)
class Holding:
    """What is held of an issuer: alerts by year, `undated` of them without one."""

    organization: Organization
    total: int
    first: int | None
    last: int | None
    undated: int
    spark: Spark | None


@dataclass(frozen=True)
class HeldSerial:
    """A serial, and its numbers that are held and that are not, up to the highest held."""

    serial: Serial
    held: list[Run]
    not_held: list[Run]

    @property
    def count(self) -> int:
        return sum(run.count for run in self.held)

    @property
    def missing(self) -> int:
        return sum(run.count for run in self.not_held)

    @property
    def shown(self) -> list[Run]:
        return self.not_held[:MOST_RUNS]

    @property
    def left_out(self) -> int:
        return len(self.not_held) - len(self.shown)


@public_page
def coverage(request: HttpRequest) -> HttpResponse:
    by_issuer = kept("coverage", _by_issuer)
    if request.GET.get("csv") == "coverage":
        return csv_of(_numbers(by_issuer))
    order = sorted(by_issuer, key=lambda pk: (-sum(by_issuer[pk].values()), pk))
    years = [year for counts in by_issuer.values() for year in counts if year]
    page = page_of(order, len(order), *asked_page(request), ON_A_PAGE)
    bodies = Organization.objects.in_bulk(page.rows)
    return render(request, "coverage/page.html", {
        "page": page,
        "holdings": [_holding(bodies[pk], by_issuer[pk], years) for pk in page.rows],
        "serials": _serials(), "first": min(years, default=None), "last": max(years, default=None),
        "section": "coverage",
    })  # fmt: skip


@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    """What the archive changed of what it showed, and what issuers corrected or retracted, the newest first."""
    events = Event.objects.filter(kind__in=_CHANGES).select_related("alert", "version__content")
    shown = events.only(
        "number", "kind", "at", "reason", "alert__uid", "alert__slug", "alert__title", "alert__status",
        "alert__language", "version__number", "version__content__note",
    ).order_by("-number")  # fmt: skip
    page = page_of(shown, events.count(), *asked_page(request), ON_A_PAGE)
    public = Alert.objects.published()
    relations = Relation.objects.filter(kind__in=_BY_ITS_ISSUER, alert__in=public, target__in=public)
    return render(request, "coverage/corrections.html", {
        "page": page, "withheld": _withheld(page.rows), "section": "coverage",
        "relations": relations.select_related("alert", "target").order_by("-alert__issued_earliest", "pk")[:ON_A_PAGE],
    })  # fmt: skip


def _by_issuer() -> dict[int, Years]:
    """Alerts by issuer and year of issue, a statement in several languages once."""
    issued = Party.objects.filter(role=Party.Role.ISSUER, alert__in=Alert.objects.published().originals())
    years = issued.order_by().annotate(year=ExtractYear("alert__issued_earliest")).values_list("organization", "year")
    counts: dict[int, Years] = defaultdict(dict)
    for organization, year, number in years.annotate(n=Count("alert", distinct=True)):
        counts[organization][year] = number
    return dict(counts)


def _holding(body: Organization, counts: Years, years: list[int]) -> Holding:
    dated = {year: number for year, number in counts.items() if year}
    line = spark(dated, min(years), max(years)) if years else None
    return Holding(
        body, sum(counts.values()), min(dated, default=None), max(dated, default=None), counts.get(None, 0), line
    )


def _numbers(by_issuer: dict[int, Years]) -> Chart:
    names = dict(Organization.objects.filter(pk__in=by_issuer).values_list("pk", "name"))
    rows = [
        Row((names[pk], year or _("undated"), number))
        for pk in sorted(by_issuer, key=lambda pk: names[pk])
        for year, number in sorted(by_issuer[pk].items(), key=lambda item: item[0] or 0)
    ]
    return Chart(About("coverage", "", "", ""), (_("Issuer"), _("Year"), _("Alerts held")), tuple(rows))


def _serials() -> list[HeldSerial]:
    public = Alert.objects.published().filter(serial_number__isnull=False)
    numbers: dict[int, list[int]] = defaultdict(list)
    for serial, number in public.values_list("serial", "serial_number"):
        numbers[serial or 0].append(number or 0)
    found = Serial.objects.filter(pk__in=numbers).select_related("issuer")
    return [HeldSerial(serial, *runs(numbers[serial.pk])) for serial in found]


def _withheld(events: Any) -> set[int]:
    """Of the alerts of `events` those that are withdrawn with a title that is not to be shown."""
    withdrawn = {event.alert_id for event in events if event.alert.status == Alert.Status.WITHDRAWN}
    last: dict[int, bool] = {}
    of_these = Event.objects.filter(alert__in=withdrawn, kind=Event.Kind.WITHDRAW).order_by("number")
    for alert, is_withheld in of_these.values_list("alert", F("title_withheld")):
        last[alert] = is_withheld
    return {alert for alert in withdrawn if last.get(alert, True)}
