"""The alert in the admin: one page with all its parts while it is a draft, to read once it has been public."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import F, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html

from alerts import hands, heads, uses
from alerts.models import Alert, Party
from alerts.whole import attach_parts
from curation import schedule
from curation.admin import redacting, review, steps, versions
from curation.admin.bases import RecordAdmin
from curation.admin.bulk import BulkAdmin
from curation.admin.choices import is_key
from curation.admin.documents import erase_unused
from curation.admin.entering import AlertForm, Entering
from curation.admin.holding import Holding
from curation.admin.parts import INLINES
from curation.admin.pasting import expand
from curation.bulk import Bulk, of_alerts
from identifiers.folding import fold

_WORDS = 20


class StateFilter(admin.SimpleListFilter):
    """Drafts apart from what is in review and what is public; working copies apart from new alerts."""

    title = "state"
    parameter_name = "state"
    _STATES = {
        "drafts": ("drafts, not in review", Q(status="draft")),
        "in_review": ("in review", Q(status="in_review")),
        "published": ("published", Q(status="published")),
        "withdrawn": ("withdrawn", Q(status="withdrawn")),
        "copies": ("working copies", Q(revises__isnull=False)),
        "revised": ("published, with a working copy", Q(status="published", working_copies__isnull=False)),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(key, label) for key, (label, _) in self._STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        state = self._STATES.get(self.value() or "")
        return queryset.filter(state[1]) if state else queryset


# The page in the order in which a document is read: fields under their heading, and parts by the name of their set.
_LAYOUT: tuple[tuple[str, tuple[Any, ...]] | str, ...] = (
    ("The document", ("title", ("type", "language"), "symbol", ("serial", "serial_number"))),
    ("Date of issue", ("issued", ("issued_basis", "issued_note"))),
    "parties",
    ("Who issued it, where the parties do not tell", (("issuers_note", "signatory_count"),)),
    "dates",
    "country_links",
    "place_links",
    "population_links",
    ("Text", ("abstract", "body", "text_rights")),
    "characterizations",
    "assessments",
    "recommendations",
    "notes",
    ("Source", ("source_url", ("source_kind", "retrieved_on"))),
    "documents",
    "relations",
    "responses",
    ("Before it is public", (*Alert.DO_NO_HARM, "revision_note")),
    ("For the staff", ("curator_note", "whereabouts")),
)
_DESCRIPTIONS = {
    "Before it is public": "Tick what you have looked for and found in order. A revision needs its note.",
}
_FIELDSETS: Any = tuple(
    (section[0], {"fields": section[1], "description": _DESCRIPTIONS.get(section[0], "")})
    for section in _LAYOUT
    if isinstance(section, tuple)
)


@admin.register(Alert)
class AlertAdmin(Entering, BulkAdmin, Holding, RecordAdmin):
    form = AlertForm
    fieldsets = _FIELDSETS
    inlines = INLINES
    readonly_fields = ("whereabouts",)
    autocomplete_fields = ("type", "serial")
    change_form_template = "admin/alerts/alert/change_form.html"

    head = heads.EVENTS
    is_imported = True
    actions = None  # a draft is deleted on its page, one at a time, and nothing else is; bulk changes stand below
    date_hierarchy = "issued_earliest"
    list_display = ("title", "kind", "issuers", "issued_words", "state", "open_at", "updated_at")
    list_filter = (StateFilter, "type__genre", "language", "text_rights")
    list_select_related = ("type", "revises")
    ordering = ("-updated_at", "-pk")
    search_fields = ("title", "uid", "symbol", "source_url")
    search_help_text = "Title, uid, symbol or source URL"

    def bulk_changes(self) -> tuple[Bulk, ...]:
        return of_alerts()

    # What may be done ----------------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Alert | None = None) -> bool:
        return (obj is None or obj.is_open) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Alert | None = None) -> bool:
        """New drafts only. A working copy is discarded; what was public is withdrawn."""
        is_new = obj is None or (obj.is_open and obj.revises_id is None)
        return is_new and super().has_delete_permission(request, obj)

    def get_urls(self) -> list[Any]:
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(self.step), {"name": name}, f"alerts_alert_{name}")
            for name in steps.STEPS
        ]
        pages = {"redact": self.redact, "preview": self.preview, "review": self.review, "versions": self.versions}
        own += [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"alerts_alert_{name}")
            for name, view in pages.items()
        ]
        queue = path("review/", self.admin_site.admin_view(self.queue), name="alerts_alert_queue")
        return [*own, queue, *super().get_urls()]

    def queue(self, request: HttpRequest) -> HttpResponse:
        return review.queue(self, request)

    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        return review.look(self, request, pk)

    def versions(self, request: HttpRequest, pk: int) -> HttpResponse:
        return versions.beside(self, request, pk)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        return steps.preview(self, request, pk)

    def redact(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redacting.take(self, request, pk)

    def step(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        return steps.take(self, request, pk, name)

    # The page ------------------------------------------------------------------------------------------------------

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        alert: Alert | None = kwargs.get("obj")
        if alert is not None:
            context["steps"] = steps.offered(alert, request.user)
            context |= review.standing(alert) if alert.is_open else {}
            # Only what is public can have a working copy.
            context["copy"] = None if alert.is_open else alert.working_copies.first()
        if alert is None or alert.is_open:
            context |= self.beside(request, alert)
        context["sections"] = list(_sections(context))
        return super().render_change_form(request, context, *args, **kwargs)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Alert | None:
        """The alert with all its parts, in two queries."""
        if not is_key(object_id):
            return None
        linked = Alert.objects.select_related("type__issuer", "serial", "revises")
        alert = linked.filter(pk=object_id).first()
        if alert is not None:
            attach_parts(alert)
        return alert

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST":
            request.POST = expand(request.POST)  # type: ignore[assignment]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_fieldsets(self, request: HttpRequest, obj: Alert | None = None) -> Any:
        if obj is not None and obj.revises_id:
            return self.fieldsets
        return [
            (title, options | {"fields": _without(options["fields"], "revision_note")}) for title, options in _FIELDSETS
        ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("abstract", "body"):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 6 if db_field.name == "abstract" else 20, "cols": 100})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Alert, form: Any, change: bool) -> None:
        if not change:
            obj.created_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance._prefetched_objects_cache = {}  # what was read before the save
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            hands.record(form.instance, request.user)
            if schedule.look_again(form.instance):
                messages.warning(request, schedule.CHANGED_AFTER_APPROVAL)

    def view_on_site(self, obj: Alert) -> str | None:
        return obj.get_absolute_url() if obj.status == Alert.Status.PUBLISHED else None

    # Deleting a draft ----------------------------------------------------------------------------------------------

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        with transaction.atomic():
            if request.method == "POST":
                heads.lock(heads.EVENTS)
            alert = self.get_object(request, object_id)
            if alert is not None and self.has_delete_permission(request, alert) and (why := uses.refusal(alert)):
                messages.error(request, why)
                return HttpResponseRedirect(reverse("admin:alerts_alert_change", args=[alert.pk]))
            return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Alert) -> None:
        hashes = list(obj.documents.values_list("sha256", flat=True))
        super().delete_model(request, obj)
        erase_unused(hashes)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The draft; its parts go with it and are not listed one by one."""
        return [str(alert) for alert in objs], {"alerts": len(objs)}, set(), []

    # The list ------------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        issuers = Party.objects.filter(role=Party.Role.ISSUER).select_related("organization")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("parties", issuers, to_attr="issuer_parties"), "working_copies")
        )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        for word in search_term.split()[:_WORDS]:
            either = Q(title_key__contains=fold(word)) if fold(word) else Q()
            for field in self.search_fields:
                either |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(either | Q(revises__uid=word))
        return queryset, False

    @admin.display(description="type", ordering="type__label")
    def kind(self, alert: Alert) -> str:
        return alert.type.label if alert.type else "—"

    @admin.display(description="issued by")
    def issuers(self, alert: Alert) -> str:
        return ", ".join(p.organization.name for p in alert.issuer_parties) or alert.issuers_note or "—"  # type: ignore[attr-defined]

    @admin.display(description="issued", ordering=F("issued_earliest").asc(nulls_first=True))
    def issued_words(self, alert: Alert) -> str:
        return alert.issued_in_words

    @admin.display(description="state", ordering="status")
    def state(self, alert: Alert) -> str:
        """Its status; whether it is a working copy, or has one."""
        status = alert.get_status_display()
        if alert.revises_id:
            return f"working copy, {status}"
        copies = alert.working_copies.all()
        return f"{status}; its working copy is {copies[0].get_status_display()}" if copies else status

    @admin.display(description="uid")
    def whereabouts(self, alert: Alert) -> str:
        if not alert.pk:
            return "given when it is saved"
        if alert.revises is None:
            return f"{alert.uid}; {alert.get_status_display()}"
        address = reverse("admin:alerts_alert_change", args=[alert.revises_id])
        return format_html(
            'working copy of <a href="{}">{}</a>; {}', address, alert.revises.uid, alert.get_status_display()
        )


def _sections(context: Any) -> Iterator[dict[str, Any]]:
    """The fieldsets and the parts of the page in their order, each as {"fields": …} or {"parts": …}."""
    fieldsets = {fieldset.name: fieldset for fieldset in context["adminform"]}
    parts = {formset.formset.prefix: formset for formset in context["inline_admin_formsets"]}
    for section in _LAYOUT:
        if isinstance(section, str):
            if section in parts:
                yield {"parts": parts.pop(section), "prefix": section}
        elif section[0] in fieldsets:
            yield {"fields": fieldsets[section[0]]}
    for prefix, formset in parts.items():
        yield {"parts": formset, "prefix": prefix}


def _without(fields: Any, name: str) -> tuple[Any, ...]:
    return tuple(field for field in fields if field != name)
