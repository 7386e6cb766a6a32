"""Bulk changes in the lists: asked for, shown as they would be, and then done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from alerts.models import AlertCountry, Recommendation
from alerts.publishing import PublishingError
from alerts.uses import StillUsedError
from curation import history
from curation.admin.choices import KnownAutocomplete, is_key
from curation.bulk import MOST, Bulk, Plan, chosen

_EXAMPLES = 10


class BulkAdmin:
    """An admin with bulk changes: each an action of its list, for those who have its rights."""

    def bulk_changes(self) -> tuple[Bulk, ...]:
        raise NotImplementedError

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)  # type: ignore[misc]
        for change in self.bulk_changes():
            if request.user.has_perms(change.rights) and "_popup" not in request.GET:
                actions[f"bulk_{change.name}"] = (_action(change), f"bulk_{change.name}", f"{change.label} …")
        return actions

    def get_urls(self) -> list[Any]:
        admin: Any = self
        name, view = f"{admin.opts.app_label}_{admin.opts.model_name}_bulk", admin.admin_site.admin_view(self.bulk_view)
        return [path("bulk/<slug:change>/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def bulk_view(self, request: HttpRequest, change: str) -> HttpResponse:
        """What is to be said; what would change; and doing it, if that is still what would change."""
        bulk = next((one for one in self.bulk_changes() if one.name == change), None)
        if bulk is None or not request.user.has_perms(bulk.rights):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        keys = [int(key) for key in request.POST.get("keys", "").split(",") if is_key(key)][:MOST]
        form = _form(self, bulk, request.POST)
        if not form.is_valid():
            return page(self, request, bulk, keys, form)
        said = dict(form.cleaned_data)
        if digest := request.POST.get("agreed"):
            try:
                plan = bulk.apply(keys, said, request.user, digest)
            except (PublishingError, StillUsedError) as error:
                messages.error(request, f"Nothing was done: {error}")
                return page(self, request, bulk, keys, form)
            if plan.digest == digest:
                return self._done(request, bulk, plan)
            messages.warning(request, "Something changed meanwhile. This is what would change now.")
        else:
            plan = bulk.plan(chosen(bulk.model, keys), said, request.user)
        return page(self, request, bulk, keys, form, plan)

    def _done(self, request: HttpRequest, bulk: Bulk, plan: Plan) -> HttpResponse:
        user: Any = request.user
        records = [record for record, _ in plan.changes]
        if records:
            flag = DELETION if bulk.name == "unused" else CHANGE
            history.keep(records, user, f"{bulk.label}, in bulk.")
            LogEntry.objects.log_actions(user.pk, records, flag, f"{bulk.label}, in bulk.", single_object=False)
        messages.success(request, f"{bulk.label}: {len(records):,} changed, {len(plan.left):,} left as they were.")
        return HttpResponseRedirect(_list_address(self))


def _action(bulk: Bulk) -> Any:
    def act(model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST:
            messages.warning(request, f"Only the first {MOST:,} of those chosen are taken; repeat it for the others.")
        return page(model_admin, request, bulk, keys[:MOST], _form(model_admin, bulk, None))

    return act


def page(
    model_admin: Any, request: HttpRequest, bulk: Bulk, keys: list[int], form: forms.Form, plan: Plan | None = None
) -> HttpResponse:
    context = model_admin.admin_site.each_context(request) | {
        "title": bulk.label,
        "opts": model_admin.opts,
        "media": model_admin.media + form.media,
        "address": reverse(f"{_list_address(model_admin, named=True)}_bulk", args=[bulk.name]),
        "list_address": _list_address(model_admin),
        "keys": ",".join(map(str, keys)),
        "count": len(keys),
        "form": form,
        "plan": plan,
        "examples": plan.changes[:_EXAMPLES] if plan else [],
        "left": plan.left[:_EXAMPLES] if plan else [],
    }
    return TemplateResponse(request, "admin/desk/bulk.html", context)


def _list_address(model_admin: Any, named: bool = False) -> str:
    name = f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}"
    return name if named else reverse(f"{name}_changelist")


def _form(model_admin: Any, bulk: Bulk, data: Any) -> forms.Form:
    """What the bulk change asks, by the fields of the record that it writes."""
    fields = {name: _field(model_admin, model, name) for model, name in _asked(bulk)}
    made: forms.Form = type("BulkForm", (forms.Form,), fields)(data)
    return made


def _asked(bulk: Bulk) -> list[tuple[Any, str]]:
    if bulk.name in ("unused", "submit"):
        return []
    if bulk.name == "situation":
        return [(Recommendation, "situation")]
    if bulk.name == "country":
        return [(AlertCountry, "country"), (AlertCountry, "role")]
    return [(bulk.model, bulk.name)]


def _field(model_admin: Any, model: Any, name: str) -> Any:
    field = model._meta.get_field(name)
    made = field.formfield()
    made.required = name not in ("parent", "part_of")
    made.help_text = "" if made.required else "Leave it empty to take it away."
    if field.is_relation:
        made.queryset = field.related_model._default_manager.all()
        made.widget = KnownAutocomplete(field, model_admin.admin_site)
        made.widget.choices = made.choices
    return made
