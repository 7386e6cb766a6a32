"""Every list out of the admin as CSV or JSON, and the lists that can be edited in again, with a preview."""

import base64
import binascii
import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from import_export.results import Result

from alerts.difference import words
from curation import history, tables
from curation.resources import RecordResource, resource_of

_SHOWN = 100  # rows of a preview
_ERRORS = 50


class ImportForm(forms.Form):
    file = forms.FileField(
        help_text=f"CSV or JSON in UTF-8, at most {tables.MOST_ROWS:,} rows and {tables.LARGEST // 1024 // 1024} MB."
    )


class Exchange:
    """An admin whose list is exported by who may see it, and, where `is_imported`, imported by who may change it."""

    is_exported = True
    is_imported = False

    def get_urls(self) -> list[Any]:
        admin: Any = self
        name, wrap = f"{admin.opts.app_label}_{admin.opts.model_name}", admin.admin_site.admin_view
        own = []
        if self.is_exported:
            own.append(path("export/<str:kind>/", wrap(self.export_view), name=f"{name}_export"))
        if self.is_imported:
            own.append(path("import/", wrap(self.import_view), name=f"{name}_import"))
        return own + super().get_urls()  # type: ignore[misc,no-any-return]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        admin: Any = self
        name = f"admin:{admin.opts.app_label}_{admin.opts.model_name}"
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        ways = [
            (f"Export as {kind.upper()}", reverse(f"{name}_export", args=[kind]) + query)
            for kind in tables.FORMATS
            if self.is_exported
        ]
        if self.is_imported and admin.has_change_permission(request):
            ways.append(("Import …", reverse(f"{name}_import")))
        return super().changelist_view(request, (extra_context or {}) | {"exchange": ways})  # type: ignore[misc]

    # Out -----------------------------------------------------------------------------------------------------------

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
        """What the list shows under its filters, row by row as it is read."""
        admin: Any = self
        if not admin.has_view_permission(request):
            raise PermissionDenied
        if kind not in tables.FORMATS:
            return HttpResponse("Export as csv or json.\n", status=404, content_type="text/plain")
        try:
            records = _listed(admin, request)
        except IncorrectLookupParameters:
            return HttpResponse("There is no such filter.\n", status=400, content_type="text/plain")
        resource = resource_of(admin.model)(request.user)
        headers = resource.get_export_headers()
        answer = StreamingHttpResponse(
            tables.written(kind, headers, resource.rows(records)), content_type=tables.FORMATS[kind]
        )
        answer["Content-Disposition"] = f'attachment; filename="{admin.opts.model_name}.{kind}"'
        answer["Cache-Control"] = "private, no-store"
        return answer

    # In ------------------------------------------------------------------------------------------------------------

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Choose a file; see what it would change; have it changed. Nothing is kept in between but in the page."""
        admin: Any = self
        if not admin.has_change_permission(request):
            raise PermissionDenied
        resource = resource_of(admin.model)
        if request.method != "POST":
            return self._import_page(request, resource, ImportForm())
        form = ImportForm(request.POST, request.FILES)
        if "confirmed" not in request.POST and not form.is_valid():
            return self._import_page(request, resource, form)
        try:
            data, kind = _sent(request, form)
            table = tables.read(data, kind)
        except tables.TableError as error:
            return self._import_page(request, resource, ImportForm(), sentences=error.sentences)
        preview = resource(request.user).import_data(table, dry_run=True)
        if sentences := _sentences(preview):
            return self._import_page(request, resource, ImportForm(), sentences=sentences)
        digest = _digest(preview)
        if request.POST.get("confirmed") != digest:
            if "confirmed" in request.POST:
                messages.warning(request, "Something changed meanwhile. This is what the file would change now.")
            shown = {"preview": preview, "digest": digest, "kind": kind, "data": base64.b64encode(data).decode()}
            return self._import_page(request, resource, ImportForm(), **shown)
        result = resource(request.user).import_data(table, dry_run=False, rollback_on_validation_errors=True)
        if sentences := _sentences(result):  # since a moment ago; all was rolled back
            return self._import_page(request, resource, ImportForm(), sentences=sentences)
        _log(result, request)
        messages.success(request, f"Imported: {_totals(result)}.")
        return HttpResponseRedirect(reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_changelist"))

    def _import_page(
        self, request: HttpRequest, resource: type[RecordResource], form: forms.Form, **more: Any
    ) -> HttpResponse:
        admin: Any = self
        preview: Result | None = more.get("preview")
        context = admin.admin_site.each_context(request) | {
            "title": f"Import {admin.opts.verbose_name_plural}",
            "opts": admin.opts,
            "form": form,
            "columns": resource.written,
            "is_of_alerts": admin.opts.model_name == "alert",
            "totals": _totals(preview) if preview else "",
            "is_empty": preview is not None and not preview.rows,
            "rows": _rows(preview) if preview else [],
            "shown": _SHOWN,
            **more,
        }
        return TemplateResponse(request, "admin/exchange/import.html", context)


def _listed(admin: Any, request: HttpRequest) -> models.QuerySet[Any]:
    """The rows of the list under the filters and words of its address, all of them, in the order of their keys."""
    listed = admin.get_changelist(request)(
        request, admin.model, admin.get_list_display(request), (), admin.get_list_filter(request),
        admin.date_hierarchy, admin.get_search_fields(request), (), 1, 1, (), admin, (), "",
    )  # fmt: skip
    found: models.QuerySet[Any] = listed.get_queryset(request)
    return found.order_by("pk")


def _sent(request: HttpRequest, form: ImportForm) -> tuple[bytes, str]:
    """The bytes and the kind of a file that was sent, or that the page of the preview kept."""
    if "confirmed" in request.POST:
        kind = request.POST.get("kind", "")
        try:
            data = base64.b64decode(request.POST.get("data", ""), validate=True)
        except (binascii.Error, ValueError) as error:
            raise tables.TableError("The preview was damaged on its way: choose the file again.") from error
    else:
        file = form.cleaned_data["file"]
        if file.size > tables.LARGEST:
            raise tables.TableError(f"The file is larger than {tables.LARGEST // 1024 // 1024} MB: split it.")
        kind, data = file.name.rpartition(".")[2].lower(), file.read()
    if kind not in tables.FORMATS:
        raise tables.TableError("Choose a file whose name ends in .csv or .json.")
    return data, kind


def _sentences(result: Result) -> list[str]:
    """What is wrong, by row; empty where all is well."""
    said = [_told(error.error) for error in result.base_errors]
    said += [f"Row {row.number}: {_told(error.error)}" for row in result.error_rows for error in row.errors]
    for row in result.invalid_rows:
        for field, errors in row.error_dict.items():
            where = f"Row {row.number}" if field == NON_FIELD_ERRORS else f"Row {row.number}, column {field}"
            said += [f"{where}: {error}" for error in errors]
    return said[:_ERRORS] + ([f"And {len(said) - _ERRORS} more."] if len(said) > _ERRORS else [])


def _told(error: Any) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)[:300] or type(error).__name__


def _digest(result: Result) -> str:
    changes = [
        (row.import_type, str(row.object_id) if row.import_type != "new" else "", row.diff) for row in result.rows
    ]
    return hashlib.sha256(repr(changes).encode(errors="replace")).hexdigest()


def _totals(result: Result) -> str:
    totals = result.totals
    return f"{totals['new']:,} new, {totals['update']:,} changed, {totals['skip']:,} as they were"


def _rows(result: Result) -> list[dict[str, Any]]:
    return [
        {
            "is_new": row.import_type == "new",
            "name": row.object_repr,
            "changes": [(column, words(before, after)) for column, before, after in row.diff],
        }
        for row in result.rows[:_SHOWN]
    ]


def _log(result: Result, request: HttpRequest) -> None:
    user: Any = request.user
    for kind, flag in (("new", ADDITION), ("update", CHANGE)):
        records = [row.instance for row in result.rows if row.import_type == kind]
        if records:
            history.keep(records, user, "Imported from a file.")
            LogEntry.objects.log_actions(user.pk, records, flag, "Imported from a file.", single_object=False)
