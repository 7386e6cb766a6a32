"""Who has a draft open: told on its page and in the list, kept up by a small script (hold.js)."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import path

from alerts.models import Alert
from curation import holds
from curation.admin.bases import ReadOnlyAdmin
from curation.models import Hold


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    """Who has which draft open, all on one page."""

    list_display = ("alert", "user", "since", "seen")
    list_select_related = ("alert", "user")
    ordering = ("-seen", "-pk")
    search_fields = ("alert__uid", "user__username")


class Holding:
    """The page of an alert tells who else has it open, and its list who is on what."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.hold)  # type: ignore[attr-defined]
        return [path("<int:pk>/hold/", view, name="alerts_alert_hold"), *super().get_urls()]  # type: ignore[misc]

    def hold(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a hold, or give it back (`leave`); as JSON, the sentence that tells who else has one."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if "leave" in request.POST:
            holds.leave(pk, request.user)
            return JsonResponse({"said": ""})
        alert = Alert.objects.filter(pk=pk).first()
        if alert is None:
            return JsonResponse({"said": "It is no longer there: it was published, discarded or deleted meanwhile."})
        if not self.has_change_permission(request, alert):  # type: ignore[attr-defined]
            raise PermissionDenied
        return JsonResponse({"said": holds.said(holds.take(alert, request.user))})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        alert = kwargs.get("obj")
        if alert is not None and self.has_change_permission(request, alert):  # type: ignore[attr-defined]
            context |= {"holding": holds.HEARTBEAT, "holders": holds.said(holds.take(alert, request.user))}
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return holds.with_holds(super().get_queryset(request))  # type: ignore[misc]

    @admin.display(description="open with")
    def open_at(self, alert: Any) -> str:
        """Who has it open, or its working copy."""
        return ", ".join(str(hold.user) for hold in alert.held) or "—"
