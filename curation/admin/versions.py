"""Any two versions of an alert beside each other, and the working copy or what is public today as further sides."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from alerts import whole
from alerts.difference import compare
from alerts.models import Alert, Version
from alerts.public import address_of
from alerts.reading import Reading
from alerts.record import Data, describe
from alerts.surroundings import relations_of
from curation.admin import steps

COPY = "copy"


@dataclass(frozen=True)
class Side:
    """One of the two: its key in the address, its name, its record; None where a redaction has erased it."""

    key: str
    name: str
    version: Version | None
    record: Data | None
    permanent_address: str

    @property
    def reading(self) -> Reading | None:
        return Reading(self.record) if self.record is not None else None

    @property
    def around(self) -> dict[str, Any]:
        return {"relations": relations_of(self.record or {})}


def beside(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """The versions of an alert to choose from; and two of them, with their difference."""
    alert = steps.found(pk, with_all=False)
    if not (model_admin.has_view_permission(request, alert) and request.user.has_perm("alerts.view_versioncontent")):
        raise PermissionDenied
    if alert.revises is not None:
        return HttpResponseRedirect(steps.address(alert.revises, "versions"))
    versions = list(alert.versions.order_by("number"))
    copy = alert.working_copies.first()
    keys = [str(version.number) for version in versions] + ([COPY] if copy else [])
    chosen = [_chosen(request.GET.get(name, ""), keys, fallback) for name, fallback in (("a", -2), ("b", -1))]
    sides = [_side(alert, key, versions) for key in chosen if key]
    first, second = (sides[0].record, sides[1].record) if len(sides) == 2 else (None, None)
    return steps.page(
        model_admin, request, alert, "Versions", "versions", versions=versions, copy=copy, sides=sides,
        chosen=chosen, sections=compare(first, second) if first is not None and second is not None else None,
        linked=False,
    )  # fmt: skip


def _chosen(key: str, keys: list[str], fallback: int) -> str:
    """The key asked for, if there is one; else the last but one and the last."""
    if key in keys:
        return key
    return keys[max(fallback, -len(keys))] if keys else ""


def _side(alert: Alert, key: str, versions: list[Version]) -> Side:
    if key == COPY:
        copy = whole.read(Alert.objects.all(), alert.working_copies.values_list("pk", flat=True).get())
        record = describe(copy) if copy else None
        return Side(key, "The working copy", None, record, address_of("alert_uid", alert.uid))
    version = next(v for v in versions if str(v.number) == key)
    content = getattr(version, "content", None)
    record = json.loads(content.canonical) if content else None
    name, where = f"Version {version.number}", address_of("version", alert.uid, version.number)
    return Side(key, name, version, record, where)
