"""Bulk changes: one thing said of many records at once, planned first, then done in one transaction.

What is public is changed through its working copy; what is in review, or in somebody else's hands, is left alone.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from alerts import hands, heads, publishing, situations, uses
from alerts.changes import altered
from alerts.models import Alert, AlertCountry
from curation import history, review

MOST = 500  # records at once
Said = Mapping[str, Any]


@dataclass
class Plan:
    """What would change, each with a sentence; and what would be left as it is, each with the reason."""

    changes: list[tuple[Any, str]] = field(default_factory=list)
    left: list[tuple[Any, str]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Of what would change: whoever agreed to it agreed to nothing else."""
        said = [(record.pk, sentence) for record, sentence in self.changes]
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True)
class Bulk:
    """A bulk change: who may (`rights`), what becomes of one record (`tell`), and how it is done to those that change.

    `tell` returns (whether it changes, a sentence); `do` what was written, which is kept in the history.
    """

    name: str
    label: str
    model: type[models.Model]
    rights: tuple[str, ...]
    tell: Callable[[Any, Said, Any], tuple[bool, str]]
    do: Callable[[Sequence[Any], Said, Any], Sequence[Any]]

    def plan(self, records: Iterable[Any], said: Said, by: Any) -> Plan:
        plan = Plan()
        for record in records:
            changes, sentence = self.tell(record, said, by)
            (plan.changes if changes else plan.left).append((record, sentence))
        return plan

    def apply(self, keys: Sequence[int], said: Said, by: Any, digest: str) -> Plan:
        """Do what was planned; the plan. Where it differs by now from what was agreed to, nothing is done.

        Raises PermissionDenied, and what the steps raise: then nothing is done either.
        """
        if not by.has_perms(self.rights):
            raise PermissionDenied(f"You may not {self.label.lower()}.")
        with transaction.atomic():
            heads.lock(heads.EVENTS)
            heads.lock(heads.CHANGES)
            plan = self.plan(chosen(self.model, keys), said, by)
            if plan.digest == digest:
                records = [record for record, _ in plan.changes]
                if self.name == "unused":
                    history.keep(records, by, "Deleted.")
                for record in records:
                    history.keep_found(record)
                history.keep(self.do(records, said, by), by, f"{self.label}, in bulk.")
        return plan


def chosen(model: type[models.Model], keys: Iterable[int]) -> list[Any]:
    """The records of these keys, in the order of their keys, with what a plan reads of them."""
    found = model._default_manager.filter(pk__in=keys).order_by("pk")
    if model is Alert:
        found = found.select_related("revises", "type").prefetch_related("working_copies", "country_links")
    return list(found)


# Alerts ---------------------------------------------------------------------------------------------------------------


def _situation(alert: Alert, said: Said, by: Any) -> tuple[bool, str]:
    situation = said["situation"]
    if situation.alerts.filter(pk=alert.revises_id or alert.pk).exists():
        return False, "It belongs to it already."
    return True, f"It would belong to “{situation}”."


def _tie(alerts: Sequence[Alert], said: Said, by: Any) -> Sequence[Any]:
    situation = said["situation"]
    held = set(situation.alerts.values_list("pk", flat=True))
    situations.tie(situation, held | {alert.revises_id or alert.pk for alert in alerts})
    return [situation]


def _draft_field(name: str) -> Callable[[Alert, Said, Any], tuple[bool, str]]:
    def tell(alert: Alert, said: Said, by: Any) -> tuple[bool, str]:
        if alert.status != Alert.Status.DRAFT:
            return False, f"It is {alert.get_status_display()}: only drafts are changed here."
        if getattr(alert, name) == said[name]:
            return False, "It says so already."
        return True, f"{getattr(alert, name) or 'empty'} → {said[name]}"

    return tell


def _set(name: str) -> Callable[[Sequence[Any], Said, Any], Sequence[Any]]:
    def do(records: Sequence[Any], said: Said, by: Any) -> Sequence[Any]:
        shown = set()
        for record in records:
            shown |= set(uses.alerts_showing(record))
            setattr(record, name, said[name])
            record.save()
            shown |= set(uses.alerts_showing(record))
        altered(shown)
        return records

    return do


def _can_submit(alert: Alert, said: Said, by: Any) -> tuple[bool, str]:
    if alert.status != Alert.Status.DRAFT:
        return False, f"It is {alert.get_status_display()}: only drafts are sent."
    return True, "It would be sent to review."


def _submit(alerts: Sequence[Alert], said: Said, by: Any) -> Sequence[Any]:
    for alert in alerts:
        review.submit(alert, by)
    return alerts


def _country(alert: Alert, said: Said, by: Any) -> tuple[bool, str]:
    country, role = said["country"], AlertCountry.Role(said["role"])
    if any(link.country_id == country.pk and link.role == role for link in alert.country_links.all()):
        return False, "It has this country in this role already."
    if alert.status == Alert.Status.IN_REVIEW:
        return False, "It is in review: have it sent back first."
    adds = f"It would get {country} ({role.label})"
    if alert.status == Alert.Status.DRAFT:
        return True, f"{adds}."
    if alert.working_copies.all():
        return False, "Its working copy is open: choose that one."
    if not by.has_perm("alerts.revise_alert"):
        return False, f"It is {alert.get_status_display()}, and you may not open working copies."
    return True, f"{adds} on a new working copy."


def _add_country(alerts: Sequence[Alert], said: Said, by: Any) -> Sequence[Any]:
    written = []
    for alert in alerts:
        draft = alert if alert.is_open else publishing.revise(alert, by)
        position = max((link.position for link in draft.country_links.all()), default=0) + 1
        AlertCountry.objects.create(alert=draft, country=said["country"], role=said["role"], position=position)
        draft.save(update_fields=["updated_at"])  # whoever has it open is told
        hands.record(draft, by)
        written.append(draft)
    return written


# Vocabularies ---------------------------------------------------------------------------------------------------------


def _unused(record: models.Model, said: Said, by: Any) -> tuple[bool, str]:
    why = uses.refusal(record)
    return not why, why or "Nothing points at it: it would be deleted."


def _delete(records: Sequence[models.Model], said: Said, by: Any) -> Sequence[Any]:
    for record in records:
        uses.delete(copy(record))  # the log is told of it afterwards, by its key
    return ()


def _field(name: str) -> Callable[[Any, Said, Any], tuple[bool, str]]:
    def tell(record: Any, said: Said, by: Any) -> tuple[bool, str]:
        if getattr(record, name) == said[name]:
            return False, "It says so already."
        if isinstance(said[name], type(record)) and _stands_above(record, said[name], name):
            return False, "It would stand above itself."
        if name == "kind" and said[name] == "state":
            return False, "A state is tied to its country: set it on its page."
        return True, f"{getattr(record, name) or 'empty'} → {said[name] or 'empty'}"

    return tell


def _stands_above(record: Any, above: Any, name: str) -> bool:
    seen = set[int]()
    while above is not None and above.pk not in seen:
        if above.pk == record.pk:
            return True
        seen.add(above.pk)
        above = getattr(above, name)
    return False


def of_alerts() -> tuple[Bulk, ...]:
    change = ("alerts.change_alert",)
    return (
        Bulk(
            "situation", "Assign a situation", Alert, ("alerts.change_situation", "alerts.view_alert"), _situation, _tie
        ),
        Bulk("country", "Add a country in a role", Alert, change, _country, _add_country),
        Bulk("language", "Set the language of drafts", Alert, change, _draft_field("language"), _set("language")),
        Bulk("type", "Set the type of drafts", Alert, change, _draft_field("type"), _set("type")),
        Bulk("submit", "Send to review", Alert, change, _can_submit, _submit),
    )


def of_vocabulary(model: type[models.Model]) -> tuple[Bulk, ...]:
    """Deleting what is unused, and setting what many records of a vocabulary have in common."""
    app, name = model._meta.app_label, model._meta.model_name
    settable = [f for f in ("kind", "genre", "parent", "part_of") if f in {f.name for f in model._meta.concrete_fields}]
    return (
        Bulk("unused", "Delete what is unused", model, (f"{app}.delete_{name}",), _unused, _delete),
        *(
            Bulk(f, f"Set the field “{f.replace('_', ' ')}”", model, (f"{app}.change_{name}",), _field(f), _set(f))
            for f in settable
        ),
    )
