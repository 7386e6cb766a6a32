"""New rows of one table, in as few statements as their model allows."""

from collections.abc import Sequence
from typing import Any

from django.db import models


def insert(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Insert `rows` of `model`; afterwards they have their ids."""
    if model.save is models.Model.save:
        model._default_manager.bulk_create(rows)
        return
    for row in rows:  # its save derives what a bulk insert would leave empty
        row.save()
