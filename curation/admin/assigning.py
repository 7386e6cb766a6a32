"""Many alerts tied to a situation at once: a question, ticks, a look at what would change, and then the change."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from alerts.models import Alert, Situation
from curation import tying
from curation.admin import uses
from curation.admin.bases import log
from curation.admin.choices import is_key

PER_PAGE = 50
_LISTED = 30
_LONGEST = 500


def page(model_admin: Any, request: HttpRequest, pk: str) -> HttpResponse:
    """Find alerts and tick them; posted, look at what would change, or change it."""
    situation = uses.found(model_admin, pk)
    if not tying.may_tie(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _choose(model_admin, request, situation)
    asked = _Asked(request.POST)
    ids = _chosen(request, situation, asked)
    if not ids:
        messages.error(request, "Nothing is ticked: tick the alerts, or “all that are found”.")
        return HttpResponseRedirect(asked.address(situation))
    if "apply" not in request.POST:
        return _look(model_admin, request, situation, asked, ids)
    if asked.among == "tied":
        count, done = tying.untie(situation, ids, request.user), "no longer counted"
    else:
        count, done = tying.tie(situation, ids, request.user), "counted from now on"
    log([situation], request, f"{count} alerts are {done}.")
    messages.success(request, f"{count} alert{'' if count == 1 else 's'} {done}.")
    return HttpResponseRedirect(asked.address(situation))


class _Asked:
    """The question of a request: words, where they are looked for, page."""

    def __init__(self, data: Any) -> None:
        self.q = data.get("q", "").replace("\0", " ").strip()[:_LONGEST]
        self.among = data.get("among") if data.get("among") in tying.AMONG else "public"
        number = data.get("p", "")
        self.number = int(number) if is_key(number) and int(number) else 1

    def address(self, situation: Situation) -> str:
        where = reverse("admin:alerts_situation_assign", args=[situation.pk])
        return f"{where}?{urlencode({'q': self.q, 'among': self.among, 'p': self.number})}"


def _choose(model_admin: Any, request: HttpRequest, situation: Situation) -> HttpResponse:
    asked = _Asked(request.GET)
    number = min(asked.number, 100)
    hits = tying.found(situation, asked.q, str(asked.among), timezone.localdate(), (number - 1) * PER_PAGE, PER_PAGE)
    pages = Paginator(range(min(hits.total, tying.MOST)), PER_PAGE)
    counted = set(situation.alerts.filter(pk__in=hits.ids).values_list("pk", flat=True))
    return uses.respond(
        model_admin, request, situation, "Assign alerts", "assign", asked=asked, among=tying.AMONG, hits=hits,
        rows=[(alert, alert.pk in counted) for alert in _alerts(hits.ids)], page=pages.get_page(number),
        count=situation.alerts.count(), most=tying.MOST,
    )  # fmt: skip


def _look(model_admin: Any, request: HttpRequest, situation: Situation, asked: _Asked, ids: list[int]) -> HttpResponse:
    held = set(situation.alerts.filter(pk__in=ids).values_list("pk", flat=True))
    moved = [pk for pk in ids if (pk in held) == (asked.among == "tied")]
    public = Alert.objects.filter(pk__in=moved, status=Alert.Status.PUBLISHED).count()
    return uses.respond(
        model_admin, request, situation, "Assign alerts", "assign_look",
        asked=asked, ids=moved, all="all" in request.POST, stay=len(ids) - len(moved), public=public,
        rows=_alerts(moved[:_LISTED]), more=max(0, len(moved) - _LISTED), address=asked.address(situation),
    )  # fmt: skip


def _chosen(request: HttpRequest, situation: Situation, asked: _Asked) -> list[int]:
    if "all" in request.POST:
        return tying.found(situation, asked.q, str(asked.among), timezone.localdate()).ids
    return [int(pk) for pk in dict.fromkeys(request.POST.getlist("alert")) if is_key(pk)][: tying.MOST]


def _alerts(ids: list[int]) -> list[Alert]:
    rows = Alert.objects.select_related("type").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]
