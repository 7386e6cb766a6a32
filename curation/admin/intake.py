"""Documents in the admin: added from files or pasted, checked beside their text, settled; and the list of them all."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Subquery
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from alerts import files
from curation.admin import checking
from curation.admin.bases import ReadOnlyAdmin
from intake.extraction import Unreadable
from intake.folder import LARGEST
from intake.models import Arrival, Fingerprint, Intake
from intake.taking import Taken, Taker

_MOST_FILES = 20
_MEGABYTES = LARGEST // 1024 // 1024


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files. Cleans to a list."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> Any:
        chosen = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(chosen) > _MOST_FILES:
            raise forms.ValidationError(
                f"At most {_MOST_FILES} files at once; for more there is manage.py intake.", code="many"
            )
        return [super(FilesField, self).clean(file, initial) for file in chosen]


class AddForm(forms.Form):
    documents = FilesField(
        required=False,
        label="Files",
        help_text="PDF, HTML, DOCX, ODT, RTF, Markdown, plain text, e-mail (.eml), CAP 1.2 or an answer of ReliefWeb; "
        f"at most {_MOST_FILES} at once, {_MEGABYTES} MB each.",
    )
    pasted = forms.CharField(
        required=False,
        label="Or paste",
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 10, "cols": 100}),
        help_text="Text, or HTML.",
    )
    source_url = forms.URLField(
        required=False,
        assume_scheme="https",
        max_length=1000,
        label="Source address",
        help_text="Where it was got, if it was got from the web. Of one document only.",
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        count = len(data.get("documents") or ()) + bool((data.get("pasted") or "").strip())
        if not count and not self.errors:
            raise forms.ValidationError("Choose a file, or paste something.")
        if count > 1 and data.get("source_url"):
            self.add_error("source_url", "An address is that of one document: add one at a time, or leave it empty.")
        return cleaned


@admin.register(Intake)
class IntakeAdmin(ReadOnlyAdmin):
    """Whoever may add alerts may take documents in and check them; whoever may see alerts sees what came in."""

    is_exported = False  # texts that nobody has the right to pass on
    list_display = ("called", "state", "asked", "arrived", "at", "became")
    list_filter = ("state", ("arrivals__by", admin.RelatedOnlyFieldListFilter), "media_type")
    list_select_related = ("alert",)
    search_fields = ("title", "uid", "sha256", "arrivals__name", "arrivals__source_url", "alert__uid")
    search_help_text = "Title, name of the file, source, uid or SHA-256"
    ordering = ("-pk",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("alerts.view_alert")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("alerts.add_alert")

    def get_urls(self) -> list[Any]:
        wrap: Any = self.admin_site.admin_view
        own = [
            path("<int:pk>/original/", wrap(self.original), name="intake_intake_original"),
            path("<int:pk>/beside/<int:alert>/", wrap(self.beside), name="intake_intake_beside"),
        ]
        return [*own, *super().get_urls()]

    # The list ------------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> Any:
        first = Arrival.objects.filter(intake=OuterRef("pk")).order_by("pk")
        listed: Any = super().get_queryset(request)
        return listed.without_texts().annotate(
            came_as=Subquery(first.values("name")[:1]),
            came_at=Subquery(first.values("at")[:1]),
            came_by=Subquery(first.values("by__username")[:1]),
        )

    @admin.display(description="document", ordering="title")
    def called(self, intake: Any) -> str:
        name = f" ({intake.came_as})" if intake.came_as and intake.came_as != intake.title else ""
        return f"{intake}{name}"

    @admin.display(description="asked", ordering="unsure")
    def asked(self, intake: Any) -> str:
        return str(intake.unsure) if intake.state == Intake.State.TO_CHECK else "—"

    @admin.display(description="added by")
    def arrived(self, intake: Any) -> str:
        return str(intake.came_by or "—")

    @admin.display(description="added at", ordering=F("came_at"))
    def at(self, intake: Any) -> Any:
        return intake.came_at

    @admin.display(description="alert")
    def became(self, intake: Any) -> str:
        if intake.alert is None:
            return "its draft was deleted" if intake.state == Intake.State.DRAFTED else "—"
        address = reverse("admin:alerts_alert_change", args=[intake.alert_id])
        return format_html('<a href="{}">{}</a>', address, intake.alert.title)

    # Adding --------------------------------------------------------------------------------------------------------

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AddForm(request.POST, request.FILES) if request.method == "POST" else AddForm()
        if not form.is_valid():
            return self._add_page(request, form)
        taken, refused = _take(form.cleaned_data, request.user)
        for name, reason in refused:
            form.add_error("documents" if name else "pasted", f"{name}: {reason}" if name else reason)
        if not taken:
            return self._add_page(request, form)
        for one in taken:
            _say(request, one, is_alone=len(taken) == 1)
        for name, reason in refused:
            messages.error(request, f"Not taken in: {name or 'what was pasted'}: {reason}")
        if len(taken) == 1:
            return HttpResponseRedirect(reverse("admin:intake_intake_change", args=[taken[0].intake.pk]))
        return HttpResponseRedirect(reverse("admin:intake_intake_changelist"))

    def _add_page(self, request: HttpRequest, form: AddForm) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": "Add from a document", "opts": self.opts, "form": form,
        }  # fmt: skip
        return TemplateResponse(request, "admin/intake/add.html", context)

    # Checking ------------------------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return checking.page(self, request, self._found(request, object_id))

    def beside(self, request: HttpRequest, pk: int, alert: int) -> HttpResponse:
        return checking.beside(self, request, self._found(request, str(pk)), alert)

    def original(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        """The bytes as they came, to be saved and never to be shown: they may hold a script."""
        intake = self._found(request, str(pk))
        file = files.path(intake.sha256)
        if not file.is_file():
            return HttpResponse("A redaction has erased this file.\n", status=410, content_type="text/plain")
        arrival = intake.arrivals.first()
        name = (arrival and arrival.name) or f"{intake.uid}.txt"
        response = FileResponse(
            file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response

    def _found(self, request: HttpRequest, pk: str) -> Intake:
        if not self.has_view_permission(request):
            raise PermissionDenied
        is_key = pk.isascii() and pk.isdigit() and len(pk) < 19
        intake = Intake.objects.select_related("alert", "checked_by").filter(pk=pk).first() if is_key else None
        if intake is None:
            raise Http404("There is no such document.")
        return intake


class _Within(ReadOnlyAdmin):
    """What belongs to documents: for superusers, to read."""

    is_exported = False
    ordering = ("-pk",)


@admin.register(Arrival)
class ArrivalAdmin(_Within):
    list_display = ("name", "source_url", "by", "at", "intake")
    list_select_related = ("intake", "by")
    search_fields = ("name", "source_url", "intake__uid")


@admin.register(Fingerprint)
class FingerprintAdmin(_Within):
    list_display = ("value", "intake")
    list_select_related = ("intake",)
    search_fields = ("intake__uid",)


def _take(data: dict[str, Any], by: Any) -> tuple[list[Taken], list[tuple[str, str]]]:
    """Take in what was sent; what was taken, and what was not, by its name, with the reason."""
    taken: list[Taken] = []
    refused: list[tuple[str, str]] = []
    with Taker(by) as taker:
        for file in data["documents"] or ():
            try:
                if file.size > LARGEST:
                    raise Unreadable(f"It is larger than {_MEGABYTES} MB.")
                taken += taker.take(file.read(), file.name, data["source_url"])
            except Unreadable as error:
                refused.append((file.name, str(error)))
        if data["pasted"].strip():
            try:
                taken.append(taker.take_pasted(data["pasted"], data["source_url"]))
            except Unreadable as error:
                refused.append(("", str(error)))
    return taken, refused


def _say(request: HttpRequest, taken: Taken, is_alone: bool) -> None:
    intake = taken.intake
    if not taken.is_new:
        became = f": it became “{intake.alert.title}”" if intake.alert else f", and {intake.get_state_display()}"
        messages.warning(request, f"The very same file is held already{became}. Nothing was added.")
    elif not is_alone:
        messages.success(request, f"Taken in: {intake}.")
