"""Publishing: the only writer of what the public sees, and of the proof of it.

Each step checks the right of who asks for it, and runs in one transaction under the lock of the log's head: the rows,
the version, the event and the change feed are written together or not at all. See docs/publishing.md.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import rfc8785
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from alerts import hands, heads, redaction
from alerts.chains import regroup
from alerts.changes import altered
from alerts.completeness import missing
from alerts.copying import copy_content, copy_parts, move_parts
from alerts.models import Alert, Event, EventActor, LogHead, Version, VersionContent
from alerts.record import SCHEMA, Data, describe, with_parts

Person = User | AnonymousUser
Tell = Callable[[Iterable[int]], object]
_SALT_BYTES = 32


class PublishingError(Exception):
    """A step that cannot be taken; its text says why, for a person."""


class NotReady(PublishingError):  # noqa: N818  # it is what the draft is
    """A draft that lacks something. `missing` lists what, in sentences."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.missing = sentences


def publish(
    alert: Alert, by: Person, private_note: str = "", tell: Tell = altered, reviewed_elsewhere: bool = False
) -> Version:
    """Make a draft public, publish a working copy as a revision, or publish a withdrawn alert again.

    Returns the version that is public from now on. The working copy is gone afterwards. A batch in one transaction may
    have `tell` gather the ids that the feed is to be told of, and call changes.altered with all of them at its end.
    `reviewed_elsewhere` is for a catalogue alone, which many have read where its files are kept: four eyes are not
    asked for again. Raises as `check` does.
    """
    _require(by, "publish")
    with transaction.atomic():
        head = _lock_log()
        draft = _fresh(alert)
        check(draft, by, reviewed_elsewhere)
        public = _swap_in(draft, draft.revises) if draft.revises else draft
        kind = _kind(draft, public)
        public.status = Alert.Status.PUBLISHED
        public.hands.all().delete()
        version = _write_version(public, draft.revision_note)
        _log(head, kind, public, version, by, private_note)
        _spread(public, tell)
    return version


def check(draft: Alert, by: Person, reviewed_elsewhere: bool = False) -> None:
    """Whether `by` may publish `draft` as it stands.

    Raises PermissionDenied, NotReady with what is missing, or PublishingError where there is nothing to publish or
    where `by` has worked on it and four eyes are required.
    """
    _require(by, "publish")
    if draft.status == Alert.Status.PUBLISHED:
        raise PublishingError("It is public already: revise it to change it.")
    if sentences := missing(draft):
        raise NotReady(sentences)
    if not reviewed_elsewhere and (sentence := hands.refusal(draft, by)):
        raise PublishingError(sentence)


def revise(alert: Alert, by: Person) -> Alert:
    """Open the working copy of a public or withdrawn alert; the open one, if there is one. Raises as publish does."""
    _require(by, "revise")
    with transaction.atomic():
        _lock_log()
        public = _fresh(alert)
        if public.is_open:
            raise PublishingError("Only what has been published is revised: a draft is simply edited.")
        if found := public.working_copies.first():
            return found
        copy = Alert(revises=public, created_by_id=by.pk)
        copy_content(public, copy)
        copy.save()
        copy_parts(public, copy)
    return copy


def submit(alert: Alert, by: Person) -> None:
    """Send a draft or working copy to review. Raises PermissionDenied, PublishingError."""
    _require(by, "change")
    with transaction.atomic():
        if not _open(alert).filter(status=Alert.Status.DRAFT).update(status=Alert.Status.IN_REVIEW):
            raise PublishingError("Only a draft can be sent to review.")
        hands.record(alert, by)


def send_back(alert: Alert, by: Person) -> None:
    """Send what is in review back to its curator. Raises PermissionDenied, PublishingError."""
    _require(by, "publish")
    if not _open(alert).filter(status=Alert.Status.IN_REVIEW).update(status=Alert.Status.DRAFT):
        raise PublishingError("Only what is in review can be sent back.")


def discard(copy: Alert, by: Person) -> None:
    """Throw a working copy away; the public alert stays as it is. Raises PermissionDenied, PublishingError."""
    _require(by, "revise")
    if not Alert.objects.working_copies().filter(pk=copy.pk).exists():
        raise PublishingError("Only a working copy can be discarded.")
    Alert.objects.working_copies().filter(pk=copy.pk).delete()


def withdraw(alert: Alert, by: Person, reason: str, show_title: bool = False, private_note: str = "") -> Event:
    """Take a public alert from the public. Its address shows a tombstone, with the title only if `show_title`.

    `reason` is an Event.Reason. Raises PermissionDenied, PublishingError.
    """
    _require(by, "withdraw")
    if reason not in Event.Reason.values:
        raise PublishingError("A withdrawal needs a reason from the list.")
    with transaction.atomic():
        head = _lock_log()
        public = _fresh(alert)
        if public.status != Alert.Status.PUBLISHED:
            raise PublishingError("Only a public alert can be withdrawn.")
        public.status = Alert.Status.WITHDRAWN
        public.save(update_fields=["status", "updated_at"])
        event = _log(head, Event.Kind.WITHDRAW, public, None, by, private_note, reason, not show_title)
        _spread(public)
    return event


@dataclass(frozen=True)
class Redacted:
    """What a redaction did, and where the words still stand outside the alert."""

    event: Event
    versions_erased: int
    files_erased: int
    elsewhere: list[str]


def redact(
    alert: Alert, by: Person, second: Person, words: Iterable[str], reason: str,
    keep_files: Iterable[str] = (), private_note: str = "",
) -> Redacted:  # fmt: skip
    """Erase `words` for good from an alert that is or was public: rows, working copies, versions, history and files.

    `reason` is one of Event.REDACTION_REASONS; `second` another person with the right; `keep_files` the uids of
    documents that were looked through and hold none of the words: the others are erased, because no program can tell
    what a scan shows. Versions keep their hashes, and the log its events. Raises PermissionDenied, PublishingError.
    """
    _require(by, "redact")
    _require(second, "redact")
    if by.pk == second.pk:
        raise PublishingError("A redaction needs a second person.")
    if reason not in Event.REDACTION_REASONS:
        raise PublishingError("A redaction needs a right from the list for whose sake it is made.")
    try:
        pattern = redaction.pattern(words)
    except ValueError as error:
        raise PublishingError(str(error)) from error
    with transaction.atomic():
        head = _lock_log()
        public = _fresh(alert)
        if public.is_open:
            raise PublishingError("Only what has been published is redacted: a draft is simply edited.")
        files_erased = redaction.erase_files(public, set(keep_files))
        redaction.erase_from_rows(public, pattern)
        versions_erased = redaction.erase_from_versions(public, pattern)
        redaction.erase_from_history(pattern)
        public = _fresh(public)
        version = _write_version(public, "") if public.status == Alert.Status.PUBLISHED else None
        note = pattern.sub(redaction.MARK, private_note)
        event = _log(head, Event.Kind.REDACT, public, version, by, note, reason, second=second)
        _spread(public)
        transaction.on_commit(redaction.scrub)
    return Redacted(event, versions_erased, files_erased, redaction.occurrences(pattern))


def digest(salt: str, canonical: str) -> str:
    """The hash of a version: SHA-256 of the salt's bytes, then the canonical JSON in UTF-8; hexadecimal."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical.encode()).hexdigest()


def _require(user: Person, right: str) -> None:
    if not user.has_perm(f"alerts.{right}_alert"):
        raise PermissionDenied(f"You may not {right} alerts.")


def _account(user: Person) -> User:
    """The account that had the right; an anonymous visitor never has it."""
    if not isinstance(user, User):
        raise PermissionDenied("Nobody is logged in.")
    return user


def _lock_log() -> LogHead:
    """Both heads, before any row is touched: a step that took the second one late could wait for itself in a circle."""
    head = heads.lock(heads.EVENTS)
    heads.lock(heads.CHANGES)
    return head


def _fresh(alert: Alert) -> Alert:
    """The alert as it is now, under the lock; it may have changed since the caller read it."""
    found = (
        with_parts(Alert.objects.select_for_update(of=("self",)).select_related("revises")).filter(pk=alert.pk).first()
    )
    if found is None:
        raise PublishingError("It is no longer there: it was published or discarded meanwhile.")
    return found


def _open(alert: Alert) -> models.QuerySet[Alert]:
    return Alert.objects.filter(pk=alert.pk)


def _swap_in(copy: Alert, public: Alert) -> Alert:
    copy_content(copy, public)
    move_parts(copy, public)
    copy.delete()
    public.save()
    return _fresh(public)


def _kind(draft: Alert, public: Alert) -> str:
    if public.status == Alert.Status.WITHDRAWN:
        return Event.Kind.REPUBLISH
    return Event.Kind.REVISE if draft is not public else Event.Kind.PUBLISH


def _write_version(public: Alert, note: str) -> Version:
    """Save the public row, and the version that proves it."""
    number = (public.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    public.record = describe(public)
    public.save()
    content: Data = public.record | {"version": {"number": number, "note": note}}
    canonical = rfc8785.dumps(content).decode()
    salt = secrets.token_hex(_SALT_BYTES)
    version = Version.objects.create(
        alert=public, number=number, published_at=timezone.now(), schema=SCHEMA, sha256=digest(salt, canonical)
    )
    VersionContent.objects.create(version=version, salt=salt, canonical=canonical, note=note)
    return version


def _log(
    head: LogHead, kind: str, public: Alert, version: Version | None, by: Person, private_note: str,
    reason: str = "", title_withheld: bool = False, second: Person | None = None,
) -> Event:  # fmt: skip
    [number] = heads.take(head)
    event = Event.objects.create(
        number=number, kind=kind, alert=public, version=version, at=timezone.now(), reason=reason,
        title_withheld=title_withheld,
    )  # fmt: skip
    EventActor.objects.create(
        event=event, user=_account(by), second=_account(second) if second else None, private_note=private_note
    )
    return event


def _spread(public: Alert, tell: Tell = altered) -> None:
    """Tell the feed of the alert, of those whose chain it joined or left, and of those that relate to it."""
    moved = regroup(public)
    related = public.related_from.values_list("alert_id", flat=True)
    tell({public.pk, *moved, *related})
