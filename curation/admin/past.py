"""The history of a record in the admin: who changed what, and when; and an earlier state of a draft restored."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst

from alerts.models import Alert, Recommendation
from curation import filling, history, states
from curation.admin import conflict
from curation.admin.choices import is_key
from curation.filling import Filled, Row, Words
from curation.telling import summary, told

_ON_A_PAGE = 20
# Files are neither brought back nor thrown away: documents stay as they are.
_KEPT = "documents"


class Remembered:
    """An admin whose records have a history, in place of Django's, which tells of fields and of no words."""

    def get_urls(self) -> list[Any]:
        admin: Any = self
        start, view = f"{admin.opts.app_label}_{admin.opts.model_name}", admin.admin_site.admin_view
        own = [
            path("gone/", view(self.gone_view), name=f"{start}_gone"),
            path("<path:object_id>/history/<int:number>/", view(self.state_view), name=f"{start}_state"),
            path("<path:object_id>/history/<int:number>/restore/", view(self.restore_view), name=f"{start}_restore"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        record, whole = self._seen(request, object_id)
        if whole is None:
            return super().history_view(request, object_id, extra_context)  # type: ignore[misc,no-any-return]
        if type(whole) is not type(record):  # a part is kept with its whole
            return HttpResponseRedirect(_address(whole, "history"))
        page = Paginator(history.of(whole), _ON_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        first = (page.number - 1) * _ON_A_PAGE
        versions = list(page.paginator.object_list[first : first + _ON_A_PAGE + 1])
        held = [history.state(version) for version in versions]
        changes = [
            {"version": version, "what": _what(held[n], held[n + 1] if n + 1 < len(held) else None)}
            for n, version in enumerate(versions[:_ON_A_PAGE])
        ]
        return self._past_page(request, record, "history", "History", page=page, changes=changes, page_var=PAGE_VAR)

    def gone_view(self, request: HttpRequest) -> HttpResponse:
        """What is no longer there, the latest first, each leading to what is kept of it."""
        admin: Any = self
        if not admin.has_view_or_change_permission(request):
            raise PermissionDenied
        page = Paginator(history.gone(admin.model), _ON_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        context = admin.admin_site.each_context(request) | {
            "title": f"{capfirst(admin.opts.verbose_name_plural)} that are no longer there", "opts": admin.opts,
            "media": admin.media, "page": page, "page_var": PAGE_VAR,
            "history_name": f"admin:{admin.opts.app_label}_{admin.opts.model_name}_history",
        }  # fmt: skip
        return TemplateResponse(request, "admin/curation/gone.html", context)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        admin: Any = self
        gone = f"admin:{admin.opts.app_label}_{admin.opts.model_name}_gone"
        more = {"gone_address": reverse(gone)} if admin.model in states.WHOLES else {}
        return super().changelist_view(request, (extra_context or {}) | more)  # type: ignore[misc]

    def state_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """One state: what changed since the one before, or (`?whole`) all that it held."""
        admin: Any = self
        record, whole = self._seen(request, object_id)
        version = _found(whole, number)
        before = history.of(whole).filter(pk__lt=version.pk).order_by("-pk").first() if whole else None
        is_whole = "whole" in request.GET
        after, previous = history.state(version), history.state(before) if before and not is_whole else None
        sections = told(previous, after) if previous or is_whole else []
        return self._past_page(
            request, record, "state", "History", version=version, sections=sections, before=before, is_whole=is_whole,
            may_restore=not hasattr(record, "is_gone") and admin.has_change_permission(request, record),
            is_latest=version == history.of(whole).first(),
        )  # fmt: skip

    def restore_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Have the record become again as it was, by way of its form: what the form refuses is not written."""
        admin: Any = self
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record, whole = self._seen(request, object_id)
        if hasattr(record, "is_gone") or not admin.has_change_permission(request, record) or whole is not record:
            raise PermissionDenied
        version = _found(whole, number)
        form, formsets = conflict.drawn(admin, request, record)
        there = filling.shown(form, formsets)
        wanted = _filled(history.state(version), form, formsets, there)
        conflict.fill(request, wanted, there, formsets)
        posted: Any = request.POST
        posted[conflict.OPENED] = filling.sealed(there, conflict.name(record))
        when = f"{timezone.localtime(version.revision.date_created):%-d %B %Y, %H:%M}"
        request.restored = f"Restored as it was on {when}."  # type: ignore[attr-defined]
        # Where the form refuses, its page must post to the record and not to this address.
        response: HttpResponse = admin.changeform_view(request, object_id, _address(record, "change"))
        if response.status_code == 200:
            messages.error(request, "Not restored yet: something of that state does not fit today. Put it right, save.")
        return response

    def _seen(self, request: HttpRequest, object_id: str) -> tuple[Any, Any]:
        """The record, and the whole that it is kept with, for whoever may view it; as it was last, if it is gone."""
        admin: Any = self
        record = admin.get_object(request, object_id) or _gone(admin.model, object_id)
        if record is None:
            raise Http404("There is no such record.")
        if not admin.has_view_or_change_permission(request, record):
            raise PermissionDenied
        whole = states.whole_of(record)
        return record, record if whole is not None and whole == record else whole

    def _past_page(self, request: HttpRequest, record: Any, template: str, title: str, **more: Any) -> HttpResponse:
        admin: Any = self
        context = admin.admin_site.each_context(request) | {
            "title": title, "subtitle": str(record), "original": record, "opts": admin.opts, "media": admin.media,
            "is_gone": hasattr(record, "is_gone"),
            "state_name": f"admin:{admin.opts.app_label}_{admin.opts.model_name}_state",
            "restore_name": f"admin:{admin.opts.app_label}_{admin.opts.model_name}_restore",
        }  # fmt: skip
        return TemplateResponse(request, f"admin/curation/{template}.html", context | more)


def _gone(model: Any, object_id: str) -> Any:
    """The record of that key as it was before it was deleted or merged, in memory; None without a history."""
    if model not in states.WHOLES or not is_key(object_id):
        return None
    last = history.of(model(pk=int(object_id))).first()
    if last is None:
        return None
    record, _ = states.rebuilt(history.state(last))
    record.is_gone = True
    return record


def _found(whole: Any, number: int) -> Any:
    if whole is None:
        raise Http404("It has no history.")
    return get_object_or_404(history.of(whole), pk=number)


def _what(after: states.State, before: states.State | None) -> str:
    return "" if before is None else summary(told(before, after)) or "nothing of the record itself"


def _address(record: models.Model, page: str) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])


def _filled(state: states.State, form: Any, formsets: list[Any], there: Filled) -> Filled:
    """The form as it would show `state`. Parts are known by their uids; what answers a part goes on answering it."""
    record, parts = states.rebuilt(state)
    own = filling.words_of(type(form)(instance=record))
    own |= {name: [] for name in Alert.DO_NO_HARM if name in own}  # confirmed of what stood there then, not of this
    own |= {name: there.words[name] for name in ("revision_note",) if name in own}
    rows: dict[str, list[Row]] = {}
    for formset in formsets:
        if formset.prefix == _KEPT:
            rows[_KEPT] = there.rows.get(_KEPT, [])
            continue
        keys = {row.uid or row.key: row.key for row in there.rows.get(formset.prefix, [])}
        rows[formset.prefix] = [_row(part, formset, keys) for part in parts.get(formset.model, [])]
    asks = {row.uid: row.key for row in there.rows.get("recommendations", []) if row.key}
    uids = {str(part.pk): part.uid for part in parts.get(Recommendation, [])}
    for row in rows.get("responses", []):
        answered = uids.get("".join(row.words.get("recommendation", [])), "")
        row.words["recommendation"] = [asks[answered]] if answered in asks else []
    return Filled(own, rows)


def _row(part: Any, formset: Any, keys: dict[str, str]) -> Row:
    uid = getattr(part, "uid", "")
    words: Words = filling.words_of(formset.form(instance=part))
    return Row(keys.get(uid or str(part.pk), ""), uid, words)
