"""Two alerts that may be one document, side by side; and the addresses that were looked at."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse

from alerts.models import Alert, Party
from curation import duplicates
from curation.admin.bases import ReadOnlyAdmin, log
from curation.admin.working import list_address, where
from curation.models import AlertPair, LinkCheck

_STEPS = {
    "apart": (duplicates.tell_apart, "They are different documents: the pair is not shown again."),
    "again": (duplicates.take_back, "The pair is a likely duplicate again."),
}


@admin.register(AlertPair)
class AlertPairAdmin(ReadOnlyAdmin):
    change_form_template = "admin/curation/alertpair/change_form.html"
    list_display = ("first", "second", "reasons", "found_at", "decided_at")
    list_select_related = ("first", "second")
    list_filter = (("decided_at", admin.EmptyFieldListFilter),)
    search_fields = ("first__title", "second__title", "first__uid", "second__uid")
    ordering = ("-pk",)
    fields = ()

    def get_urls(self) -> list[Any]:
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(self.step), {"name": name}, f"curation_pair_{name}")
            for name in _STEPS
        ]
        find = path("find/", self.admin_site.admin_view(self.find), name="curation_pair_find")
        return [find, *own, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        pair = kwargs.get("obj")
        if pair is not None:
            context |= {"sides": _sides(pair), "may_decide": request.user.has_perm("alerts.change_alert")}
        return super().render_change_form(request, context, *args, **kwargs)

    def step(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Say what a pair is; then on to the next one."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        pair = AlertPair.objects.filter(pk=pk).first() if pk < 2**62 else None
        if pair is None:
            raise Http404("There is no such pair: one of the two is gone, or they are alike no more.")
        do, said = _STEPS[name]
        do(pair, request.user)
        log([pair], request, said)
        messages.success(request, said)
        place = where(request)
        if place:
            return HttpResponseRedirect(place.next.address if place.next else list_address(place.list.slug))
        return HttpResponseRedirect(reverse("admin:curation_alertpair_change", args=[pair.pk]))

    def find(self, request: HttpRequest) -> HttpResponse:
        """Look through the archive again."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm("alerts.change_alert"):
            raise PermissionDenied
        count = duplicates.find()
        messages.success(request, f"The archive was looked through: {count:,} to look at.")
        return HttpResponseRedirect(list_address("duplicates"))


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnlyAdmin):
    list_display = ("address", "status", "problem", "checked_at", "failures", "dead_since")
    list_filter = (("dead_since", admin.EmptyFieldListFilter), "status")
    search_fields = ("address",)
    ordering = ("-pk",)
    fields = ("address", "status", "problem", "checked_at", "failures", "failing_since", "dead_since")


def _sides(pair: AlertPair) -> list[tuple[str, str, str]]:
    """What the two say of themselves, one line a field: its name, the first's, the second's."""
    both = (pair.first, pair.second)
    return [(name, tell(both[0]), tell(both[1])) for name, tell in _LINES.items()]


def _issuers(alert: Alert) -> str:
    found = alert.parties.filter(role=Party.Role.ISSUER).select_related("organization")
    return ", ".join(party.organization.name for party in found) or alert.issuers_note


_LINES: dict[str, Any] = {
    "Title": lambda a: a.title,
    "State": lambda a: a.get_status_display(),
    "Issued": lambda a: a.issued_in_words,
    "Issued by": _issuers,
    "Type": lambda a: a.type.label if a.type else "",
    "Language": lambda a: a.language,
    "Symbol": lambda a: a.symbol,
    "Source": lambda a: a.source_url,
    "Abstract": lambda a: a.abstract,
    "Beginning of the text": lambda a: a.body[:1500],
    "Entered": lambda a: a.created_at.strftime("%Y-%m-%d"),
}
