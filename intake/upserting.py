"""Records of a batch written one by one, new or over what is held: alerts as drafts, public ones on working copies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models

from alerts import hands, publishing
from alerts.changes import altered
from alerts.models import Alert, Part, Situation
from alerts.publishing import PublishingError
from alerts.situations import tie
from alerts.uses import alerts_showing
from intake import vocabulary
from intake.catalogue import tell
from intake.known import Known
from intake.problems import Problems
from intake.records import Batch, Record, target
from intake.tables import ALERTS, FORMER_ADDRESSES, PARTS, SITUATIONS, VOCABULARIES, Table

NEW, CHANGED, SAME = "new", "changed", "same"
_SHOWN = 300  # characters of a value in a report


@dataclass(frozen=True)
class Written:
    """What was done with a row: new, changed or same; the fields that changed, each before and after."""

    line: int
    table: str
    key: str
    does: str
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class Upsert:
    """Writes a batch."""

    def __init__(self, batch: Batch, known: Known, problems: Problems, by: User) -> None:
        self.batch, self.known, self.problems, self.by = batch, known, problems, by
        self.written: list[Written] = []
        self._targets: dict[str, Alert | None] = {}  # by uid of the public alert or draft
        self._parts: dict[tuple[type[models.Model], str], Part] = {}  # parts written here, by uid
        self._touched: list[models.Model] = []

    def write(self) -> None:
        """Write all; what cannot be goes to the problems, and then the caller takes all back."""
        for table in VOCABULARIES:
            self._vocabulary(table)
        vocabulary.lead_former_addresses(self.batch, self.known, self.problems, update=True)
        for record in self.batch[ALERTS.model]:
            self._alert(record)
        for table in PARTS:
            for record in self.batch[table.model]:
                self._part(record)
        for record in self.batch[SITUATIONS.model]:
            self._tie(record)
        if self.problems.found:
            return
        alerts = [alert for alert in self._targets.values() if alert is not None]
        for alert in alerts:
            hands.record(alert, self.by)
        altered({pk for record in self._touched for pk in alerts_showing(record)})
        tell(self.by, self._touched, {alert.pk for alert in alerts})

    # Vocabularies --------------------------------------------------------------------------------------------------

    def _vocabulary(self, table: Table) -> None:
        records = self.batch[table.model]
        if not records or table is FORMER_ADDRESSES:
            return
        for record in records:
            held = table.model._default_manager.filter(pk=self.known.held(table, record.key) or 0).first()
            self._note(record, held)
        self._touched += vocabulary.write(table, records, self.known, self.problems, update=True).touched

    # Alerts and their parts ----------------------------------------------------------------------------------------

    def _alert(self, record: Record) -> None:
        uid = record.key[0]
        held = Alert.objects.filter(pk=self.known.held(ALERTS, record.key) or 0).first()
        if held is None:
            draft = Alert(created_by=self.by, **record.columns(self.known))
            self._note(record, None)
            if self._save(record, draft):
                self.known.settle(Alert, record.key, draft.pk)
                self._targets[uid] = draft
            return
        alert = self._open(record, uid)
        if alert is not None:
            self._update(record, alert)

    def _open(self, record: Record, uid: str) -> Alert | None:
        """The draft, or the working copy of the public alert, that a row is written to; None where there is none."""
        if uid not in self._targets:
            self._targets[uid] = None
            held = Alert.objects.filter(uid=uid).first()
            if held is None:
                self._wrong(record, "alert", f"“{uid}” is no alert.")
            elif held.status == Alert.Status.IN_REVIEW:
                self._wrong(record, None, "its alert is in review: have it sent back first.")
            elif held.is_open:
                self._targets[uid] = held
            else:
                try:
                    self._targets[uid] = publishing.revise(held, self.by)
                except (PublishingError, PermissionDenied) as error:
                    self._wrong(record, None, str(error))
        elif self._targets[uid] is None:
            self._wrong(record, None, "its alert cannot be written.")
        return self._targets[uid]

    def _part(self, record: Record) -> None:
        whole = self._whole(record)
        if whole is None:
            return
        model: Any = record.table.model
        values = {n: v for n, v in record.columns(self.known).items() if n != f"{record.table.whole}_id"}
        values[record.table.whole] = whole
        for name, key in record.links.items():
            if key and issubclass(target(model, name), Part) and name != record.table.whole:
                values[f"{name}_id"] = self._own(target(model, name), key[0], whole)
        held = model._default_manager.filter(**{record.table.whole: whole}, uid=record.key[0]).first()
        if held is not None:
            self._update(record, held)
            self._parts[model, record.key[0]] = held
            return
        if record.table.counted_in:
            values["position"] = model._default_manager.filter(**{record.table.whole: whole}).count() + 1
        part = model(**values)
        self._note(record, None)
        if self._save(record, part):
            self._parts[model, record.key[0]] = part

    def _whole(self, record: Record) -> Any:
        """The alert, or the part of it, that a part belongs to, in the draft or working copy."""
        key = (record.links.get(record.table.whole) or ("",))[0]
        if record.table.whole == "alert":
            return self._open(record, key)
        model: Any = target(record.table.model, record.table.whole)
        if (model, key) in self._parts:
            return self._parts[model, key]
        any_row = model._default_manager.filter(uid=key).select_related("alert__revises").first()
        if any_row is None:  # the row of it in this file is wrong
            self._wrong(record, record.table.whole, f"“{key}” is not written.")
            return None
        alert = self._open(record, (any_row.alert.revises or any_row.alert).uid)
        return model._default_manager.filter(alert=alert, uid=key).first() if alert else None

    def _own(self, model: Any, uid: str, whole: Any) -> int | None:
        """The id of a part of the same alert."""
        found: int | None = model._default_manager.filter(alert=whole, uid=uid).values_list("pk", flat=True).first()
        return found

    def _update(self, record: Record, row: Any) -> None:
        columns = record.columns(self.known)
        changed = self._note(record, row)
        for column in changed:
            name = record.table.field_of(column)
            attname = f"{name}_id" if name in record.links else name
            setattr(row, attname, columns[attname])
        if changed:
            self._save(record, row)

    def _tie(self, record: Record) -> None:
        situation = Situation.objects.get(pk=self.known.id(Situation, record.key) or 0)
        tie(situation, record.listed(self.known)["alerts"])

    # Saying and saving ---------------------------------------------------------------------------------------------

    def _note(self, record: Record, held: Any) -> list[str]:
        """Report a row; the columns in which it differs from what is held."""
        changes = {}
        for column in record.table.columns:
            if column not in ("uid", record.table.whole):
                before, after = self._before(record, held, column), record.row.cells[column]
                if before is not None and (held is not None or after):
                    changes[column] = (before[:_SHOWN], after[:_SHOWN])
        does = NEW if held is None else CHANGED if changes else SAME
        table = record.table.file.removesuffix(".csv")
        self.written.append(Written(record.row.line, table, " / ".join(record.key), does, changes))
        return list(changes)

    def _before(self, record: Record, held: Any, column: str) -> str | None:
        """What is held of a column, for people; None where the row says the same."""
        name = record.table.field_of(column)
        if held is None:
            return ""
        if name in record.lists:
            rows = {row.pk: str(row) for row in getattr(held, name).all()}
            return None if set(rows) == record.listed(self.known).get(name) else "; ".join(rows.values())
        if name in record.links:
            key = record.links[name]
            before, model = getattr(held, name), target(record.table.model, name)
            is_same = getattr(before, "pk", None) == self.known.id(model, key)
            if issubclass(model, Part):
                is_same = (before.uid if before else None) == (key[0] if key else None)
            return None if is_same else str(before or "")
        value = getattr(held, name)
        return None if value == record.values[name] else "" if value is None else str(value)

    def _save(self, record: Record, row: Any) -> bool:
        try:
            row.clean_fields(exclude=[f.name for f in row._meta.concrete_fields if f.is_relation])
            row.validate_unique()
            row.validate_constraints()
        except ValidationError as error:
            self._wrong(record, None, " ".join(error.messages))
            return False
        row.save()
        return True

    def _wrong(self, record: Record, column: str | None, text: str) -> None:
        self.problems.add(record.row.file, record.row.line, column, text)


def total(written: Iterable[Written]) -> str:
    """“3 new, 1 changed, 12 as they were”."""
    does = [one.does for one in written]
    return f"{does.count(NEW):,} new, {does.count(CHANGED):,} changed, {does.count(SAME):,} as they were"
