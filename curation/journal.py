"""A journal of rows: what each held before and after a change, so that the change can be undone, or refused to be.

Entries are plain JSON: ["move", model, column, before, after, ids], ["change", model, id, {column: [before, after]}],
["delete" or "create", model, {column: value}].
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from curation import states

Entry = list[Any]
_AT_ONCE = 500


class Obstacle(Exception):  # noqa: N818  # it is what stands in the way
    """Something later stands in the way of undoing; its text says what, for a person."""


class Journal:
    """Writes rows, and notes what it wrote."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def move(self, model: type[models.Model], attname: str, ids: Iterable[int], before: Any, after: Any) -> None:
        """Have the rows of those ids hold `after` in a column in which all hold `before`."""
        moved = list(ids)
        if not moved:
            return
        for some in chunks(moved):
            model._base_manager.filter(pk__in=some).update(**{attname: after})
        self.entries.append(["move", model._meta.label_lower, attname, before, after, moved])

    def change(self, row: models.Model, **values: Any) -> None:
        fresh = type(row)._base_manager.get(pk=row.pk)
        before = _held(fresh)
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save()
        after = _held(fresh)
        changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        self.entries.append(["change", row._meta.label_lower, row.pk, changed])

    def delete(self, row: models.Model) -> None:
        self.entries.append(["delete", row._meta.label_lower, _held(row)])
        row.delete()

    def create(self, row: models.Model) -> None:
        row.save(force_insert=True)
        self.entries.append(["create", row._meta.label_lower, _held(row)])


@transaction.atomic
def undo(entries: list[Entry]) -> None:
    """Have all rows hold what they held before. Raises Obstacle, and changes nothing, where one was changed since."""
    steps: dict[str, Callable[..., None]] = {
        "move": _move_back,
        "change": _change_back,
        "delete": _make_again,
        "create": _take_away,
    }
    for kind, label, *rest in reversed(entries):
        steps[kind](apps.get_model(label), *rest)


def wholes(entries: Iterable[Entry]) -> dict[type[models.Model], set[Any]]:
    """The keys of the records (curation.states), by their models, that the rows of those entries are or belong to."""
    found: dict[type[models.Model], set[Any]] = defaultdict(set)
    for kind, label, *rest in entries:
        model: Any = apps.get_model(label)
        if kind == "move":
            _add_wholes(found, model, rest[3])
        elif kind == "change":
            _add_wholes(found, model, rest[:1])
        elif path := states.way(model):  # the row may be gone; what it belongs to is there
            above = model._meta.get_field(path[0])
            _add_wholes(found, above.related_model, [_read(model, above.attname, rest[0][above.attname])])
    return found


def _add_wholes(found: dict[type[models.Model], set[Any]], model: Any, ids: list[Any]) -> None:
    if model in states.WHOLES:
        found[model].update(ids)
        return
    path = states.way(model)
    if model._meta.auto_created in states.WHOLES:  # one side of a many-to-many
        listing = model._meta.auto_created._meta.many_to_many
        path = next((f.m2m_field_name(),) for f in listing if f.remote_field.through is model)
    whole = model
    for step in path:
        whole = whole._meta.get_field(step).related_model
    for some in chunks(ids) if path else ():
        found[whole].update(model._base_manager.filter(pk__in=some).values_list("__".join(path), flat=True))


def _move_back(model: type[models.Model], attname: str, before: Any, after: Any, ids: list[int]) -> None:
    for some in chunks(ids):
        moved = model._base_manager.filter(pk__in=some, **{attname: after}).update(**{attname: before})
        if moved != len(some):
            count = len(some) - moved
            names = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            raise Obstacle(f"{count} {names} changed since, or no longer there")


def _change_back(model: type[models.Model], pk: int, changed: dict[str, list[Any]]) -> None:
    row = model._base_manager.filter(pk=pk).first()
    held = _held(row) if row is not None else {}
    if row is None or any(held[name] != after for name, (_, after) in changed.items()):
        raise Obstacle(f"{model._meta.verbose_name} “{row or pk}” changed since")
    for name, (before, _) in changed.items():
        setattr(row, name, _read(model, name, before))
    row.save_base(raw=True)


def _make_again(model: type[models.Model], values: dict[str, Any]) -> None:
    row = model(**{name: _read(model, name, value) for name, value in values.items()})
    try:
        with transaction.atomic():
            row.save_base(raw=True, force_insert=True)
    except IntegrityError as error:
        raise Obstacle(f"{model._meta.verbose_name} “{row}” has been made again meanwhile") from error


def _take_away(model: type[models.Model], values: dict[str, Any]) -> None:
    row = model._base_manager.filter(pk=_read(model, model._meta.pk.attname, values[model._meta.pk.attname])).first()
    if row is None or _held(row) != values:
        raise Obstacle(f"{model._meta.verbose_name} “{row or ''}” changed since")
    row.delete()


def _held(row: models.Model) -> dict[str, Any]:
    """What a row holds, by column, as JSON."""
    return {
        f.attname: None if getattr(row, f.attname) is None else f.value_to_string(row)
        for f in row._meta.concrete_fields
    }


def _read(model: type[models.Model], attname: str, value: Any) -> Any:
    field: Any = next(f for f in model._meta.concrete_fields if f.attname == attname)
    return None if value is None else field.to_python(value)


def chunks(ids: list[Any]) -> Iterator[list[Any]]:
    """As many at once as a database takes in one query."""
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
