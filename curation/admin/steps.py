"""The steps that an alert takes: review, publishing, revising, withdrawing, redacting. alerts.publishing takes them.

Each is a form that is posted to an address of its own. What is offered follows the rights; what is done is decided by
alerts.publishing alone, so a forged request gets no further than a right one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from alerts import publishing
from alerts.completeness import missing
from alerts.models import Alert, Event
from alerts.publishing import NotReady, PublishingError
from alerts.reading import Reading
from alerts.record import describe, with_parts
from alerts.surroundings import relations_of
from alerts.views.public import address_of
from curation.admin.bases import log
from curation.admin.documents import erase_unused

S = Alert.Status


class PublishForm(forms.Form):
    private_note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="For the staff only."
    )


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(choices=[("", "—"), *Event.Reason.choices], help_text="Public: the tombstone tells it.")
    show_title = forms.BooleanField(
        required=False,
        label="The title is harmless",
        help_text="Only then does the tombstone show it. Leave it unticked if the title itself names a person.",
    )
    private_note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="For the staff only."
    )


@dataclass(frozen=True)
class Step:
    """A step: who sees its button (`right` on alerts), when (`when`), and what it does with a posted request.

    Where it `asks`, its button leads to a page that tells and asks before anything is done.
    """

    label: str
    right: str
    when: Callable[[Alert], bool]
    do: Callable[[HttpRequest, Alert, Any], tuple[Alert | None, str]]
    asks: bool = False
    form: type[forms.Form] = forms.Form
    tells: str = ""


def _submit(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    publishing.submit(alert, request.user)
    log([alert], request, "Sent to review.")
    return alert, "It is in review now."


def _send_back(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    publishing.send_back(alert, request.user)
    log([alert], request, "Sent back.")
    return alert, "It is a draft again."


def _publish(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    version = publishing.publish(alert, request.user, form.cleaned_data["private_note"])
    log([version.alert], request, f"Published version {version.number}.")
    return version.alert, f"It is public now, as version {version.number}."


def _revise(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    is_new = not alert.working_copies.exists()
    copy = publishing.revise(alert, request.user)
    if is_new:
        log([alert], request, "Working copy opened.")
    return copy, "This is the working copy: the public alert stays as it is until you publish this one."


def _discard(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    public = alert.revises
    hashes = list(alert.documents.values_list("sha256", flat=True))
    publishing.discard(alert, request.user)
    erase_unused(hashes)
    if public is not None:
        log([public], request, "Working copy discarded.")
    return public, "The working copy is gone; this is what is public."


def _withdraw(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    cleaned = form.cleaned_data
    publishing.withdraw(alert, request.user, cleaned["reason"], cleaned["show_title"], cleaned["private_note"])
    log([alert], request, f"Withdrawn: {cleaned['reason']}.")
    return alert, "It is withdrawn: its address shows a tombstone."


STEPS: dict[str, Step] = {
    "submit": Step("Send to review", "change", lambda a: a.status == S.DRAFT, _submit),
    "publish": Step(
        "Publish", "publish", lambda a: a.is_open or a.status == S.WITHDRAWN, _publish, True, PublishForm,
        "It becomes what everybody can read, and a version of it is kept as proof.",
    ),
    "send_back": Step("Send back", "publish", lambda a: a.status == S.IN_REVIEW, _send_back),
    "discard": Step(
        "Discard", "revise", lambda a: a.revises_id is not None, _discard, True,
        tells="The working copy and all changes on it are deleted. The public alert stays as it is.",
    ),
    "revise": Step("Revise", "revise", lambda a: not a.is_open, _revise),
    "withdraw": Step(
        "Withdraw", "withdraw", lambda a: a.status == S.PUBLISHED, _withdraw, True, WithdrawForm,
        "Its address will answer with a tombstone. Its versions are kept, and it can be published again.",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Button:
    label: str
    address: str
    asks: bool


def offered(alert: Alert, user: Any) -> list[Button]:
    """The buttons of the steps that `alert` can take and `user` may take."""
    buttons = [
        Button(step.label, address(alert, name), step.asks)
        for name, step in STEPS.items()
        if step.when(alert) and user.has_perm(f"alerts.{step.right}_alert")
    ]
    if not alert.is_open and user.has_perm("alerts.redact_alert"):
        buttons.append(Button("Redact", address(alert, "redact"), True))
    return buttons


def address(alert: Alert, name: str) -> str:
    return reverse(f"admin:alerts_alert_{name}", args=[alert.pk])


def take(model_admin: Any, request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask for, or take, the step `name` of the alert `pk`."""
    step = STEPS[name]
    alert = _found(pk)
    if not request.user.has_perm(f"alerts.{step.right}_alert"):
        raise PermissionDenied
    if request.method != "POST":
        if not step.asks:
            return HttpResponseNotAllowed(["POST"])
        return _page(model_admin, request, alert, name, step.form())
    form = step.form(request.POST)
    if not form.is_valid():
        return _page(model_admin, request, alert, name, form)
    try:
        with transaction.atomic():
            shown, said = step.do(request, alert, form)
    except NotReady as error:
        messages.error(request, "Not published: " + " ".join(error.missing))
        return _page(model_admin, request, alert, name, form)
    except PublishingError as error:
        messages.error(request, str(error))
        shown = Alert.objects.filter(pk=pk).first()
    else:
        messages.success(request, said)
    if shown is None:
        return HttpResponseRedirect(reverse("admin:alerts_alert_changelist"))
    return HttpResponseRedirect(reverse("admin:alerts_alert_change", args=[shown.pk]))


def preview(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """A draft as its readers will see it."""
    alert = _found(pk)
    if not model_admin.has_view_permission(request, alert):
        raise PermissionDenied
    if not alert.is_open:
        return HttpResponseRedirect(reverse("admin:alerts_alert_change", args=[alert.pk]))
    record = describe(alert)
    context = {
        "alert": alert,
        "reading": Reading(record),
        "around": {"relations": relations_of(record)},
        "permanent_address": address_of("alert_uid", alert.revises.uid if alert.revises else alert.uid),
        "linked": False,
    }
    return TemplateResponse(request, "admin/alerts/alert/preview.html", context)


def page(model_admin: Any, request: HttpRequest, alert: Alert, title: str, template: str, **more: Any) -> HttpResponse:
    """A page of the admin about `alert`."""
    context = model_admin.admin_site.each_context(request) | {
        "title": title,
        "subtitle": alert.title,
        "alert": alert,
        "original": alert,
        "opts": Alert._meta,
        "media": model_admin.media,
        **more,
    }
    return TemplateResponse(request, f"admin/alerts/alert/{template}.html", context)


def _found(pk: int) -> Alert:
    alert = None if pk > 2**62 else with_parts(Alert.objects.select_related("revises")).filter(pk=pk).first()
    if alert is None:
        raise Http404("There is no such alert: it was published, discarded or deleted.")
    return alert


def _page(model_admin: Any, request: HttpRequest, alert: Alert, name: str, form: forms.Form) -> HttpResponse:
    step = STEPS[name]
    if not step.when(alert):
        messages.error(request, f"“{step.label}” is no step from “{alert.get_status_display()}”.")
        return HttpResponseRedirect(reverse("admin:alerts_alert_change", args=[alert.pk]))
    is_publishing = name == "publish"
    return page(
        model_admin, request, alert, step.label, "step",
        step=step, form=form, is_publishing=is_publishing,
        missing=missing(alert) if is_publishing else [],
        pointing=pointing(alert) if name == "withdraw" else [],
    )  # fmt: skip


def pointing(alert: Alert) -> list[str]:
    """What would still lead to `alert` when it is gone: relations of other alerts, and situations."""
    relations = alert.related_from.select_related("alert").filter(alert__revises=None)
    said = [f"“{r.alert.title[:80]}” {r.get_kind_display()} it ({r.alert.get_status_display()})" for r in relations]
    return said + [f"The situation “{s.title}” counts it" for s in alert.situations.all()]
