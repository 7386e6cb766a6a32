"""Who speaks, who signs, who is asked: the list of organizations, and the page of each."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy

from alerts.bodies import Organizations, asks_of, counted, named_like, public_organizations, relatives, with_role
from alerts.filters import PageField, WordsField
from alerts.models import Party
from alerts.paging import Page, page_of
from alerts.public import public_page
from dates.locales import grouped
from identifiers.models import FormerAddress, Kind
from organizations.models import Organization

ON_A_PAGE = 50
IN_A_LIST = 20
LONGEST_NAME = 200


class NameField(WordsField):
    """Words of a name."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if len(text) > LONGEST_NAME:
            told = gettext("At most %(most)s characters can be asked for; these are %(length)s.")
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
        counted(found).order_by("name", "uid"), found.count(), form.cleaned_data.get("page") or 1,
        _pages(request.GET, ("q", "kind"), "page"), ON_A_PAGE,
    )  # fmt: skip
    return render(request, "organization/list.html", {
        "form": form,
        "page": page,
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
    return render(request, "organization/page.html", {
        "organization": found,
        "names": found.names.order_by("relation", "text"),
        "relatives": relatives(found),
        "lists": _lists(found, request.GET),
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


def _lists(found: Organization, data: QueryDict) -> dict[str, Page]:
    """What it issued, signed, was addressed by and was asked, a page of each; a list that is empty costs no query."""
    form = ListsForm(data)
    form.is_valid()
    sources = {
        "issued": (with_role(found, Party.Role.ISSUER), found.issued_count),  # type: ignore[attr-defined]
        "signed": (with_role(found, Party.Role.SIGNATORY), found.signed_count),  # type: ignore[attr-defined]
        "addressed": (with_role(found, Party.Role.ADDRESSEE), found.addressed_count),  # type: ignore[attr-defined]
        "asked": (asks_of(found), found.asked_count),  # type: ignore[attr-defined]
    }
    return {
        name: page_of(rows, total, form.cleaned_data.get(name) or 1, _pages(data, (), name), IN_A_LIST)
        for name, (rows, total) in sources.items()
    }


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
