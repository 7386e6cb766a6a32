"""What all public pages have in common."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Answers GET and HEAD only. A cache may keep the page, but asks each time whether it is still the same (ETag), so
    that what is withdrawn or redacted is gone everywhere at once."""
    decorated: Any = require_safe(cache_control(no_cache=True)(conditional_page(view)))
    return decorated  # type: ignore[no-any-return]
