"""The alerts of a catalogue: drafts and working copies, published in an order that keeps chains right."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from alerts import publishing
from alerts.models import Alert, Event, Relation, VersionContent
from intake import parts
from intake.known import Known
from intake.problems import Problems
from intake.records import Batch, Record
from intake.summary import Summary
from intake.tables import ALERTS

REVISION_NOTE = "Brought up to date with the catalogue."
# What is for the staff alone is no reason for a revision that the public sees.
_NOT_COMPARED = ("uid", "curator_note")
_PROGRESS_EVERY = 25


@dataclass
class Desk:
    """Where the alerts of one batch are got ready."""

    by: User
    batch: Batch
    known: Known
    problems: Problems
    summary: Summary
    # The drafts and working copies that are to be published, each with what the catalogue says of it.
    ready: list[tuple[Record, Alert]] = field(default_factory=list)
    drafts: dict[str, Alert] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parts = parts.by_alert(self.batch)

    def write_new(self) -> None:
        """Write the alerts that are not held as drafts, with their parts; ready where their checklist is confirmed."""
        for record in self.batch[Alert]:
            uid = record.key[0]
            if self.known.held(ALERTS, record.key) is not None:
                continue
            if self.known.is_merged(Alert, record.key):
                self.summary.left_alone += 1
                continue
            draft = self.drafts[uid] = Alert(created_by=self.by, **self._content(record))
            draft.save()
            self.known.settle(Alert, record.key, draft.pk)
            if _is_confirmed(record):
                self.ready.append((record, draft))
            else:
                self.summary.drafts.append(draft.title)
        ids = {uid: draft.pk for uid, draft in self.drafts.items()}
        parts.write([part for uid in ids for part in self.parts[uid]], ids, self.known)

    def new_ids(self) -> set[int]:
        return {draft.pk for draft in self.drafts.values()}

    def written_ids(self) -> set[int]:
        """The alerts that are new or were brought up to date, under the ids that they have once all is published."""
        return self.new_ids() | {alert.revises_id or alert.pk for _, alert in self.ready}

    def revise_held(self, update: bool) -> None:
        """To `update`, bring each held alert that differs from the catalogue up to date in a working copy."""
        ids = {r.key: pk for r in self.batch[Alert] if (pk := self.known.held(ALERTS, r.key)) is not None}
        held = Alert.objects.in_bulk(list(ids.values()) if update else [])
        states = parts.states(held)
        for record in self.batch[Alert]:
            alert = held.get(ids.get(record.key, 0))
            if alert is None or self._is_same(record, alert, states[alert.pk]):
                self.summary.left_alone += record.key in ids
            elif reason := _hands_off(record, alert):
                self.summary.untouched.append((alert.title, reason))
            else:
                self._revise(record, alert)

    def publish_all(self, say: Callable[[str], None]) -> set[int]:
        """Publish what is ready; the ids that the feed is to tell. Raises CatalogueError with what is lacking."""
        told = set[int]()
        for number, (record, alert) in enumerate(_in_order(self.ready, self.batch), 1):
            if number % _PROGRESS_EVERY == 1 or number == len(self.ready):
                say(f"Publishing alert {number} of {len(self.ready)}")
            try:
                publishing.publish(alert, self.by, tell=told.update, reviewed_elsewhere=True)
            except publishing.NotReady as error:
                for sentence in error.missing:
                    self.problems.add(record.row.file, record.row.line, None, sentence)
        self.problems.stop()
        self.summary.published += sum(alert.revises_id is None for _, alert in self.ready)
        self.summary.updated += sum(alert.revises_id is not None for _, alert in self.ready)
        return told

    def _content(self, record: Record) -> dict[str, Any]:
        checked = dict.fromkeys(Alert.DO_NO_HARM, _is_confirmed(record))
        return record.columns(self.known) | checked

    def _is_same(self, record: Record, alert: Alert, state: parts.State) -> bool:
        columns = record.columns(self.known).items()
        if any(getattr(alert, name) != value for name, value in columns if name not in _NOT_COMPARED):
            return False
        return state == parts.state(self.parts[record.key[0]], self.known)

    def _revise(self, record: Record, alert: Alert) -> None:
        if _was_revised_here(alert):
            self.summary.replaced.append(alert.title)
        copy = publishing.revise(alert, self.by)
        for name, value in self._content(record).items():
            if name != "uid" and (value or name != "curator_note"):
                setattr(copy, name, value)
        copy.revision_note = REVISION_NOTE
        copy.save()
        parts.replace(copy.pk, self.parts[record.key[0]], record.key[0], self.known)
        self.ready.append((record, copy))


def _is_confirmed(record: Record) -> bool:
    return record.row.cells["do_no_harm"] == "yes"


def _was_revised_here(alert: Alert) -> bool:
    """Whether what is public is a curator's revision, and not the catalogue's own text."""
    notes = VersionContent.objects.filter(version__alert=alert).order_by("-version__number")
    return (notes.values_list("note", flat=True).first() or REVISION_NOTE) != REVISION_NOTE


def _hands_off(record: Record, alert: Alert) -> str:
    """Why the catalogue does not touch a held alert, though it differs; empty where it may."""
    if alert.revises_id:
        return "it is a working copy"
    if alert.is_open:
        return "it is a draft here"
    if alert.status == Alert.Status.WITHDRAWN:
        return "it is withdrawn"
    if alert.working_copies.exists():
        return "a working copy of it is open"
    if Event.objects.filter(alert=alert, kind=Event.Kind.REDACT).exists():
        return "words of it were redacted, which the catalogue may still hold"
    return "" if _is_confirmed(record) else "its do-no-harm checklist is not confirmed"


def _in_order(ready: list[tuple[Record, Alert]], batch: Batch) -> list[tuple[Record, Alert]]:
    """By date of issue, undated last; but what an alert relates to comes before it, so that its version names it."""
    by_uid = {record.key[0]: (record, alert) for record, alert in ready}
    targets: dict[str, list[str]] = {uid: [] for uid in by_uid}
    for relation in batch[Relation]:
        alert, target = relation.links["alert"], relation.links["target"]
        if alert and target and alert[0] in targets and target[0] in by_uid:
            targets[alert[0]].append(target[0])
    ordered: dict[str, None] = {}
    started: set[str] = set()
    for uid in sorted(by_uid, key=lambda uid: (by_uid[uid][1].issued_earliest or dt.date.max, uid)):
        path = [] if uid in ordered else [uid]
        while path:
            started.add(path[-1])
            first = next((target for target in targets[path[-1]] if target not in started), None)
            if first:
                path.append(first)
            else:
                ordered[path.pop()] = None
    return [by_uid[uid] for uid in ordered]
