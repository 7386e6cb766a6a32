"""The text of a cell → the value of a model's field, by the field's own validators."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

from intake.reading import printable

_WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_BOOLEANS = {"yes": True, "no": False}


def value(field: "models.Field[Any, Any]", cell: str) -> Any:
    """What `cell` says for `field`; an empty one is the field's default, or unknown. Raises ValueError: a sentence."""
    if not cell:
        return _empty(field)
    if isinstance(field, models.BooleanField):
        return boolean(cell)
    if isinstance(field, models.IntegerField):
        return whole_number(cell, field.get_internal_type())
    if field.choices:
        return choice(cell, [str(value) for value, _ in field.flatchoices])
    try:
        return field.clean(cell, None)
    except ValidationError as error:
        raise ValueError(_sentence(error, cell)) from error


def whole_number(cell: str, kind: str) -> int:
    """A number from 1, as far as a column of that `kind` goes on every database; SQLite itself would take more."""
    if not _WHOLE_NUMBER.fullmatch(cell):
        raise ValueError(f"“{printable(cell)}” is not a whole number from 1.")
    highest = BaseDatabaseOperations.integer_field_ranges[kind][1]
    if int(cell) > highest:
        raise ValueError(f"“{cell}” is more than {highest}.")
    return int(cell)


def boolean(cell: str) -> bool:
    """yes or no; empty is no, because nobody said yes."""
    if cell and cell not in _BOOLEANS:
        raise ValueError(f"“{printable(cell)}” is neither yes nor no.")
    return _BOOLEANS.get(cell, False)


def choice(cell: str, choices: list[str]) -> str:
    if cell not in choices:
        raise ValueError(f"“{printable(cell)}” is none of: {', '.join(choices)}.")
    return cell


def _empty(field: "models.Field[Any, Any]") -> Any:
    # The default of a uid would mint one, and then no second load would find the record again.
    if field.has_default() and field.name not in ("uid", "position"):
        return field.get_default()
    if field.null:
        return None
    if field.blank:
        return ""
    raise ValueError("it is empty.")


def _sentence(error: ValidationError, cell: str) -> str:
    text = printable(" ".join(error.messages), longest=400)
    return text if printable(cell) in text else f"“{printable(cell)}”: {text}"
