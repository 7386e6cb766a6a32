"""A response to an alert, or to one of its recommendations, recorded in one go: on its draft, or on a working copy."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from alerts import heads, publishing
from alerts.models import Alert, Recommendation, Response


def may_respond(user: Any) -> bool:
    """Whether `user` may record responses; on what is public, the right to revise is needed besides."""
    return bool(user.has_perm("alerts.add_response") and user.has_perm("alerts.change_alert"))


def record(alert: Alert, response: Response, recommendation: str, by: Any) -> Alert:
    """Add `response` to a draft, or to the working copy of what is public, which is opened if there is none.

    `recommendation` is the uid of the one that it answers; empty for the alert as a whole. Returns the draft or working
    copy that it stands on. Raises PermissionDenied, PublishingError.
    """
    if not may_respond(by):
        raise PermissionDenied("You may not record responses.")
    with transaction.atomic():
        heads.lock(heads.EVENTS)
        draft = Alert.objects.get(pk=alert.pk)
        if not draft.is_open:
            draft = publishing.revise(draft, by)
        if draft.status != Alert.Status.DRAFT:
            raise publishing.PublishingError("It is in review: have it sent back before a response is added.")
        response.alert = draft
        if recommendation:
            response.recommendation = Recommendation.objects.get(alert=draft, uid=recommendation)
        response.position = (draft.responses.aggregate(last=Max("position"))["last"] or 0) + 1
        response.save()
        if draft.revises_id and not draft.revision_note:
            draft.revision_note = f"Records a response by {response.organization}."[:500]
            draft.save(update_fields=["revision_note", "updated_at"])
    return draft
