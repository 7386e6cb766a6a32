"""Documents: files taken in with an alert, and given to the staff again; nobody else gets an original."""

import mimetypes
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html

from alerts import files, heads
from alerts.models import Document, VersionContent
from curation.admin.formsets import OrderedFormSet, PositionForm
from intake.models import Intake

LARGEST = 50 * 1024 * 1024  # bytes
_TOO_LARGE = "The file has {}; at most {} can be taken in."


class DocumentForm(PositionForm):
    """A document. Its file is chosen once: another file is another document."""

    file = forms.FileField(required=False, help_text=f"At most {LARGEST // 1024 // 1024} MB; kept byte for byte.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["file"].disabled = True
            self.fields["file"].widget = forms.HiddenInput()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not self.instance._state.adding:
            return None
        if file is None:
            raise forms.ValidationError("Choose the file.")
        if file.size > LARGEST:
            raise forms.ValidationError(_TOO_LARGE.format(filesizeformat(file.size), filesizeformat(LARGEST)))
        return file

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("public") and self.cleaned_data.get("role") != Document.Role.DERIVATIVE:
            self.add_error("public", "Only a cleaned derivative can be public: an original may tell who wrote it.")
        return cleaned

    def save(self, commit: bool = True) -> Document:
        if file := self.cleaned_data.get("file"):
            kept = files.keep(file.chunks())
            self.instance.sha256, self.instance.size = kept.sha256, kept.size
            self.instance.file_name = file.name[-255:]
            self.instance.media_type = (mimetypes.guess_type(file.name)[0] or "application/octet-stream")[:100]
        saved: Document = super().save(commit)
        return saved


class DocumentFormSet(OrderedFormSet):
    def save(self, commit: bool = True) -> Any:
        gone = [form.instance.sha256 for form in self.deleted_forms if form.instance.pk]
        saved = super().save(commit)
        erase_unused(gone)
        return saved


def erase_unused(hashes: Iterable[str]) -> None:
    """Erase, once the transaction stands, the files of these hashes that no document and no intake stands on any more.

    Only for documents of drafts: a file that was part of a published version is kept until a redaction.
    """
    found = sorted(set(hashes))

    def erase() -> None:
        with transaction.atomic():
            heads.lock(heads.EVENTS)  # whoever takes the same file in at this moment holds it
            used = set(Document.objects.filter(sha256__in=found).values_list("sha256", flat=True))
            used |= set(Intake.objects.filter(sha256__in=found).values_list("sha256", flat=True))
            used |= set(Intake.objects.filter(container__in=found).values_list("container", flat=True))
            for sha256 in found:
                if sha256 not in used and not VersionContent.objects.filter(canonical__contains=sha256).exists():
                    files.erase(sha256)

    if found:
        transaction.on_commit(erase)


@admin.display(description="file")
def link(document: Document) -> str:
    """A link by which the staff gets the file."""
    if not document.pk:
        return "—"
    if document.erased:
        return "erased by a redaction"
    name = document.file_name or document.sha256[:12]
    return format_html('<a href="{}">{}</a> ({})', _address(document), name, filesizeformat(document.size))


def _address(document: Document) -> str:
    return reverse("admin:alerts_document_download", args=[document.pk])


class Downloads:
    """The address under which the staff gets the file of a document."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(download)  # type: ignore[attr-defined]
        own = [path("<int:pk>/download/", view, name="alerts_document_download")]
        return own + super().get_urls()  # type: ignore[misc,no-any-return]


def download(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The file, byte for byte, to be saved and never to be shown: it may hold a script."""
    if not request.user.has_perm("alerts.view_document"):
        raise PermissionDenied
    if pk > 2**62:
        raise Http404
    document = get_object_or_404(Document, pk=pk)
    if document.erased:
        return HttpResponse("A redaction has erased this file.\n", status=410, content_type="text/plain")
    file = files.path(document.sha256)
    if not file.is_file():
        raise Http404("The file is not in the data folder.")
    name = document.file_name or document.sha256
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
