"""/frameworks/: by which published lists of indicators alerts assess a risk, which of them they found, and where."""

from typing import Any

from django.db.models import Count, Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alerts.models import Alert, Assessment, Framework, Indicator
from alerts.paging import Page, page_of
from alerts.public import public_page
from identifiers.models import FormerAddress, Kind
from pages.asked_page import asked_page
from pages.charts.chart import About, Row, csv_asked
from pages.charts.ranks import Ranks, ranks
from pages.keeping import kept

ON_A_PAGE = 25


def public_assessments() -> Any:
    """What public alerts assess; of a statement in several languages the first to tell it."""
    return Assessment.objects.filter(alert__in=Alert.objects.published().originals())


@public_page
def frameworks(request: HttpRequest) -> HttpResponse:
    counts = kept("frameworks", _alerts_by_framework)
    rows = Framework.objects.filter(pk__in=counts).select_related("issuer")
    indicators = Indicator.objects.filter(framework__in=counts).order_by("framework", "position")
    by_framework: dict[int, list[Indicator]] = {}
    for indicator in indicators:
        by_framework.setdefault(indicator.framework_id, []).append(indicator)
    listed = [(framework, by_framework.get(framework.pk, []), counts[framework.pk]) for framework in rows]
    return render(request, "framework/list.html", {"frameworks": listed, "section": "frameworks"})


@public_page
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    """A framework: how many alerts found each indicator, and what alerts concluded."""
    found = _framework(slug)
    chart = _found_indicators(found)
    concluded = _shown(public_assessments().filter(indicator__framework=found, concluded=True))
    page = _page(request, concluded)
    return csv_asked(request, [chart]) or render(request, "framework/page.html", {
        "framework": found, "chart": chart, "page": page, "section": "frameworks",
    })  # fmt: skip


@public_page
def indicator(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """All alerts that found an indicator, the newest first."""
    today = FormerAddress.objects.today(Kind.INDICATOR, [uid]).get(uid, uid)
    found = Indicator.objects.select_related("framework").filter(uid=today).first()
    assessments = public_assessments().filter(indicator=found)
    if found is None or not public_assessments().filter(indicator__framework=found.framework).exists():
        raise Http404("There is no such indicator.")
    if (slug, uid) != (found.framework.slug, found.uid):
        return redirect("indicator", found.framework.slug, found.uid, permanent=True)
    return render(request, "framework/indicator.html", {
        "indicator": found, "framework": found.framework, "page": _page(request, _shown(assessments)),
        "section": "frameworks",
    })  # fmt: skip


def _framework(slug: str) -> Framework:
    found = Framework.objects.filter(slug=slug).select_related("issuer").first()
    if found is None or not public_assessments().filter(indicator__framework=found).exists():
        raise Http404("No public alert uses such a framework.")
    return found


def _alerts_by_framework() -> dict[int, int]:
    rows = public_assessments().order_by().values_list("indicator__framework")
    return dict(rows.annotate(n=Count("alert", distinct=True)))


def _found_indicators(found: Framework) -> Ranks | None:
    rows = public_assessments().filter(indicator__framework=found).order_by().values("indicator")
    counted = rows.annotate(
        n=Count("alert", distinct=True), concluded=Count("alert", distinct=True, filter=Q(concluded=True)),
        first=Min("alert__issued_earliest"), last=Max("alert__issued_earliest"),
    )  # fmt: skip
    by_indicator = {row["indicator"]: row for row in counted}
    none: dict[str, Any] = {"n": 0, "concluded": 0, "first": None, "last": None}
    told = []
    for one in found.indicators.order_by("position"):
        row = by_indicator.get(one.pk, none)
        years = (str(row[name].year) if row[name] else "–" for name in ("first", "last"))
        address = reverse("indicator", args=[found.slug, one.uid]) if row["n"] else ""
        told.append(Row((str(one), row["n"], row["concluded"], *years), address))
    about = About(
        "indicators", _("Indicators that alerts found"),
        _("How many alerts of this archive say that each is present, and how many conclude with it."),
        _("An indicator that no alert here names may be present all the same: an alert need not go through the list."),
    )  # fmt: skip
    columns = (_("Indicator"), _("Alerts that found it"), _("Alerts that conclude with it"), _("First"), _("Latest"))
    return ranks(about, columns, told)


def _shown(assessments: Any) -> Any:
    alert = ("uid", "slug", "title", "language", "issued", "issued_basis", "issued_note", "record")
    shown = assessments.select_related("alert", "indicator").only(
        "uid", "as_printed", "note", "concluded", "indicator__number", "indicator__name", "indicator__uid",
        *(f"alert__{name}" for name in alert),
    )  # fmt: skip
    return shown.order_by("-alert__issued_earliest", "alert__uid", "position")


def _page(request: HttpRequest, rows: Any) -> Page:
    return page_of(rows, rows.count(), *asked_page(request), ON_A_PAGE)
