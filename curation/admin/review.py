"""The reviewers' pages: the queue, and one draft with all that is needed to decide on it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Prefetch, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from alerts import hands
from alerts.completeness import missing
from alerts.difference import compare
from alerts.models import Alert, Hand
from alerts.record import describe
from curation import review, schedule
from curation.admin import steps
from curation.models import Release, Submission

_A_PAGE = 25


def queue(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """What is in review: first what somebody must look at again, then the longest waiting, last what waits approved."""
    if not request.user.has_perm("alerts.publish_alert"):
        raise PermissionDenied
    stage = Case(
        When(release__state__in=[Release.State.FAILED, Release.State.CANCELLED], then=Value(0)),
        When(release__state=Release.State.WAITING, then=Value(2)),
        default=Value(1),
    )
    waiting = review.queue().annotate(stage=stage).order_by("stage", "waiting_since", "pk")
    waiting = waiting.prefetch_related("parties", Prefetch("hands", Hand.objects.select_related("user")))
    shown = Paginator(waiting, _A_PAGE).get_page(request.GET.get("page"))
    context = model_admin.admin_site.each_context(request) | {
        "title": "Waiting for review",
        "opts": Alert._meta,
        "shown": shown,
        "rows": [_row(alert, request.user) for alert in shown],
    }
    return TemplateResponse(request, "admin/alerts/alert/queue.html", context)


def look(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """One draft: what is missing, what would change for the public, what they would see, and the source beside it."""
    alert = steps.found(pk)
    if not model_admin.has_view_permission(request, alert):
        raise PermissionDenied
    if not alert.is_open:
        return HttpResponseRedirect(reverse("admin:alerts_alert_change", args=[alert.pk]))
    record = describe(alert)
    public = alert.revises
    seen = schedule.fingerprint(alert)
    return steps.page(
        model_admin, request, alert, "Review", "review",
        buttons=[b for b in steps.offered(alert, request.user) if b.address != steps.address(alert, "review")],
        missing=missing(alert), checks=_checks(alert), seen=seen, **standing(alert, seen),
        sections=compare(public.record, record) if public and public.record else [],
        workers=hands.workers(alert),
        refused=hands.refusal(alert, request.user) if request.user.has_perm("alerts.publish_alert") else "",
        embargo=schedule.embargo(alert), can_download=request.user.has_perm("alerts.view_document"),
        language=alert.language, **steps.as_public(alert, record),
    )  # fmt: skip


def standing(alert: Alert, seen: str = "") -> dict[str, Any]:
    """Where `alert` stands with the reviewers: sent when, sent back why, approved for when, or why no longer."""
    sent = Submission.objects.filter(alert=alert).select_related("submitted_by", "sent_back_by")
    last = sent.order_by("-submitted_at", "-pk").first()
    release = Release.objects.select_related("by").filter(alert=alert).first()
    if release and seen and release.state == Release.State.WAITING and release.fingerprint != seen:
        release.state, release.last_error = Release.State.CANCELLED, schedule.CHANGED_AFTER_APPROVAL
    return {
        "submission": last if alert.status == Alert.Status.IN_REVIEW else None,
        "came_back": _came_back(alert, last),
        "release": release,
        "is_late": release is not None and _is_late(release),
    }


def _came_back(alert: Alert, last: Submission | None) -> Submission | None:
    return last if last and last.sent_back_at and alert.status == Alert.Status.DRAFT else None


def _row(alert: Any, user: Any) -> dict[str, Any]:
    release = getattr(alert, "release", None)
    worked = sorted({hand.user.username for hand in alert.hands.all()})
    return {
        "alert": alert,
        "address": steps.address(alert, "review"),
        "missing": len(missing(alert)),
        "release": release,
        "is_late": release is not None and _is_late(release),
        "is_own": user.pk == alert.created_by_id or any(hand.user_id == user.pk for hand in alert.hands.all()),
        "worked": ", ".join(worked),
    }


def _is_late(release: Release) -> bool:
    return release.state == Release.State.WAITING and release.not_before < timezone.now() - schedule.LATE


def _checks(alert: Alert) -> list[tuple[str, str, bool]]:
    fields: list[Any] = [Alert._meta.get_field(name) for name in Alert.DO_NO_HARM]
    return [(str(f.verbose_name), str(f.help_text), getattr(alert, f.attname)) for f in fields]
