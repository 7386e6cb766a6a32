"""The parts of alerts: written for new alerts and working copies, and compared with those that are held."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from alerts.models import Part, Response
from intake.inserting import insert
from intake.known import Known
from intake.records import Batch, Record, target
from intake.tables import PARTS, Table

# What an alert consists of, as far as the catalogue tells it: {(model, uid of the part): its values}.
State = dict[tuple[type[models.Model], str], tuple[Any, ...]]


def by_alert(batch: Batch) -> dict[str, list[Record]]:
    """The parts of the batch by the uid of their alert, in the order of writing."""
    found: dict[str, list[Record]] = defaultdict(list)
    owners: dict[tuple[type[models.Model], str], str] = {}
    for table in PARTS:
        for record in batch[table.model]:
            key = record.links[table.whole] or ("",)
            owner = key[0] if table.whole == "alert" else owners[target(table.model, table.whole), key[0]]
            owners[table.model, record.key[0]] = owner
            found[owner].append(record)
    return found


def write(parts: Iterable[Record], alert_ids: Mapping[str, int], known: Known) -> None:
    """Write the parts of the alerts with those uids, whose rows have those ids: one insert a table."""
    tables: dict[type[models.Model], list[Record]] = defaultdict(list)
    for record in parts:
        tables[record.table.model].append(record)
    for table in PARTS:
        records = tables[table.model]
        rows = [table.model(**_columns(record, alert_ids, known)) for record in records]
        insert(table.model, rows)
        for record, row in zip(records, rows, strict=True):
            known.settle(table.model, record.key, row.pk)


def replace(copy_id: int, parts: Iterable[Record], alert_uid: str, known: Known) -> None:
    """Replace the parts of a working copy by those of the catalogue, which knows nothing of responses and files."""
    tied = Response.objects.filter(alert_id=copy_id, recommendation__isnull=False)
    answers = dict(tied.values_list("id", "recommendation__uid"))
    tied.update(recommendation=None)  # or they would go with the recommendation that they answer
    for table in PARTS:
        if table.whole == "alert":
            table.model._default_manager.filter(alert_id=copy_id).delete()
    write(parts, {alert_uid: copy_id}, known)
    for response_id, uid in answers.items():
        again = Response.objects.filter(pk=response_id)
        again.update(recommendation=known.id(target(Response, "recommendation"), (uid,)))


def states(alert_ids: Iterable[int]) -> dict[int, State]:
    """What the held alerts with those ids consist of."""
    ids = set(alert_ids)
    found: dict[int, State] = {pk: {} for pk in ids}
    for table in PARTS:
        owner = "alert_id" if table.whole == "alert" else f"{table.whole}__alert_id"
        lookups = [_lookup(table, name) for name in _compared(table)]
        rows = table.model._default_manager.filter(**{f"{owner}__in": ids}).order_by()
        for alert_id, uid, *values in rows.values_list(owner, "uid", *lookups):
            found[alert_id][table.model, uid] = tuple(values)
    return found


def state(parts: Iterable[Record], known: Known) -> State:
    """What an alert would consist of by the batch."""
    found: State = {}
    for record in parts:
        values = []
        for name in _compared(record.table):
            if name not in record.links:
                values.append(record.values[name])
                continue
            key = record.links[name]
            model = target(record.table.model, name)
            values.append((key[0] if key else None) if issubclass(model, Part) else known.id(model, key))
        found[record.table.model, record.key[0]] = tuple(values)
    return found


def _compared(table: Table) -> list[str]:
    """The fields that the catalogue tells of a part; that it belongs to the alert is given."""
    return [name for name in map(table.field_of, table.columns) if name not in ("uid", "alert")]


def _lookup(table: Table, name: str) -> str:
    """A part is known by its uid, because its row is another in every working copy; all else by its id."""
    related = table.model._meta.get_field(name).related_model
    if isinstance(related, type):
        return f"{name}__uid" if issubclass(related, Part) else f"{name}_id"
    return name


def _columns(record: Record, alert_ids: Mapping[str, int], known: Known) -> dict[str, Any]:
    columns = record.columns(known)
    owner = record.links.get("alert")
    return columns | {"alert_id": alert_ids[owner[0]]} if owner else columns
