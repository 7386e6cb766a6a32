"""What becomes of a document once it is checked: a draft, a copy of what is held, or nothing for now."""

from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from alerts import files, heads
from alerts.models import Alert, Document
from curation import history
from curation.checking.kin import RELATIONS, Kin, Kinship
from curation.checking.proposed import Proposed
from intake.checked import Checked, NotMade
from intake.extraction import Unreadable, derive
from intake.making import make
from intake.models import Intake

State = Intake.State
MADE = "Made from a document."
_OTHERS = "Somebody else has saved or settled it since you opened this page."


class NotSettled(Exception):  # noqa: N818  # it is what became of the document
    """A document that cannot be settled so; its text says why, for a person."""


def make_draft(page: Proposed, checked: Checked, fields: dict[str, Any], kin: list[Kin], by: User) -> Alert:
    """The draft that a checked document becomes, with its original. Raises NotMade, NotSettled; then none is written.

    `fields` are those of the alert that are no proposals. With `publish_copy` among them, a cleaned copy of the
    document is added that becomes public with the alert; only where its full text may be shown.
    """
    intake = page.intake
    is_copied = fields.pop("publish_copy", False)
    checked.fields = {"body": intake.text, **fields}
    checked.relations = [(RELATIONS[Kinship(one.said)], one.alert) for one in kin if one.said in RELATIONS]
    language = next((str(value["tag"]) for value in checked.values("language")), "")
    checked.documents = [_original(intake, language)]
    if is_copied:
        checked.documents.append(_derivative(intake, language, fields["text_rights"]))
    with transaction.atomic():
        heads.lock(heads.EVENTS)
        made = make(checked, by)
        for record in (*made.records, made.alert):
            _log(record, by)
        history.keep([*made.records, made.alert], by, MADE)
        _settle(page, State.DRAFTED, made.alert, kin, by)
    return made.alert


def hold(page: Proposed, alert: Alert, kin: list[Kin], by: User) -> None:
    """Say that a document is what an alert holds already. Its file stays with the intake. Raises NotSettled."""
    _settle(page, State.HELD, alert, kin, by)


def set_aside(page: Proposed, by: User) -> None:
    """Say that nothing is to be made of a document, for now. Raises NotSettled."""
    _settle(page, State.SET_ASIDE, None, [], by)


def take_up(intake: Intake) -> None:
    """Have a document checked again whose draft is gone, or that was set aside. Raises NotSettled."""
    taken_up = Intake.objects.filter(pk=intake.pk, alert=None).exclude(state=State.TO_CHECK)
    if not taken_up.update(state=State.TO_CHECK, checked_by=None, checked_at=None):
        raise NotSettled("It has become an alert, or waits to be checked already.")


def save(page: Proposed) -> None:
    """Keep the decisions so far. Raises NotSettled where somebody else has saved since the page was opened."""
    decisions = {**page.intake.decisions, "posted": page.posted}
    if not _unchanged(page).update(decisions=decisions, saved=page.seen + 1):
        raise NotSettled(_OTHERS)
    page.seen += 1


def _unchanged(page: Proposed) -> "models.QuerySet[Intake]":
    return Intake.objects.to_check().filter(pk=page.intake.pk, saved=page.seen)


def _settle(page: Proposed, state: str, alert: Alert | None, kin: list[Kin], by: User) -> None:
    decisions = {"posted": page.posted, "outcome": page.outcome()}
    alike = [{"alert": one.alert.uid, "reasons": one.reasons, "said": one.said} for one in kin]
    settled = _unchanged(page).update(
        state=state, alert=alert and (alert.revises or alert), decisions=decisions, alike=alike, checked_by=by,
        checked_at=timezone.now(),
    )  # fmt: skip
    if not settled:
        raise NotSettled(_OTHERS)


def _original(intake: Intake, language: str) -> Document:
    arrival = intake.arrivals.order_by("pk").first()
    return Document(
        sha256=intake.sha256, size=intake.size, media_type=intake.media_type, language=language,
        file_name=arrival.name if arrival else "", obtained_from=arrival.source_url if arrival else "",
        obtained_on=arrival.at.date() if arrival else None,
    )  # fmt: skip


def _derivative(intake: Intake, language: str, text_rights: str) -> Document:
    """A cleaned copy, written before anything is said of it. Raises NotMade with what stands against it."""
    if text_rights != Alert.TextRights.FULL_TEXT:
        raise NotMade({-1: ["A copy can be public only where the full text may be shown: say so under “Rights”."]})
    try:
        derived = derive(files.path(intake.sha256).read_bytes(), media_type=intake.media_type)
    except (Unreadable, OSError) as error:
        raise NotMade({-1: [f"No cleaned copy can be made: {error}"]}) from error
    kept = files.keep([derived.data])
    return Document(
        role=Document.Role.DERIVATIVE, sha256=kept.sha256, size=kept.size, media_type=derived.media_type,
        language=language, public=True,
    )  # fmt: skip


def _log(record: models.Model, by: User) -> None:
    LogEntry.objects.log_actions(by.pk, [record], ADDITION, MADE, single_object=True)
