"""/recommendations/: the register of all that public alerts ask, one by one or by who is asked, for what, and when."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from alerts import asks
from alerts.models import Alert, Recommendation
from alerts.paging import Page, page_of
from alerts.public import address_of, public_page
from identifiers.models import FormerAddress, Kind
from pages.charts.bars import Bars, bars
from pages.charts.chart import About, Row, csv_asked, harmless
from pages.charts.kinds import ASK
from pages.charts.kinds import Kind as Mark
from pages.charts.ranks import Ranks, ranks
from pages.register import ON_A_PAGE, Register, rows_of, with_names

COLUMNS = (
    "uid", "ask", "text", "wording", "measure", "addressees", "addressee_basis", "location", "number", "issuers",
    "issued", "issued_basis", "alert", "alert_title", "address",
)  # fmt: skip
_AT_ONCE = 500
_UNDATED = Recommendation.UNDATED.year


@public_page
def recommendations(request: HttpRequest) -> HttpResponse:
    register = Register(request.GET)
    context: dict[str, Any] = {"register": register, "section": "recommendations", "groups": asks.GROUPS,
                               "orders": asks.ORDERS}  # fmt: skip
    if register.by == "year":
        chart = _years(register)
        return csv_asked(request, [chart]) or render(request, "recommendation/years.html", context | {"chart": chart})
    if register.by:
        page = _groups(register)
        ranked = _ranked(register, page)
        answer = csv_asked(request, [ranked])
        return answer or render(request, "recommendation/groups.html", context | {"page": page, "chart": ranked})
    page = register.page()
    return render(request, "recommendation/list.html", context | {"page": page, "rows": rows_of(page.rows)})


@public_page
def recommendation(request: HttpRequest, uid: str) -> HttpResponse:
    """The address of one recommendation: a redirect to its place in its alert."""
    today = FormerAddress.objects.today(Kind.RECOMMENDATION, [uid]).get(uid, uid)
    public = Recommendation.objects.filter(uid=today, alert__in=Alert.objects.published())
    found = public.select_related("alert").first()
    if found is None:
        raise Http404("There is no such recommendation.")
    return redirect(f"{found.alert.get_absolute_url()}#recommendation-{found.uid}")


@require_safe
@cache_control(no_cache=True)
def register_csv(request: HttpRequest) -> HttpResponseBase:
    """The recommendations that the same question finds, each occurrence of a repeated ask a row of its own, sent as
    they are read. A question that is not understood is answered by its page, which says why."""
    register = Register(request.GET)
    if not register.is_valid:
        return redirect(register.address())
    rows = with_names(asks.in_order(register.found, register.is_oldest_first)).iterator(_AT_ONCE)
    answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="recommendations.csv"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


class _Echo:
    """What csv writes to, when each line is sent on at once."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: Iterable[Recommendation]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)  # or spreadsheets take it for another encoding
    for ask in rows:
        yield writer.writerow([harmless(cell) for cell in _cells(ask)])


def _cells(ask: Recommendation) -> tuple[str | int, ...]:
    alert: Any = ask.alert
    return (
        ask.uid, ask.ask or ask.uid, ask.text, ask.wording, ask.measure.label if ask.measure else "",
        "; ".join(a.organization.name for a in ask.addressees.all()), ask.addressee_basis, ask.location, ask.number,
        "; ".join(p.organization.name for p in alert.issuers), alert.issued, alert.issued_basis, alert.uid, alert.title,
        address_of("recommendation", ask.uid),
    )  # fmt: skip


def _groups(register: Register) -> Page:
    """A page of the groups, all of which are counted at once and kept."""
    counted = asks.by_addressee if register.by == "addressee" else asks.by_measure
    rows = register.kept(register.by, lambda: list(counted(register.found)))
    return page_of(rows, len(rows), register.number, register.address, ON_A_PAGE)


def _ranked(register: Register, page: Page) -> Ranks | None:
    keys = [row["key"] for row in page.rows]
    bodies = register.kept(f"{register.by} {page.number}", lambda: asks.askers_of(register.found, register.by, keys))
    rows = [
        Row(
            (row["name"] or _("no measure given"), row["asks"], bodies.get(row["key"], 0), _year(row["first"]),
             _year(row["last"])),
            register.with_other(by="", **{register.by: row["slug"]}) if row["slug"] else "",
        )
        for row in page.rows
    ]  # fmt: skip
    if register.by == "addressee":
        title, header = _("Who was asked to act"), _("Asked")
    else:
        title, header = _("What was asked for"), _("Measure")
    about = About(register.by, title, _("Recommendations of all alerts that the question finds."), caveat())
    return ranks(about, (header, _("Recommendations"), _("Bodies that asked"), _("First"), _("Latest")), rows)


def _years(register: Register) -> Bars | None:
    rows = register.kept("year", lambda: list(asks.by_year(register.found)))
    mark = Mark(ASK, _("recommendations"))
    undated = [(_("undated"), {ASK: row["asks"]}) for row in rows if row["year"] == _UNDATED]

    def address(year: int) -> str:
        return register.with_other(by="", issued_after=str(year), issued_before=str(year))

    about = About("years", _("Recommendations by year"), _("By the year in which the alert was issued."), caveat())
    counts = {row["year"]: {ASK: row["asks"]} for row in rows if row["year"] != _UNDATED}
    return bars(about, "year", counts, [mark], address, undated)


def caveat() -> str:
    return _(
        "Counted is what this archive holds. An ask that several alerts repeat, where that is known, counts once, and "
        "so does what a statement asks in several languages. That a body was asked says nothing of what it did."
    )


def _year(day: Any) -> str:
    return str(day.year) if day else _("undated")
