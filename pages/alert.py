"""An alert's pages: of today, of an earlier version, and what is left to see where one was withdrawn."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alerts.models import Alert, Event, Version
from alerts.public import address_of, public_page
from alerts.reading import Reading
from alerts.surroundings import around, history, relations_of
from identifiers.models import FormerAddress, Kind

GONE = 410


@public_page
def alert(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """The alert as it is today; from any other address of it, a redirect to the right one."""
    found = _public_or_withdrawn(uid)
    if found is None:
        return _moved(uid)
    if found.status == Alert.Status.WITHDRAWN:
        return _tombstone(request, found)
    if found.slug != slug:
        return redirect(found, permanent=True)
    surroundings = around(found)
    return render(request, "alert/page.html", {
        "alert": found,
        "reading": Reading(found.record or {}),
        "around": surroundings,
        "version": next((e.version for e in surroundings.history if e.version), None),
        "permanent_address": address_of("alert_uid", found.uid),
        "linked": True,
    })  # fmt: skip


@public_page
def version(request: HttpRequest, uid: str, number: int) -> HttpResponse:
    """A version as it was shown; 410 where a redaction has erased it, or the alert is withdrawn."""
    found = _public_or_withdrawn(uid)
    if found is None:
        return _moved(uid)
    if found.status == Alert.Status.WITHDRAWN:
        return _tombstone(request, found)
    shown = Version.objects.select_related("content").filter(alert=found, number=number).first()
    if shown is None:
        raise Http404("There is no such version.")
    newest = Version.objects.filter(alert=found).order_by("-number").first()
    context = {"alert": found, "version": shown, "newest": newest}
    if not hasattr(shown, "content"):
        return render(request, "alert/erased.html", context, status=GONE)
    record = json.loads(shown.content.canonical)
    return render(request, "alert/version.html", context | {
        "reading": Reading(record),
        "around": {"relations": relations_of(record)},
        "permanent_address": address_of("version", found.uid, number),
        # Names of then may lead nowhere today.
        "linked": False,
    })  # fmt: skip


@public_page
def former(request: HttpRequest, value: str) -> HttpResponse:
    """What used to be the address of an alert, by a slug or by a uid of a shape that is no longer minted."""
    return _moved(value)


def _public_or_withdrawn(uid: str) -> Alert | None:
    """What has been public under that uid. A draft is as unknown as a uid that was never minted."""
    statuses = (Alert.Status.PUBLISHED, Alert.Status.WITHDRAWN)
    return Alert.objects.filter(uid=uid, status__in=statuses, revises=None).defer("keywords", "body").first()


def _moved(value: str) -> HttpResponse:
    today = FormerAddress.objects.today(Kind.ALERT, [value]).get(value, "")
    found = _public_or_withdrawn(today) if today else None
    if found is None:
        raise Http404("There is no such alert.")
    if found.status == Alert.Status.WITHDRAWN:
        return redirect("alert_uid", found.uid, permanent=True)  # without the slug: it may tell a withheld title
    return redirect(found, permanent=True)


def _tombstone(request: HttpRequest, found: Alert) -> HttpResponse:
    events = history(found)
    withdrawal = next(e for e in events if e.kind == Event.Kind.WITHDRAW)
    context: dict[str, Any] = {
        "uid": found.uid,
        "title": "" if withdrawal.title_withheld else found.title,
        "withdrawal": withdrawal,
        "events": events,
    }
    return render(request, "alert/tombstone.html", context, status=GONE)
