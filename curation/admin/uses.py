"""Where a record is used: counted by kind, and each use to be looked at, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse

from alerts.models import Alert, Part
from curation import pointing
from curation.admin.choices import is_key
from curation.planning import whole_of
from curation.pointing import Way

PER_PAGE = 50


@dataclass(frozen=True)
class Kind:
    """A kind of use, how often it occurs, and whether it is the one that is listed."""

    key: str
    label: str
    count: int
    is_shown: bool


@dataclass(frozen=True)
class Use:
    """A row that points at a record: what it is called, the words that it adds, and its page in the admin."""

    pk: int
    label: str
    detail: str
    address: str


def page(model_admin: Any, request: HttpRequest, pk: str) -> HttpResponse:
    """The page “Where used” of a record."""
    record = found(model_admin, pk)
    if not model_admin.has_view_permission(request, record):
        raise PermissionDenied
    listed = listing(record, request.GET.get("of", ""), request.GET.get("p", ""))
    return respond(model_admin, request, record, "Where used", "uses", **listed)


def listing(record: models.Model, key: str, number: str) -> dict[str, Any]:
    """The kinds of use of a record with their counts, and a page of the uses of one kind. Three queries."""
    counts = pointing.counts(record)
    shown = next((way for way in counts if way.key == key), None) or next(iter(counts), None)
    kinds = [Kind(way.key, way.label, count, way is shown) for way, count in counts.items()]
    if shown is None:
        return {"kinds": kinds, "total": 0, "uses": [], "page": None, "of": ""}
    rows = Paginator(_rows(shown, record), PER_PAGE)
    rows.count = counts[shown]
    page: Page[Any] = rows.get_page(number if is_key(number) else 1)
    uses = [_use(shown, row) for row in page]
    return {"kinds": kinds, "total": sum(counts.values()), "uses": uses, "page": page, "of": shown.key}


def found(model_admin: Any, pk: str) -> Any:
    record = model_admin.model._base_manager.filter(pk=pk).first() if is_key(pk) else None
    if record is None:
        names = model_admin.opts.verbose_name
        raise Http404(f"There is no such {names}: it was merged or deleted.")
    return record


def respond(
    model_admin: Any, request: HttpRequest, record: Any, title: str, template: str, **more: Any
) -> TemplateResponse:
    """A page of the admin about a record of a vocabulary."""
    context = model_admin.admin_site.each_context(request) | {
        "title": title,
        "subtitle": str(record),
        "record": record,
        "opts": model_admin.opts,
        "change_address": address(record),
        "list_address": reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist"),
        "media": model_admin.media,
        **more,
    }
    return TemplateResponse(request, f"admin/vocabulary/{template}.html", context)


def address(record: models.Model) -> str:
    """The page of a record in the admin; empty where it has none."""
    names = record._meta
    try:
        return reverse(f"admin:{names.app_label}_{names.model_name}_change", args=[quote(record.pk)])
    except NoReverseMatch:
        return ""


def _rows(way: Way, record: models.Model) -> "models.QuerySet[Any]":
    """The rows with all that is shown of them, in one query."""
    shown: Iterable[str] = [f.name for f in way.model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
    if issubclass(way.model, Part) and way.model.whole != "alert":
        shown = [*shown, f"{way.model.whole}__alert"]
    return way.rows(record).select_related(*shown).order_by("-pk")


def _use(way: Way, row: Any) -> Use:
    """A part of an alert stands under its alert; one side of a link, under the record on the other side."""
    if way.is_link:
        other = getattr(row, way.other)
        return Use(row.pk, str(other), _state(other), address(other))
    if isinstance(row, Part):
        whole = whole_of(row)
        return Use(row.pk, str(whole), f"{row} · {_state(whole)}", address(whole))
    return Use(row.pk, str(row), _state(row), address(row))


def _state(record: Any) -> str:
    if not isinstance(record, Alert):
        return str(record._meta.verbose_name)
    return f"working copy, {record.get_status_display()}" if record.revises_id else record.get_status_display()
