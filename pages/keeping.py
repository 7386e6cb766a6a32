"""Figures over the whole archive, which take a large one seconds: kept until anything public changes."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache

from alerts.public import feed_number

_LONGEST = 60 * 60  # seconds
Made = TypeVar("Made")


def kept(what: str, make: Callable[[], Made]) -> Made:
    """What `make` gave when it was last called for `what`, unless the change feed has moved on since. No words of the
    interface belong in it: readers of all languages get the same."""
    key = hashlib.sha256(f"{settings.SITE_URL} {feed_number()} {what}".encode()).hexdigest()
    found: Made | None = cache.get(key)
    if found is None:
        cache.set(key, found := make(), _LONGEST)
    return found
