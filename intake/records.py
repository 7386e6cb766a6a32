"""Rows → records of the models, looked through before anything is written: cells, citations, what must be unique."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models

from intake import cells
from intake.clashes import refuse_clashes
from intake.known import Key, Known
from intake.problems import Problems
from intake.reading import Row, printable, read
from intake.tables import ALERTS, BY_MODEL, PARTS, TABLES, Table, columns, files

LIST_SEPARATOR = ";"
_NAMED = [table.only[1] for table in TABLES if table.only]


@dataclass
class Record:
    """What a file says of one record: the values of its fields, and the keys of the records that it cites."""

    table: Table
    row: Row
    key: Key
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Key | None] = field(default_factory=dict)
    lists: dict[str, list[Key]] = field(default_factory=dict)

    @property
    def cited_as(self) -> Key:
        return tuple(self.row.cells[column] for column in self.table.citation)

    def columns(self, known: Known) -> dict[str, Any]:
        """The values of the model's columns, links as ids: title, type_id."""
        model = self.table.model
        linked = {f"{name}_id": known.id(target(model, name), key) for name, key in self.links.items()}
        return self.values | linked

    def listed(self, known: Known) -> dict[str, set[int]]:
        """The ids of the many-to-many fields."""
        found = {}
        for name, keys in self.lists.items():
            ids = (known.id(target(self.table.model, name), key) for key in keys)
            found[name] = {i for i in ids if i is not None}
        return found


Batch = dict[type[models.Model], list[Record]]


def gather(folder: Path, known: Known) -> Batch:
    """All records of the catalogue in `folder`. Raises CatalogueError with all that is wrong in it."""
    problems = Problems()
    rows = _read(folder, problems)
    problems.stop()  # what a broken file would have said is not known, so its citations cannot be judged
    batch = collect(rows, known, problems)
    problems.stop()
    return batch


def collect(rows: Mapping[str, list[Row]], known: Known, problems: Problems, citable: Collection[Table] = ()) -> Batch:
    """The sound records among `rows`, by file; what is wrong with the others goes to `problems`.

    Parts cite parts of the batch, and of those that the archive holds only the `citable` ones.
    """
    for row in rows.get("names.csv", ()):
        _refuse(row, "of", lambda cell: cells.choice(cell, _NAMED), problems)
    for row in rows.get(ALERTS.file, ()):
        _refuse(row, "do_no_harm", cells.boolean, problems)
    batch: Batch = {}
    for table in TABLES:
        known.load(table, with_held=table not in PARTS or table in citable)
        batch[table.model] = _records(table, rows.get(table.file, []), problems)
    for records in batch.values():
        for record in records:
            known.foresee(record.table, record.key, record.cited_as)
    sound = {model: _sound(records, known, problems) for model, records in batch.items()}
    for model, records in sound.items():
        refuse_clashes(model, records, known, problems)
    return sound


def _read(folder: Path, problems: Problems) -> dict[str, list[Row]]:
    rows = {}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in files():
            problems.add(printable(path.name), None, None, "no file of a catalogue is called so.")
    for file, tables in files().items():
        path = folder / file
        if path.exists():
            rows[file] = read(path, columns(tables), problems)
            continue
        rows[file] = []
        if not all(table.optional for table in tables):
            problems.add(file, None, None, "the file is missing; it may be empty but for its header, not absent.")
    return rows


def _refuse(row: Row, column: str, read_cell: Callable[[str], object], problems: Problems) -> None:
    try:
        read_cell(row.cells[column])
    except ValueError as error:
        problems.add(row.file, row.line, column, str(error))


def _records(table: Table, rows: list[Row], problems: Problems) -> list[Record]:
    """The records that `rows` tell, one a key."""
    first: dict[Key, Record] = {}
    orders: dict[Key, int] = {}
    for row in rows:
        if table.only and row.cells[table.only[0]] != table.only[1]:
            continue
        record = Record(table, row, tuple(row.cells[column] for column in table.key))
        if earlier := first.get(record.key):
            _refuse_second(record, earlier.row, problems)
            continue
        first[record.key] = record
        place = tuple(row.cells[column] for column in table.order)
        if place and orders.setdefault(place, row.line) != row.line:
            problems.add(row.file, row.line, "position", f"line {orders[place]} has the same position.")
    return list(first.values())


def _refuse_second(record: Record, earlier: Row, problems: Problems) -> None:
    row, table = record.row, record.table
    if not table.grouped:
        column = table.key[-1]
        said = printable(row.cells[column])
        problems.add(row.file, row.line, column, f"“{said}” stands in line {earlier.line} already.")
        return
    for column in table.columns:
        if row.cells[column] != earlier.cells[column]:
            problems.add(row.file, row.line, column, f"line {earlier.line} says otherwise of “{record.key[0]}”.")


def _sound(records: list[Record], known: Known, problems: Problems) -> list[Record]:
    """Those of `records` whose cells could all be read; they now hold their values."""
    counts: dict[Key | None, int] = defaultdict(int)
    sound = []
    for record in records:
        before = len(problems.found)
        for column in record.table.columns:
            _read_cell(record, column, known, problems)
        if within := record.table.counted_in:
            counts[record.links.get(within)] += 1
            record.values["position"] = counts[record.links.get(within)]
        if len(problems.found) == before:
            sound.append(record)
    return sound


def _read_cell(record: Record, column: str, known: Known, problems: Problems) -> None:
    table, row = record.table, record.row
    name = table.field_of(column)
    model_field = table.model._meta.get_field(name)
    cell = row.cells[column]
    if isinstance(model_field, models.ManyToManyField):
        items = [item.strip() for item in cell.split(LIST_SEPARATOR)]
        record.lists[name] = [(item,) for item in dict.fromkeys(items) if item]
        cited = record.lists[name]
    elif isinstance(model_field, models.ForeignKey):
        key = tuple(row.cells[c] for c in table.composed.get(column, (column,))) if cell else None
        record.links[name] = key
        cited = [key] if key else []
        if key is None and not model_field.null:
            problems.add(row.file, row.line, column, "it is empty.")
    else:
        try:
            record.values[name] = cells.value(model_field, cell)  # type: ignore[arg-type]
        except ValueError as error:
            problems.add(row.file, row.line, column, str(error))
        return
    model = target(table.model, name)
    for key in cited:
        if known.id(model, key) is None:
            said = printable(" / ".join(key))
            problems.add(row.file, row.line, column, f"“{said}” is in no row of {BY_MODEL[model].file}, and not held.")


def target(model: type[models.Model], name: str) -> type[models.Model]:
    """The model that a foreign key or many-to-many field leads to."""
    related = model._meta.get_field(name).related_model
    if not isinstance(related, type):
        raise TypeError(f"{model.__name__}.{name} leads to no model.")
    return related
