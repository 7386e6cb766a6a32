"""Review: drafts sent to the reviewers, and sent back by them with a note. What is approved is in curation.schedule."""

from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from alerts import publishing, redaction
from alerts.models import Alert
from alerts.publishing import PublishingError
from curation.models import Release, Submission


def register() -> None:
    """Have a redaction reach what the staff wrote here."""
    redaction.on_erasing(erase)


def erase(words: redaction.Pattern) -> None:
    """Replace the words in the notes with which drafts were sent back, and in those on approvals."""
    for model, name in ((Submission, "note"), (Release, "private_note")):
        for pk, text in model.objects.exclude(**{name: ""}).values_list("pk", name):
            if (clean := redaction.without(text, words)) != text:
                model.objects.filter(pk=pk).update(**{name: clean})


@transaction.atomic
def submit(alert: Alert, by: Any) -> None:
    """Send a draft or working copy to review. Raises PermissionDenied, PublishingError."""
    publishing.submit(alert, by)
    Release.objects.filter(alert=alert).delete()
    Submission.objects.filter(alert=alert, sent_back_at=None).delete()
    Submission.objects.create(alert=alert, submitted_at=timezone.now(), submitted_by_id=by.pk)


@transaction.atomic
def send_back(alert: Alert, by: Any, note: str) -> None:
    """Send what is in review back to its curator, with a note. An approval of it is gone.

    Raises PermissionDenied, PublishingError.
    """
    if not note.strip():
        raise PublishingError("Say what is to be done: a draft is sent back with a note.")
    publishing.send_back(alert, by)
    Release.objects.filter(alert=alert).delete()
    now = timezone.now()
    closed = {"sent_back_at": now, "sent_back_by_id": by.pk, "note": note.strip()}
    if not Submission.objects.filter(alert=alert, sent_back_at=None).update(**closed):
        Submission.objects.create(alert=alert, submitted_at=now, submitted_by_id=by.pk, **closed)


def queue() -> QuerySet[Any]:
    """What is in review, the longest waiting first; each with `waiting_since`, and what its lists show."""
    open_ones = Submission.objects.filter(alert=OuterRef("pk"), sent_back_at=None)
    found = Alert.objects.filter(status=Alert.Status.IN_REVIEW).annotate(
        waiting_since=Coalesce(Subquery(open_ones.values("submitted_at")[:1]), "updated_at"),
        submitted_by_name=Subquery(open_ones.values("submitted_by__username")[:1]),
    )
    return found.select_related("revises", "type", "release__by").order_by("waiting_since", "pk")


def sent_back() -> QuerySet[Any]:
    """Drafts that came back and were not sent again; with `sent_back_to` (the key of who had sent it) and `note`."""
    last = Submission.objects.filter(alert=OuterRef("pk")).order_by("-submitted_at", "-pk")
    found = Alert.objects.filter(status=Alert.Status.DRAFT).annotate(
        sent_back_to=Subquery(last.filter(sent_back_at__isnull=False).values("submitted_by")[:1]),
        note=Subquery(last.values("note")[:1]),
    )
    return found.filter(sent_back_to__isnull=False)
