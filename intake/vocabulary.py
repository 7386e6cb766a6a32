"""What alerts cite: countries, organizations, names, types, situations and so on, written before the alerts."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from identifiers.models import FormerAddress, Name
from intake.inserting import insert
from intake.known import KINDS, Known
from intake.problems import Problems
from intake.records import Batch, Record, target
from intake.tables import BY_MODEL, FORMER_ADDRESSES, Table


@dataclass
class Written:
    """What became of the records of one table."""

    new: int = 0
    updated: int = 0
    # The records that look, or are found, differently from now on: for a name, the one that bears it.
    touched: list[models.Model] = field(default_factory=list)


def write(table: Table, records: list[Record], known: Known, problems: Problems, update: bool) -> Written:
    """Write the records that are not held; those that are held and differ, only to `update`."""
    written = Written()
    new = [r for r in records if known.held(table, r.key) is None and not _is_merged(r, known)]
    made = [(record, _row(record, known)) for record in new]
    if known.held_count(table):
        made = [(record, row) for record, row in made if _fits(record, row, problems)]
    insert(table.model, [row for _, row in made])
    for record, row in made:
        known.settle(table.model, record.cited_as, row.pk)
    for record, row in made:
        _complete(record, row, known)
        written.touched.append(_bearer(record, row))
    written.new = len(made)
    if update:
        updated = _update_held(table, records, known, problems)
        written.updated = len(updated)
        written.touched += updated
    return written


def _bearer(record: Record, row: models.Model) -> models.Model:
    if isinstance(row, Name):
        bearer: models.Model = getattr(row, record.table.fields["record"])
        return bearer
    return row


def _is_merged(record: Record, known: Known) -> bool:
    """Whether a curator has merged the record, or the one that it names, into another: that decision stands."""
    if known.is_merged(record.table.model, record.key):
        return True
    linked = ((target(record.table.model, name), key) for name, key in record.links.items())
    return issubclass(record.table.model, Name) and any(key and known.is_merged(model, key) for model, key in linked)


def _own_links(table: Table) -> set[str]:
    """The links from a record to another of its own table: written last, because the other may come later."""
    return {f.attname for f in table.model._meta.concrete_fields if f.related_model is table.model}


def _row(record: Record, known: Known) -> models.Model:
    later = _own_links(record.table)
    return record.table.model(**{n: value for n, value in record.columns(known).items() if n not in later})


def _complete(record: Record, row: models.Model, known: Known) -> None:
    """Write the links to rows of the same table, and the lists, now that all rows have their ids."""
    values = record.columns(known)
    own = {name: values[name] for name in _own_links(record.table) if values.get(name) is not None}
    for name, value in own.items():
        setattr(row, name, value)
    if own:
        row.save()
    for name, ids in _lists(record, known).items():
        if ids:
            getattr(row, name).set(ids)


def _update_held(table: Table, records: list[Record], known: Known, problems: Problems) -> list[models.Model]:
    pks = {record.key: known.held(table, record.key) for record in records}
    many = [f.name for f in table.model._meta.many_to_many if f.name in table.columns and f.name != "alerts"]
    found = table.model._default_manager.filter(pk__in=[pk for pk in pks.values() if pk]).prefetch_related(*many)
    rows = {row.pk: row for row in found}
    told = [(record, rows[pk]) for record in records if (pk := pks[record.key]) in rows]
    return [_bearer(record, row) for record, row in told if _update(record, row, known, problems)]


def _update(record: Record, row: Any, known: Known, problems: Problems) -> bool:
    """Bring a held record up to date; whether it differed."""
    old_slug = getattr(row, "slug", "")
    changed = {name: v for name, v in record.columns(known).items() if getattr(row, name) != v}
    lists = {
        name: ids for name, ids in _lists(record, known).items() if ids != {r.pk for r in getattr(row, name).all()}
    }
    for name, value in changed.items():
        setattr(row, name, value)
    if changed and _fits(record, row, problems):
        row.save()
        if "slug" in changed and type(row) in KINDS:
            FormerAddress.objects.lead(KINDS[type(row)], old_slug, row.uid)
    for name, ids in lists.items():
        getattr(row, name).set(ids)
    return bool(changed or lists)


def _lists(record: Record, known: Known) -> dict[str, set[int]]:
    """The many-to-many fields; but alerts are tied to a situation when they are written, by alerts.situations."""
    return {name: ids for name, ids in record.listed(known).items() if name != "alerts"}


def _fits(record: Record, row: models.Model, problems: Problems) -> bool:
    """Whether the database can take `row` beside what it holds."""
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        text = f"it clashes with what is held: {' '.join(error.messages)}"
        problems.add(record.row.file, record.row.line, None, text)
        return False
    return True


def lead_former_addresses(batch: Batch, known: Known, problems: Problems, update: bool) -> Written:
    """Have former slugs and merged uids lead to the records of today."""
    written = Written()
    for record in batch[FORMER_ADDRESSES.model]:
        kind, value, uid = (record.row.cells[column] for column in FORMER_ADDRESSES.columns)
        model = next((m for m, k in KINDS.items() if k == kind), None)
        if model is None or not _is_there(model, uid, batch, known):
            problems.add(record.row.file, record.row.line, "uid", f"“{uid}” is no {kind} of this catalogue or archive.")
        elif _is_there(model, value, batch, known):
            problems.add(record.row.file, record.row.line, "value", f"“{value}” is in use today.")
        elif known.held(FORMER_ADDRESSES, record.key) is None:
            FormerAddress.objects.lead(kind, value, uid)
            written.new += 1
        elif update and FormerAddress.objects.today(kind, [value]) != {value: uid}:
            FormerAddress.objects.lead(kind, value, uid)
            written.updated += 1
    return written


def _is_there(model: type[models.Model], uid: str, batch: Batch, known: Known) -> bool:
    if known.is_merged(model, (uid,)):
        return False
    return known.held(BY_MODEL[model], (uid,)) is not None or any(record.key == (uid,) for record in batch[model])
