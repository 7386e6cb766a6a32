"""What nobody writes by hand: the log, its proofs, the change feed, and the parts of alerts, as lists to read."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from alerts.models import (
    PARTS,
    Alert,
    AlertTypeName,
    Change,
    Document,
    Event,
    EventActor,
    FrameworkName,
    Hand,
    LogHead,
    MeasureName,
    Part,
    RedactionRequest,
    SerialName,
    SituationName,
    Version,
    VersionContent,
)
from curation.admin import documents
from curation.admin.bases import ReadOnlyAdmin
from curation.models import Release, Submission
from identifiers.models import FormerAddress
from organizations.models import OrganizationName
from places.models import CountryName, PlaceName, PopulationName


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    list_display = ("alert", "number", "published_at", "sha256")
    list_select_related = ("alert",)
    ordering = ("-published_at", "-pk")
    search_fields = ("alert__uid", "alert__title", "sha256")
    date_hierarchy = "published_at"


@admin.register(VersionContent)
class VersionContentAdmin(ReadOnlyAdmin):
    is_exported = False  # proofs leave the archive as versions do, not by the hundred
    list_display = ("version", "alert", "note")
    list_select_related = ("version__alert",)
    ordering = ("-pk",)
    search_fields = ("version__alert__uid", "note")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("canonical")

    @admin.display
    def alert(self, content: VersionContent) -> str:
        return str(content.version.alert)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "alert", "version", "at", "reason")
    list_select_related = ("alert", "version")
    list_filter = ("kind", "reason")
    ordering = ("-number",)
    search_fields = ("alert__uid", "alert__title")
    date_hierarchy = "at"


@admin.register(EventActor)
class EventActorAdmin(ReadOnlyAdmin):
    is_exported = False  # names of the staff stay here
    list_display = ("event", "user", "second")
    list_select_related = ("event", "user", "second")
    ordering = ("-pk",)
    search_fields = ("user__username",)


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ("number", "alert", "at")
    list_select_related = ("alert",)
    ordering = ("-number",)
    search_fields = ("alert__uid",)


@admin.register(LogHead)
class LogHeadAdmin(ReadOnlyAdmin):
    list_display = ("name", "number")
    ordering = ("name",)


@admin.register(FormerAddress)
class FormerAddressAdmin(ReadOnlyAdmin):
    list_display = ("kind", "value", "uid")
    list_filter = ("kind",)
    ordering = ("kind", "value")
    search_fields = ("value", "uid")


@admin.register(Hand)
class HandAdmin(ReadOnlyAdmin):
    list_display = ("alert", "user", "at")
    list_select_related = ("alert", "user")
    ordering = ("-at", "-pk")


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ("alert", "submitted_at", "submitted_by", "sent_back_at", "sent_back_by")
    list_select_related = ("alert", "submitted_by", "sent_back_by")
    ordering = ("-submitted_at", "-pk")


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    list_display = ("alert", "not_before", "by", "approved_at", "state", "last_error")
    list_select_related = ("alert", "by")
    list_filter = ("state",)
    ordering = ("-not_before", "-pk")


@admin.register(RedactionRequest)
class RedactionRequestAdmin(ReadOnlyAdmin):
    """Who may redact sees what waits; the list shows no word of it."""

    is_exported = False

    list_display = ("alert_title", "reason", "requested_by", "requested_at", "open")
    list_select_related = ("alert", "requested_by")
    list_display_links = None
    ordering = ("-requested_at",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("alerts.redact_alert")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description="alert", ordering="alert__title")
    def alert_title(self, asked: RedactionRequest) -> str:
        return asked.alert.title

    @admin.display(description="")
    def open(self, asked: RedactionRequest) -> str:
        return format_html('<a href="{}">look</a>', reverse("admin:alerts_alert_redact", args=[asked.alert_id]))


class PartAdmin(ReadOnlyAdmin):
    """Parts of all alerts as one list. A part is edited on the page of its alert, where the alert's rules hold."""

    list_display = ("__str__", "of", "uid")
    ordering = ("-pk",)
    search_fields = ("uid",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*_keys(self.model))

    @admin.display(description="alert")
    def of(self, part: Any) -> str:
        alert: Alert = part.alert if part.whole == "alert" else getattr(part, part.whole).alert
        address = reverse("admin:alerts_alert_change", args=[alert.pk])
        state = "working copy" if alert.revises_id else alert.get_status_display()
        return format_html('<a href="{}">{}</a> ({})', address, alert.title, state)


class DocumentAdmin(documents.Downloads, PartAdmin):
    list_display = ("__str__", "of", "media_type", "file", "uid")  # type: ignore[assignment]
    list_filter = ("role", "public", "erased")
    search_fields = ("uid", "sha256", "file_name")  # type: ignore[assignment]

    @admin.display(description="file")
    def file(self, document: Document) -> str:
        return documents.link(document)


class NameAdmin(ReadOnlyAdmin):
    """Names of all records as one list. A name is edited on the page of its record."""

    list_display = ("text", "of", "relation", "language", "used_by")
    list_filter = ("relation",)
    search_fields = ("text", "folded")
    ordering = ("text", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        issuer = ["type__issuer"] if self.model is AlertTypeName else []
        return super().get_queryset(request).select_related(*_keys(self.model), *issuer)

    @admin.display(description="of")
    def of(self, name: Any) -> str:
        return str(getattr(name, _keys(self.model)[0]))


def _keys(model: type[models.Model]) -> list[str]:
    """What a row of a list shows of other records: its foreign keys, and the alert behind a part of a part."""
    keys = [f.name for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
    behind = [f"{model.whole}__alert"] if issubclass(model, Part) and model.whole != "alert" else []
    return keys + behind


for part in PARTS:
    admin.site.register(part, DocumentAdmin if part is Document else PartAdmin)
for name in (OrganizationName, CountryName, PlaceName, PopulationName,
             SituationName, AlertTypeName, SerialName, FrameworkName, MeasureName):  # fmt: skip
    admin.site.register(name, NameAdmin)
