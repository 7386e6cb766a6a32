"""Approvals, and the publishing of what was approved when its time has come.

An approval holds for the very content that was approved: any change cancels it. When the time has come, the rights of
who approved and the completeness are checked again by alerts.publishing. It may be done by any number of processes at
once: the lock of the log lets one at a time through, and the next finds it done.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable

import rfc8785
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from alerts import heads, publishing, whole
from alerts.models import Alert, AlertDate, Version
from alerts.publishing import PublishingError
from alerts.record import describe
from curation import history
from curation.models import Release

CHANGED_AFTER_APPROVAL = "It was changed after it was approved: it must be read and approved again."
CHANGED_MEANWHILE = "It was changed while you read it: read it again before you decide."
MOST_ATTEMPTS = 5  # at what fails for no reason of its own: a database that is away, say
LATE = dt.timedelta(minutes=5)
Person = User | AnonymousUser
log = logging.getLogger(__name__)


def publish(alert: Alert, by: Person, private_note: str = "", seen: str = "") -> Version:
    """Publish at once. `seen` is the fingerprint of what `by` has read, where that is known.

    Raises as alerts.publishing.publish does, and PublishingError where something else stands there by now.
    """
    with transaction.atomic():
        heads.lock(heads.EVENTS)
        _require_seen(alert, seen)
        version = publishing.publish(alert, by, private_note)
        Release.objects.filter(alert=version.alert_id).delete()
    return version


def approve(alert: Alert, by: Person, not_before: dt.datetime, private_note: str = "", seen: str = "") -> Release:
    """Have what is in review published in the name of `by` once `not_before` has come. Raises as `publish` does."""
    with transaction.atomic():
        heads.lock(heads.EVENTS)
        draft = _read(alert.pk)
        if draft is None or draft.status != Alert.Status.IN_REVIEW:
            raise PublishingError("Only what is in review is approved for later.")
        publishing.check(draft, by)
        if not_before <= timezone.now():
            raise PublishingError("That time has passed: choose a later one, or publish now.")
        _require_seen(draft, seen)
        approved = {
            "not_before": not_before, "by_id": by.pk, "approved_at": timezone.now(), "private_note": private_note,
            "fingerprint": fingerprint(draft), "state": Release.State.WAITING, "attempts": 0, "last_error": "",
        }  # fmt: skip
        release, _ = Release.objects.update_or_create(alert=draft, defaults=approved)
    return release


def take_back(alert: Alert, by: Person) -> None:
    """Take an approval back; the draft stays in review. Raises PermissionDenied, PublishingError."""
    if not by.has_perm("alerts.publish_alert"):
        raise PermissionDenied("You may not publish alerts.")
    if not Release.objects.filter(alert=alert).delete()[0]:
        raise PublishingError("It is not approved: there is nothing to take back.")


def look_again(alert: Alert) -> bool:
    """Cancel the approval of `alert` if its content is another by now; whether that was so. Call it after a change."""
    release = Release.objects.filter(alert=alert, state=Release.State.WAITING).first()
    draft = _read(alert.pk) if release else None
    if release is None or draft is None or fingerprint(draft) == release.fingerprint:
        return False
    _stop(release, Release.State.CANCELLED, CHANGED_AFTER_APPROVAL)
    return True


def embargo(alert: Alert) -> dt.datetime | None:
    """Before when the document itself asks not to be published: its date “not before”, from 0:00 UTC, if to come."""
    days = [d.earliest for d in alert.dates.all() if d.kind == AlertDate.Kind.NOT_BEFORE and d.earliest]
    if not days:
        return None
    begins = dt.datetime.combine(max(days), dt.time(), dt.UTC)
    return begins if begins > timezone.now() else None


def fingerprint(draft: Alert) -> str:
    """Another one for any other content. What a related alert does meanwhile is no change of this one."""
    content = describe(draft) | {
        "relations": sorted([r.kind, r.target_id, r.note] for r in draft.relations.all()),
        "revision_note": draft.revision_note,
        "body": draft.body,
        "checked": [getattr(draft, name) for name in Alert.DO_NO_HARM],
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def due() -> QuerySet[Release]:
    """Approved, and its time has come."""
    return Release.objects.filter(state=Release.State.WAITING, not_before__lte=timezone.now())


def publish_due() -> list[str]:
    """Publish what is due, in order of time. What was done or failed, in sentences without a word of the content."""
    done = []
    for pk in due().order_by("not_before", "pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                said = _publish_one(pk)
        except PermissionDenied:
            said = _failed(pk, "Who approved it may no longer publish: somebody else must approve it.")
        except PublishingError as error:
            said = _failed(pk, str(error))
        except DatabaseError:
            log.exception("Release %s is tried again.", pk)
            said = _tried(pk)
        done += [said] if said else []
    return done


def _publish_one(pk: int) -> str:
    heads.lock(heads.EVENTS)  # before anything is read: another scheduler may be at it
    release = due().select_related("alert", "by").filter(pk=pk).first()
    if release is None:
        return ""
    draft = _read(release.alert_id)
    if draft is None or draft.status == Alert.Status.PUBLISHED:
        release.delete()
        return ""
    if draft.status != Alert.Status.IN_REVIEW:
        raise PublishingError("It is no longer in review.")
    if fingerprint(draft) != release.fingerprint:
        _stop(release, Release.State.CANCELLED, CHANGED_AFTER_APPROVAL)
        return f"{draft.uid} was not published: {CHANGED_AFTER_APPROVAL}"
    version = publishing.publish(draft, release.by, release.private_note)
    Release.objects.filter(alert=version.alert_id).delete()
    _note([version.alert], release.by_id, f"Published version {version.number}, as approved.")
    return f"{version.alert.uid} is public, as version {version.number}."


def _failed(pk: int, why: str) -> str:
    with transaction.atomic():
        release = Release.objects.select_related("alert").filter(pk=pk).first()
        if release is None:
            return ""
        _stop(release, Release.State.FAILED, why)
    return f"{release.alert.uid} was not published: {why}"


def _tried(pk: int) -> str:
    why = "The database did not take it; see the log of the scheduler."
    Release.objects.filter(pk=pk).update(attempts=F("attempts") + 1, last_error=why)
    release = Release.objects.filter(pk=pk, attempts__gte=MOST_ATTEMPTS).first()
    return _failed(pk, f"{why} It was tried {MOST_ATTEMPTS} times.") if release else ""


def _stop(release: Release, state: str, why: str) -> None:
    Release.objects.filter(pk=release.pk).update(state=state, last_error=why, attempts=F("attempts") + 1)


def _require_seen(alert: Alert, seen: str) -> None:
    draft = _read(alert.pk) if seen else None
    if draft is not None and fingerprint(draft) != seen:
        raise PublishingError(CHANGED_MEANWHILE)


def _read(pk: int) -> Alert | None:
    return whole.read(Alert.objects.all(), pk)


def _note(alerts: Iterable[Alert], user_id: int, message: str) -> None:
    changed = list(alerts)
    history.keep(changed, User.objects.filter(pk=user_id).first(), message)
    LogEntry.objects.log_actions(user_id, changed, CHANGE, message, single_object=True)
