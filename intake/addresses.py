"""Addresses of new records: made of their names, and never one that leads elsewhere."""

from typing import Any

from django.utils.text import slugify

from identifiers.folding import fold
from identifiers.models import FormerAddress
from intake.known import KINDS


def free_slug(model: Any, name: str) -> str:
    """An address made of a name that no record of `model` has, nor had; empty where the name gives none."""
    kind = KINDS.get(model)
    base = slugify(fold(name))[:100].strip("-")
    if not base:
        return ""
    taken = set(model._base_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    if kind:
        taken |= set(FormerAddress.objects.filter(kind=kind, value__startswith=base).values_list("value", flat=True))
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)
