"""The steps that an alert takes: review, publishing, revising, withdrawing, redacting.

Each is a form that is posted to an address of its own. What is offered follows the rights; what is done is decided by
alerts.publishing and what stands on it (curation.review, curation.schedule), so a forged request gets no further than a
right one.
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

from alerts import hands, publishing, whole
from alerts.completeness import missing
from alerts.models import Alert
from alerts.public import address_of
from alerts.publishing import NotReady, PublishingError
from alerts.reading import Reading
from alerts.record import describe
from alerts.surroundings import relations_of
from curation import history, review, schedule
from curation.admin import approving, withdrawing, working
from curation.admin.bases import log
from curation.admin.documents import erase_unused
from curation.models import Release

S = Alert.Status


class SendBackForm(forms.Form):
    note = forms.CharField(
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        label="What is to be done",
        help_text="The curator sees it on the draft and on the desk. For the staff only.",
    )


@dataclass(frozen=True)
class Step:
    """A step: who sees its button (`right` on alerts), when (`when`), and what it does with a posted request.

    Where it `asks`, its button leads to a page that tells and asks before anything is done. `form` makes its form for
    an alert from what was posted, if anything was; `context` is what its page tells besides.
    """

    label: str
    right: str
    when: Callable[[Alert], bool]
    do: Callable[[HttpRequest, Alert, Any], tuple[Alert | None, str]]
    asks: bool = False
    form: Callable[[Alert, Any], forms.Form] = lambda alert, data: forms.Form(data)
    tells: str = ""
    context: Callable[[Alert, forms.Form], dict[str, Any]] = lambda alert, form: {}


def _submit(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    review.submit(alert, request.user)
    log([alert], request, "Sent to review.")
    return alert, "It is in review now."


def _send_back(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    review.send_back(alert, request.user, form.cleaned_data["note"])
    log([alert], request, "Sent back.")
    return alert, "It is a draft again, and its curator sees your note."


def _take_back(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    schedule.take_back(alert, request.user)
    log([alert], request, "Approval taken back.")
    return alert, "It is no longer approved, and is still in review."


def _revise(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    is_new = not alert.working_copies.exists()
    copy = publishing.revise(alert, request.user)
    if is_new:
        log([alert], request, "Working copy opened.")
        history.keep([copy], request.user, "Working copy opened.")
    return copy, "This is the working copy: the public alert stays as it is until this one is published."


def _discard(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    public = alert.revises
    hashes = list(alert.documents.values_list("sha256", flat=True))
    publishing.discard(alert, request.user)
    erase_unused(hashes)
    if public is not None:
        log([public], request, "Working copy discarded.")
    return public, "The working copy is gone; this is what is public."


def _is_approved(alert: Alert) -> bool:
    return alert.status == S.IN_REVIEW and Release.objects.filter(alert=alert).exists()


STEPS: dict[str, Step] = {
    "submit": Step("Send to review", "change", lambda a: a.status == S.DRAFT, _submit),
    "publish": Step(
        "Publish", "publish", lambda a: a.is_open or a.status == S.WITHDRAWN, approving.publish, True,
        approving.PublishForm, "It becomes what everybody can read, and a version of it is kept as proof.",
    ),
    "take_back": Step("Take the approval back", "publish", _is_approved, _take_back),
    "send_back": Step(
        "Send back", "publish", lambda a: a.status == S.IN_REVIEW, _send_back, True, lambda a, data: SendBackForm(data),
        "It becomes a draft again. An approval of it is lost.",
    ),
    "discard": Step(
        "Discard", "revise", lambda a: a.revises_id is not None, _discard, True,
        tells="The working copy and all changes on it are deleted. The public alert stays as it is.",
    ),
    "revise": Step("Revise", "revise", lambda a: not a.is_open, _revise),
    "withdraw": Step(
        "Withdraw", "withdraw", lambda a: a.status == S.PUBLISHED, withdrawing.withdraw, True,
        lambda a, data: withdrawing.WithdrawForm(data),
        "Its address will answer with a tombstone. Its versions are kept, and it can be published again.",
        withdrawing.context,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Button:
    label: str
    address: str
    asks: bool


def offered(alert: Alert, user: Any) -> list[Button]:
    """The buttons of the steps that `alert` can take and `user` may take, and of the pages that help to decide."""
    buttons = [
        Button(step.label, address(alert, name), step.asks)
        for name, step in STEPS.items()
        if user.has_perm(f"alerts.{step.right}_alert") and step.when(alert)
    ]
    if alert.is_open and user.has_perm("alerts.view_alert"):
        buttons.insert(0, Button("Review", address(alert, "review"), True))
    if not alert.is_open and user.has_perm("alerts.view_versioncontent"):
        buttons.append(Button("Versions", address(alert, "versions"), True))
    if not alert.is_open and user.has_perm("alerts.redact_alert"):
        buttons.append(Button("Redact", address(alert, "redact"), True))
    return buttons


def address(alert: Alert, name: str) -> str:
    return reverse(f"admin:alerts_alert_{name}", args=[alert.pk])


def take(model_admin: Any, request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask for, or take, the step `name` of the alert `pk`."""
    step = STEPS[name]
    alert = found(pk, with_all=False)
    if not request.user.has_perm(f"alerts.{step.right}_alert"):
        raise PermissionDenied
    if request.method != "POST":
        if not step.asks:
            return HttpResponseNotAllowed(["POST"])
        form = step.form(alert, None)
        if "seen" in form.fields:
            form.initial["seen"] = request.GET.get("seen", "")[:64]
        return _page(model_admin, request, alert, name, form)
    form = step.form(alert, request.POST)
    if not form.is_valid() or request.POST.get("action") == "show":
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
        if shown is not None and step.asks and step.when(shown):  # what was typed is not lost
            return _page(model_admin, request, alert, name, form)
    else:
        messages.success(request, said)
    if shown is None:
        return HttpResponseRedirect(reverse("admin:alerts_alert_changelist"))
    return HttpResponseRedirect(reverse("admin:alerts_alert_change", args=[shown.pk]) + working.onward(request))


def preview(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """A draft as its readers will see it."""
    alert = found(pk)
    if not model_admin.has_view_permission(request, alert):
        raise PermissionDenied
    if not alert.is_open:
        return HttpResponseRedirect(reverse("admin:alerts_alert_change", args=[alert.pk]))
    context = {"alert": alert, "onward": working.onward(request)}
    context |= as_public(alert, describe(alert))
    return TemplateResponse(request, "admin/alerts/alert/preview.html", context)


def as_public(alert: Alert, record: dict[str, Any]) -> dict[str, Any]:
    """What the public's template of a record needs, to show `record` as the public would see it."""
    public = alert.revises or alert
    return {
        "reading": Reading(record),
        "around": {"relations": relations_of(record)},
        "permanent_address": address_of("alert_uid", public.uid),
        "linked": False,
    }


def page(model_admin: Any, request: HttpRequest, alert: Alert, title: str, template: str, **more: Any) -> HttpResponse:
    """A page of the admin about `alert`."""
    context = model_admin.admin_site.each_context(request) | {
        "title": title,
        "subtitle": alert.title,
        "alert": alert,
        "original": alert,
        "opts": Alert._meta,
        "media": model_admin.media,
        "standing": working.where(request),
        "onward": working.onward(request),
        **more,
    }
    return TemplateResponse(request, f"admin/alerts/alert/{template}.html", context)


def found(pk: int, with_all: bool = True) -> Alert:
    """The alert, with all that its record needs, or without. Raises Http404."""
    alerts = Alert.objects.select_related("revises")
    alert = None
    if pk <= 2**62:
        alert = whole.read(alerts, pk) if with_all else alerts.filter(pk=pk).first()
    if alert is None:
        raise Http404("There is no such alert: it was published, discarded or deleted.")
    return alert


def _page(model_admin: Any, request: HttpRequest, alert: Alert, name: str, form: forms.Form) -> HttpResponse:
    step = STEPS[name]
    if not step.when(alert):
        messages.error(request, f"“{step.label}” is no step from “{alert.get_status_display()}”.")
        return HttpResponseRedirect(reverse("admin:alerts_alert_change", args=[alert.pk]))
    more: dict[str, Any] = step.context(alert, form)
    if name == "publish":
        refused = hands.refusal(alert, request.user)
        is_alone = bool(refused) and hands.is_alone(request.user)
        more |= {"is_publishing": True, "missing": missing(alert), "refused": refused, "is_alone": is_alone}
    return page(model_admin, request, alert, step.label, "step", step=step, form=form, **more)
