"""Merging in the admin: find the other record, see what would change, merge; and undo it within a day."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse

from curation import merging
from curation.admin import uses
from curation.admin.bases import ReadOnlyAdmin, log
from curation.finding import find
from curation.merging import MergingError
from curation.models import Merge
from curation.planning import Plan, plan, whole_of
from curation.pointing import title_of

_SHOWN = 30


def page(model_admin: Any, request: HttpRequest, pk: str) -> HttpResponse:
    """Choose what to merge a record into, look at what would change, and do it."""
    merged = uses.found(model_admin, pk)
    if not merging.may_merge(request.user, model_admin.model):
        raise PermissionDenied
    if request.method == "POST":
        return _merge(model_admin, request, merged)
    into = request.GET.get("into", "")
    if not into:
        return _choose(model_admin, request, merged)
    kept = uses.found(model_admin, into)
    if kept.pk == merged.pk:
        messages.error(request, "A record is merged into another one, not into itself.")
        return _choose(model_admin, request, merged)
    return _preview(model_admin, request, merged, kept)


def _choose(model_admin: Any, request: HttpRequest, merged: Any) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:200] or str(title_of(merged))
    results = [found for found in find(model_admin.model, typed, loosely=True) if found.pk != merged.pk][:_SHOWN]
    return uses.respond(model_admin, request, merged, "Merge into another", "merge", q=typed, results=results)


def _preview(model_admin: Any, request: HttpRequest, merged: Any, kept: Any) -> HttpResponse:
    planned = plan(merged, kept)
    return uses.respond(
        model_admin, request, merged, "Merge into another", "merge_preview",
        kept=kept, kept_address=_address(kept), plan=planned, moved=sum(count for _, count in planned.counts),
        collapsed=[_told(one) for one in planned.collapsed[:_SHOWN]], more=max(0, len(planned.collapsed) - _SHOWN),
        filled=_taken_over(planned), has_address=hasattr(merged, "uid"),
    )  # fmt: skip


def _told(one: Plan) -> dict[str, Any]:
    """Two rows that would be one: what it is, on which alert, and what it would say."""
    whole = whole_of(one.kept)
    said = " · ".join(str(value) for value in one.filled.values() if isinstance(value, str))
    kind = one.kept._meta.verbose_name
    return {"kind": kind, "of": one.kept if whole is one.kept else whole, "said": said}


def _taken_over(planned: Plan) -> list[tuple[str, str]]:
    columns = {f.attname: f for f in type(planned.merged)._meta.concrete_fields}
    return [
        (str(columns[name].verbose_name), str(getattr(planned.merged, columns[name].name))) for name in planned.filled
    ]


def _address(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_merge", args=[record.pk])


def _merge(model_admin: Any, request: HttpRequest, merged: Any) -> HttpResponse:
    kept = uses.found(model_admin, request.POST.get("into", ""))
    try:
        done = merging.merge(merged, kept, request.user)
    except MergingError as error:
        messages.error(request, f"Not merged: {error}")
        return HttpResponseRedirect(uses.address(merged))
    log([kept, done], request, f"Merged {model_admin.opts.verbose_name} {done.merged_id} into it.")
    messages.success(request, f"“{done.merged_name}” is merged into this one. For a day it can be undone, below.")
    return HttpResponseRedirect(uses.address(kept))


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    """The merges, and the button that undoes one."""

    list_display = ("__str__", "model", "at", "by", "state")
    list_select_related = ("by",)
    list_filter = ("model",)
    search_fields = ("merged_name", "kept_name")
    fields = ("merged_name", "kept_name", "model", "at", "by", "state")
    readonly_fields = ("state",)
    change_form_template = "admin/vocabulary/merge_done.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("journal")

    @admin.display(description="state")
    def state(self, merge: Merge) -> str:
        if merge.undone_at:
            return f"undone on {merge.undone_at:%Y-%m-%d %H:%M}"
        return f"can be undone until {merge.until:%Y-%m-%d %H:%M}" if merge.is_undoable else "for good"

    def get_urls(self) -> list[Any]:
        undo = path("<int:pk>/undo/", self.admin_site.admin_view(self.undo), name="curation_merge_undo")
        return [undo, *super().get_urls()]

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        merge = Merge.objects.filter(pk=pk).first() if pk < 2**62 else None
        if merge is None:
            raise Http404("There is no such merge.")
        if not merging.may_merge(request.user, merge.record_model):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            merged = merging.undo(merge, request.user)
        except MergingError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:curation_merge_change", args=[pk]))
        log([merged, merge], request, "Merge undone.")
        messages.success(request, f"Undone: “{merge.merged_name}” and “{merge.kept_name}” are two again.")
        return HttpResponseRedirect(uses.address(merged))
