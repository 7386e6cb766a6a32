"""An alert's pages: of today, of an earlier version, its citation as a file, what is left of one withdrawn."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from alerts.models import Alert, Event, Version
from alerts.public import address_of, public_page
from alerts.reading import Reading
from alerts.record import Data
from alerts.surroundings import around, history, relations_of
from identifiers.models import FormerAddress, Kind
from pages.citing import Cited, cited, in_styles
from pages.citing_formats import FORMATS, Format, structured

GONE = 410


@dataclass(frozen=True)
class Citation:
    """A version as it is cited: what machines are told of it, the styles, the files to take away."""

    work: Cited
    uid: str
    permanent_address: str
    version: Version

    @property
    def styles(self) -> list[tuple[str, str]]:
        return in_styles(self.work)

    @property
    def structured(self) -> dict[str, Any]:
        return structured(self.work, self.permanent_address)

    @property
    def formats(self) -> list[tuple[str, Format]]:
        return list(FORMATS.items())


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
    record = found.record or {}
    version = next((e.version for e in surroundings.history if e.version), None)
    return render(request, "alert/page.html", {
        "alert": found,
        "reading": Reading(record),
        "around": surroundings,
        "citation": _citation(record, version) if version else None,
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
    shown = _version(found, number)
    newest = Version.objects.filter(alert=found).order_by("-number").first()
    context = {"alert": found, "version": shown, "newest": newest}
    if not hasattr(shown, "content"):
        return render(request, "alert/erased.html", context, status=GONE)
    record = json.loads(shown.content.canonical)
    return render(request, "alert/version.html", context | {
        "reading": Reading(record),
        "around": {"relations": relations_of(record)},
        "citation": _citation(record, shown),
        # Names of then may lead nowhere today.
        "linked": False,
    })  # fmt: skip


@public_page
def citation(request: HttpRequest, uid: str, number: int, ending: str) -> HttpResponse:
    """The citation of a version as a file; 410 where there is nothing left to cite."""
    found = _public_or_withdrawn(uid)
    if found is None or ending not in FORMATS:
        raise Http404("There is no such citation.")
    if found.status == Alert.Status.WITHDRAWN:
        return _tombstone(request, found)
    shown = _version(found, number)
    if not hasattr(shown, "content"):
        return render(request, "alert/erased.html", {"alert": found, "version": shown}, status=GONE)
    work = _citation(json.loads(shown.content.canonical), shown).work
    answer = HttpResponse(FORMATS[ending].write(work), content_type=f"{FORMATS[ending].media_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{work.identifier}.{ending}"'
    return answer


@public_page
def former(request: HttpRequest, value: str) -> HttpResponse:
    """What used to be the address of an alert, by a slug or by a uid of a shape that is no longer minted."""
    return _moved(value)


def _public_or_withdrawn(uid: str) -> Alert | None:
    """What has been public under that uid. A draft is as unknown as a uid that was never minted."""
    statuses = (Alert.Status.PUBLISHED, Alert.Status.WITHDRAWN)
    return Alert.objects.filter(uid=uid, status__in=statuses, revises=None).defer("keywords", "body").first()


def _version(found: Alert, number: int) -> Version:
    shown = Version.objects.select_related("content").filter(alert=found, number=number).first()
    if shown is None:
        raise Http404("There is no such version.")
    return shown


def _citation(record: Data, version: Version) -> Citation:
    uid = record["uid"]
    day = timezone.localdate(version.published_at).isoformat()
    work = cited(record, version.number, day, address_of("version", uid, version.number))
    return Citation(work, uid, address_of("alert_uid", uid), version)


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
