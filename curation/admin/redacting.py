"""Redacting in the admin: one person names the words, another one confirms. The words go nowhere else."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from alerts import heads, publishing, redaction
from alerts.models import Alert, Document, Event, RedactionRequest
from alerts.publishing import PublishingError
from curation.admin import steps
from curation.admin.bases import log

NAME = "redact"
# What a redaction does where, and where it does nothing: both are told to whoever asks for one or confirms it.
REACHES = (
    "The public alert: its fields and all its parts, and the record that its page shows.",
    "Its working copy, with all parts.",
    "The contents of its versions that hold a word: erased whole. The versions, their hashes and the log stay.",
    "Its files, but for those that somebody has looked through and kept.",
    "The history of changes, the kept states of drafts and records, the notes of the staff on events and approvals, "
    "and those with which drafts were sent back.",
    "The search index, which takes the alert in anew and gives up the deleted bytes.",
    "The bytes that the database keeps of what was deleted: it is told to give them up.",
)
BEYOND = (
    "Other records: organizations, places, other alerts. Where the words stand there is listed, to be edited by hand.",
    "Backups, on any disk: delete those that hold the words, or redact again after restoring one.",
    "WAL archives and replicas kept for recovery in time (PostgreSQL): let them expire or delete them.",
    "Caches of a CDN or proxy in front: purge the alert’s addresses. Browsers ask anew each time.",
    "Copies that others took: downloads, web archives, search engines, mail.",
    "Logs of a proxy in front, if words stand in an address. The site’s own log holds no text of an alert.",
)
_LONGEST = 20_000
_SHOWN = 200


class RequestForm(forms.Form):
    """Which words, for whose sake, and why."""

    words = forms.CharField(
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        help_text="One name or phrase a line, as it stands in the texts. Case and spaces make no difference.",
    )
    reason = forms.ChoiceField(choices=[("", "—"), *((r.value, r.label) for r in Event.REDACTION_REASONS)])
    private_note = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the staff only. Write what the request was, not the words.",
    )

    def clean_words(self) -> list[str]:
        words = [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
        try:
            redaction.pattern(words)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return words


class ConfirmForm(forms.Form):
    """Which documents were looked through and may stay. Bound to the one request that was read."""

    request = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    keep = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Documents to keep",
        help_text="Tick those that you have looked through and that hold none of the words. All others are erased.",
    )

    def __init__(self, data: Any = None, *, documents: list[Document], pending: RedactionRequest) -> None:
        super().__init__(data, initial={"request": pending.pk})
        self._pending = pending
        keep: Any = self.fields["keep"]
        keep.choices = [(d.uid, f"{d.get_role_display()}: {d.file_name or d.sha256[:12]}") for d in documents]

    def clean_request(self) -> int:
        if self.cleaned_data["request"] != self._pending.pk:
            raise forms.ValidationError("This is another request than the one that you read: look again.")
        return self._pending.pk


def take(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """The page on which a redaction is asked for, confirmed or refused. Only with the right to redact."""
    if not request.user.has_perm("alerts.redact_alert"):
        raise PermissionDenied
    alert = None if pk > 2**62 else Alert.objects.filter(pk=pk).first()
    if alert is None:
        raise Http404("There is no such alert.")
    if alert.is_open:
        messages.error(request, "Only what has been published is redacted: a draft is simply edited.")
        return _back(alert)
    with transaction.atomic():
        if request.method == "POST":
            heads.lock(heads.EVENTS)  # one of two who ask or confirm at once waits, and then finds it done
        pending = RedactionRequest.objects.select_related("requested_by").filter(alert=alert).first()
        if pending is None:
            return _ask(model_admin, request, alert)
        if request.POST.get("action") == "reject":
            return _reject(request, alert, pending)
        return _confirm(model_admin, request, alert, pending)


def _ask(model_admin: Any, request: HttpRequest, alert: Alert) -> HttpResponse:
    action = request.POST.get("action")
    if request.method == "POST" and action not in ("preview", "ask"):
        messages.error(request, "There is no redaction waiting: it was confirmed or refused meanwhile.")
        return _back(alert)
    user: Any = request.user
    form = RequestForm(request.POST if request.method == "POST" else None)
    places: list[str] | None = None
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        if action == "ask":
            RedactionRequest.objects.create(
                alert=alert,
                words=cleaned["words"],
                reason=cleaned["reason"],
                private_note=cleaned["private_note"],
                requested_by_id=user.pk,
            )
            log([alert], request, "Redaction asked for.")
            messages.success(request, "Asked for. Another person with the right to redact must confirm it.")
            return _back(alert)
        places = _places(cleaned["words"])
    return _page(model_admin, request, alert, form=form, places=places)


def _reject(request: HttpRequest, alert: Alert, pending: RedactionRequest) -> HttpResponse:
    pending.delete()
    log([alert], request, "Redaction refused.")
    messages.success(request, "The request is gone, and nothing was redacted.")
    return _back(alert)


def _confirm(model_admin: Any, request: HttpRequest, alert: Alert, pending: RedactionRequest) -> HttpResponse:
    family = [alert.pk, *alert.working_copies.values_list("pk", flat=True)]
    documents = {d.uid: d for d in Document.objects.filter(alert__in=family, erased=False)}
    is_own = pending.requested_by_id == request.user.pk
    form = ConfirmForm(
        request.POST if request.method == "POST" else None, documents=list(documents.values()), pending=pending
    )
    if request.method == "POST" and request.POST.get("action") != "confirm":
        messages.error(request, "A redaction of this alert waits already: confirm or refuse that one first.")
        return _back(alert)
    if request.method == "POST" and is_own:
        raise PermissionDenied("A redaction needs a second person.")
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                return _redact(request, alert, pending, form.cleaned_data["keep"])
        except PublishingError as error:
            messages.error(request, str(error))
    return _page(model_admin, request, alert, pending=pending, is_own=is_own, form=form, places=_places(pending.words))


def _redact(request: HttpRequest, alert: Alert, pending: RedactionRequest, keep: list[str]) -> HttpResponse:
    done = publishing.redact(
        alert, pending.requested_by, request.user, pending.words, pending.reason, keep, pending.private_note
    )
    log([Alert.objects.get(pk=alert.pk)], request, "Redacted.")
    versions, erased = _counted(done.versions_erased, "version"), _counted(done.files_erased, "file")
    messages.success(request, f"Redacted. Erased for good: {versions}, {erased}.")
    if done.elsewhere:
        places, shown = _counted(len(done.elsewhere), "place"), "; ".join(done.elsewhere[:20])
        messages.warning(request, f"The words still stand outside this alert, in {places}: {shown}.")
    return _back(alert)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _places(words: list[str]) -> list[str]:
    """Where the words stand, but for the request itself."""
    found = redaction.occurrences(redaction.pattern(words))
    return [place for place in found if not place.startswith(RedactionRequest._meta.label_lower)]


def _page(model_admin: Any, request: HttpRequest, alert: Alert, places: list[str] | None, **more: Any) -> HttpResponse:
    count = None if places is None else len(places)
    return steps.page(
        model_admin,
        request,
        alert,
        "Redact",
        "redact",
        places=(places or [])[:_SHOWN],
        count=count,
        reaches=REACHES,
        beyond=BEYOND,
        **more,
    )


def _back(alert: Alert) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:alerts_alert_change", args=[alert.pk]))
