"""Who speaks, who signs, who is asked: the list of organizations, and the page of each."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts import asks
from alerts.bodies import (
    Deeds,
    Organizations,
    counted,
    deeds,
    named_like,
    public_organizations,
    relatives,
    with_role,
)
from alerts.filters import PageField, WordsField
from alerts.models import Party, Recommendation
from alerts.models.recommendation import RecommendationQuerySet
from alerts.paging import Page, page_of
from alerts.public import public_page
from dates.locales import grouped
from identifiers.models import FormerAddress, Kind
from organizations.models import Organization
from pages.charts.bars import Bars, bars
from pages.charts.chart import About, attention, csv_asked
from pages.charts.kinds import genres
from pages.charts.periods import by_period, dated
from pages.charts.sparks import Spark, spark
from pages.keeping import kept
from pages.register import rows_of

ON_A_PAGE = 50
IN_A_LIST = 20
LONGEST_NAME = 200


class NameField(WordsField):
    """Words of a name."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if len(text) > LONGEST_NAME:
            told = _("At most %(most)s characters can be asked for; these are %(length)s.")
            raise forms.ValidationError(told % {"most": grouped(LONGEST_NAME), "length": grouped(len(text))})
        return text


class OrganizationsForm(forms.Form):
    """What may be asked of the list of organizations."""

    q = NameField(required=False)
    kind = forms.ChoiceField(
        required=False,
        choices=[("", gettext_lazy("any kind")), *Organization.Kind.choices],
        error_messages={
            "invalid_choice": gettext_lazy("There is no such kind of organization: choose one from the list.")
        },
    )
    page = PageField(required=False)


class ListsForm(forms.Form):
    """Which page of each list on an organization's page."""

    issued = PageField(required=False)
    signed = PageField(required=False)
    addressed = PageField(required=False)
    asked = PageField(required=False)


@public_page
def organizations(request: HttpRequest) -> HttpResponse:
    form = OrganizationsForm(request.GET)
    found = _asked_for(form) if form.is_valid() else public_organizations().none()
    page = page_of(
        found.select_related("country").order_by("name", "uid"), found.count(), form.cleaned_data.get("page") or 1,
        _pages(request.GET, ("q", "kind"), "page"), ON_A_PAGE,
    )  # fmt: skip
    return render(request, "organization/list.html", {
        "form": form,
        "page": page,
        "bodies": _bodies(page.rows),
        "kinds": Organization.Kind.choices,
        "section": "organizations",
    })  # fmt: skip


@public_page
def organization(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """The page of an organization; from any other address of it, a redirect to the right one."""
    found = counted(public_organizations().select_related("country")).filter(uid=uid).first()
    if found is None:
        return _moved(uid)
    if found.slug != slug:
        return redirect("organization", found.uid, found.slug, permanent=True)
    lists, chart = _lists(found, request.GET), _by_year(found)
    return csv_asked(request, [chart]) or render(request, "organization/page.html", {
        "organization": found,
        "names": found.names.order_by("relation", "text"),
        "relatives": relatives(found),
        "lists": lists,
        "asked": rows_of(lists["asked"].rows),
        "chart": chart,
        "section": "organizations",
    })  # fmt: skip


@public_page
def former(request: HttpRequest, value: str) -> HttpResponse:
    """What used to be the address of an organization."""
    return _moved(value)


def _asked_for(form: OrganizationsForm) -> Organizations:
    found = named_like(public_organizations(), form.cleaned_data["q"])
    kind = form.cleaned_data["kind"]
    return found.filter(kind=kind) if kind else found


def _bodies(rows: Sequence[Organization]) -> list[tuple[Organization, Deeds, Spark | None]]:
    """Organizations of a page, each with what it did and a line of the alerts that it issued by year; all lines of a
    page have one axis."""
    ids = sorted(body.pk for body in rows)
    found = kept(f"organizations {ids}", lambda: deeds(ids))
    years = [year for done in found.values() for year in done.years]
    first, last = min(years, default=0), max(years, default=0)
    return [(body, found[body.pk], spark(found[body.pk].years, first, last)) for body in rows]


def _by_year(found: Organization) -> Bars | None:
    if not found.issued_count:  # type: ignore[attr-defined]
        return None

    def address(year: int) -> str:
        asked = {"issuer": found.slug, "issued_after": str(year), "issued_before": str(year)}
        return f"{reverse('search')}?{urlencode(asked)}"

    about = About(
        "years", _("What it issued, by year"), _("By the year of issue and the kind of document."), attention()
    )
    counts, beside = by_period(dated(with_role(found, Party.Role.ISSUER)), "year")
    return bars(about, "year", counts, genres(_("no kind given")), address, beside)


def _lists(found: Organization, data: QueryDict) -> dict[str, Page]:
    """What it issued, signed, was addressed by and was asked, a page of each; a list that is empty costs no query."""
    form = ListsForm(data)
    form.is_valid()
    sources = {
        "issued": (with_role(found, Party.Role.ISSUER), found.issued_count),  # type: ignore[attr-defined]
        "signed": (with_role(found, Party.Role.SIGNATORY), found.signed_count),  # type: ignore[attr-defined]
        "addressed": (with_role(found, Party.Role.ADDRESSEE), found.addressed_count),  # type: ignore[attr-defined]
        "asked": (_asked(found), found.asked_count),  # type: ignore[attr-defined]
    }
    return {
        name: page_of(rows, total, form.cleaned_data.get(name) or 1, _pages(data, (), name), IN_A_LIST)
        for name, (rows, total) in sources.items()
    }


def _asked(found: Organization) -> RecommendationQuerySet:
    """What public alerts ask of it, the newest first, as the register tells it."""
    asked = asks.asked_of(Recommendation.objects.published(), [found.uid])
    rows = asks.in_order(asks.each_once(asked)).select_related("alert", "measure", "situation")
    return rows.defer("keywords", "alert__keywords", "alert__body")


def _pages(data: QueryDict, kept: tuple[str, ...], name: str) -> Callable[[int], str]:
    """Addresses of the pages of a list: what was asked besides stays, and the list is jumped to."""

    def address(number: int) -> str:
        pairs = [(key, data.get(key, "")) for key in kept if data.get(key)]
        query = urlencode([*pairs, (name, str(number))] if number > 1 else pairs)
        return f"?{query}" if name == "page" else f"?{query}#{name}"

    return address


def _moved(value: str) -> HttpResponse:
    today = FormerAddress.objects.today(Kind.ORGANIZATION, [value]).get(value, "")
    found = public_organizations().filter(uid=today).first() if today else None
    if found is None:
        raise Http404("There is no such organization.")
    return redirect("organization", found.uid, found.slug, permanent=True)
