from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from dates.edtf import MAX_LENGTH, bounds


def validate_edtf(value: str) -> None:
    """Refuse text that is not a date in the form of dates.edtf."""
    try:
        bounds(value)
    except ValueError as error:
        raise ValidationError(str(error), code="edtf") from error


class EDTFField(models.CharField):  # type: ignore[type-arg]  # at run time it takes none
    """A date as EDTF text; empty where there is none."""

    default_validators = [validate_edtf]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(*args, **kwargs)
