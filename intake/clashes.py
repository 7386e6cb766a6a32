"""What the records of a batch must not be together or by themselves: held against the constraints of their models.

The database would refuse them too, but could not say which line of which file is at fault.
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from intake.known import Known
from intake.problems import Problems
from intake.tables import Table

if TYPE_CHECKING:
    from intake.records import Record


def refuse_clashes(model: type[models.Model], records: "list[Record]", known: Known, problems: Problems) -> None:
    """Report the records that break a rule of `model`, and those of which only one can be."""
    if not records:
        return
    told = {f.name for f in model._meta.concrete_fields if f.attname in records[0].columns(known)}
    untold = {f.name for f in model._meta.concrete_fields if not f.primary_key} - told
    checks = _checks(model)
    uniques = _uniques(model, told)
    seen: dict[tuple[Any, ...], int] = {}
    rules = _Rules(untold)
    for record in records:
        row = model(pk=known.id(model, record.cited_as), **record.columns(known))
        file, line = record.row.file, record.row.line
        for name, check in checks.items():
            if not rules.hold(check, row):
                problems.add(file, line, None, f"it breaks the rule “{name}”.")
        for names, condition in uniques:
            values = _values(row, names)
            if None in values or (condition is not None and not rules.hold(condition, row)):
                continue
            earlier = seen.setdefault((*names, *values), line)
            if earlier != line:
                same = " and ".join(names)
                problems.add(file, line, _column(record.table, names[-1]), f"line {earlier} has the same {same}.")


def _checks(model: type[models.Model]) -> dict[str, Q]:
    """The rules of a row by itself, by what a message calls them."""
    found = [c for c in model._meta.constraints if isinstance(c, CheckConstraint)]
    return {c.name.replace("_", " "): c.condition for c in found if isinstance(c.condition, Q)}


def _uniques(model: type[models.Model], told: set[str]) -> list[tuple[tuple[str, ...], Q | None]]:
    """The fields that must be unique together, and the condition under which they must be."""
    single = [((f.name,), None) for f in model._meta.concrete_fields if f.unique and f.name in told]
    constraints = [c for c in model._meta.constraints if isinstance(c, UniqueConstraint)]
    return [*single, *((tuple(c.fields), c.condition) for c in constraints if told.issuperset(c.fields))]


def _values(row: models.Model, names: tuple[str, ...]) -> tuple[Any, ...]:
    attributes = {f.name: f.attname for f in row._meta.concrete_fields}
    return tuple(getattr(row, attributes[name]) for name in names)


class _Rules:
    """The database's answers, whether rows meet a rule; asked once for all rows that look the same to it."""

    def __init__(self, untold: set[str]) -> None:
        self._untold = untold
        self._answers: dict[tuple[Any, ...], bool] = {}

    def hold(self, rule: Q, row: models.Model) -> bool:
        """Whether `row` meets `rule`; true of a rule on fields of which the catalogue says nothing."""
        names = tuple(sorted(rule.referenced_base_fields))
        if self._untold.intersection(names):
            return True
        seen = (id(rule), *_values(row, names))
        if seen not in self._answers:
            self._answers[seen] = _meets(rule, row, self._untold)
        return self._answers[seen]


def _meets(rule: Q, row: models.Model, untold: set[str]) -> bool:
    try:
        CheckConstraint(condition=rule, name="rule").validate(type(row), row, exclude=untold)
    except ValidationError:
        return False
    return True


def _column(table: Table, name: str) -> str:
    return next((column for column in table.columns if table.field_of(column) == name), name)
